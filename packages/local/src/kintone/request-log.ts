import type { AuthKind } from "./auth.ts";
import type { Fault } from "./faults.ts";

/** A request that was served. Nothing in it is secret: no query string, no header, no body. */
export interface LoggedRequest {
  /** After method override. */
  readonly method: string;
  /** The path alone, such as `/k/v1/records.json`. */
  readonly path: string;
  readonly auth: AuthKind;
  /** HTTP status; 0 when the connection was cut without an answer. */
  readonly status: number;
  readonly fault: Fault["kind"] | undefined;
}

/** The latest requests, oldest first, in a list that keeps its size. */
export class RequestLog {
  readonly #size: number;
  #entries: LoggedRequest[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  add(entry: LoggedRequest): void {
    this.#entries.push(entry);
    if (this.#entries.length > 2 * this.#size) this.#entries = this.#entries.slice(-this.#size);
  }

  /** The requests kept, oldest first. */
  get all(): readonly LoggedRequest[] {
    return this.#entries.slice(-this.#size);
  }

  clear(): void {
    this.#entries = [];
  }
}
