/**
 * A failure to inject.
 * - `too_many_requests`: 429 GAIA_TO04; `database_locked`: 400 GAIA_DA02; `unavailable_page`: 503 with an HTML page;
 *   `error`: any status and code. None of them executes the call.
 * - `cut_before_commit`: the connection breaks and nothing was done; `cut_after_commit`: it breaks after the call was
 *   done, so the caller cannot know; `hang`: no answer until the caller goes away or the server closes.
 * - `truncated_body`: the call is done and the answer stops half-way; `invalid_json`: the call is done and the answer
 *   is not JSON; `slow_body`: the call is done and the second half of the answer comes after `milliseconds`.
 */
export type Fault =
  | { readonly kind: "too_many_requests" | "database_locked" | "unavailable_page" }
  | { readonly kind: "error"; readonly status: number; readonly code: string; readonly message?: string }
  | { readonly kind: "cut_before_commit" | "cut_after_commit" | "hang" | "truncated_body" | "invalid_json" }
  | { readonly kind: "slow_body"; readonly milliseconds: number };

/** Which requests a fault strikes; everything left out matches. */
export interface FaultTarget {
  /** After method override: `GET` also means a POST that overrides to GET. */
  readonly method?: string;
  /** API path without its prefix, such as `records.json`. */
  readonly path?: string;
  /** How many matching requests to let pass first. Default 0. */
  readonly after?: number;
  /** How many matching requests to strike. Default 1. */
  readonly times?: number;
}

/** Failures waiting to happen, in the order they were planned. */
export class FaultPlan {
  #planned: { readonly fault: Fault; readonly target: FaultTarget; skip: number; left: number }[] = [];

  /** Plans a fault for the next matching requests. */
  next(fault: Fault, target: FaultTarget = {}): void {
    this.#planned.push({ fault, target, skip: target.after ?? 0, left: target.times ?? 1 });
  }

  /** Drops every fault that has not happened. */
  clear(): void {
    this.#planned = [];
  }

  /** How many strikes are still to come. */
  get pending(): number {
    return this.#planned.reduce((sum, { left }) => sum + left, 0);
  }

  /** The fault for a request, which is then used up; undefined when none matches. */
  take(method: string, path: string): Fault | undefined {
    for (const planned of this.#planned) {
      const { target } = planned;
      if ((target.method ?? method) !== method || (target.path ?? path) !== path) continue;
      if (planned.skip > 0) {
        planned.skip -= 1;
        continue;
      }
      planned.left -= 1;
      this.#planned = this.#planned.filter(({ left }) => left > 0);
      return planned.fault;
    }
    return undefined;
  }
}
