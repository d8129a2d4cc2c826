import type { ServiceName } from "./services.ts";

/**
 * What goes wrong:
 * - `throttle`: refused with the operation's error for too many requests
 * - `unavailable_html`: status 503 with an HTML page, as from a load balancer
 * - `connection_cut`: the connection is closed, nothing is carried out and nothing answered
 * - `slow`: carried out only after a delay
 * - `truncated_body`: carried out, then the connection is closed halfway through the body
 */
export type FaultKind = "throttle" | "unavailable_html" | "connection_cut" | "slow" | "truncated_body";

export interface Fault {
  readonly kind: FaultKind;
  /** How many matching requests it happens to; 1 when left out. */
  readonly count?: number;
  readonly service?: ServiceName;
  readonly operation?: string;
  /** Of `slow`, in milliseconds; 1000 when left out. */
  readonly delayMs?: number;
}

/** Failures to come. Each matching request uses up one, the earliest first. */
export class Faults {
  #waiting: { readonly fault: Fault; left: number }[] = [];

  inject(fault: Fault): void {
    const left = fault.count ?? 1;
    if (!Number.isInteger(left) || left < 1) throw new RangeError(`count must be a whole number from 1, not ${left}`);
    this.#waiting.push({ fault, left });
  }

  /** How many have not happened yet. */
  get pending(): number {
    return this.#waiting.reduce((sum, { left }) => sum + left, 0);
  }

  take(service: ServiceName, operation: string): Fault | undefined {
    const found = this.#waiting.find(
      ({ fault }) => (fault.service ?? service) === service && (fault.operation ?? operation) === operation,
    );
    if (!found) return undefined;
    found.left -= 1;
    this.#waiting = this.#waiting.filter(({ left }) => left > 0);
    return found.fault;
  }
}
