import type { Route } from "./routing.ts";
import type { ServiceName } from "./services.ts";
import type { Finding } from "./shapes/validate.ts";

const LIMIT = 1000;

/** A request that was authenticated and read. It may have been refused since. */
export interface RecordedCall {
  readonly service: ServiceName;
  readonly operation: string;
  /** By the model's member names. */
  readonly input: unknown;
}

/**
 * Something that does not fit the model: in a request, in what a handler answered, or a handler that threw what is no
 * error of a service.
 */
export interface Problem extends Finding {
  readonly kind: "request" | "response" | "handler";
  readonly service: ServiceName;
  readonly operation: string;
}

/** What happened at an endpoint: the last 1000 calls and the first 1000 problems. Holds no credentials. */
export class Journal {
  readonly calls: RecordedCall[] = [];
  readonly problems: Problem[] = [];

  record({ model, operation }: Route, input: unknown): void {
    if (this.calls.length >= LIMIT) this.calls.shift();
    this.calls.push({ service: model.service, operation: operation.name, input });
  }

  note(kind: Problem["kind"], { model, operation }: Route, finding: Finding): void {
    if (this.problems.length >= LIMIT) return;
    this.problems.push({ kind, service: model.service, operation: operation.name, ...finding });
  }

  /** Throws a list of what the handlers did wrong. */
  expectSoundHandlers(): void {
    const unsound = this.problems.filter(({ kind }) => kind !== "request");
    if (unsound.length === 0) return;
    const lines = unsound.map(({ service, operation, message }) => `  - ${service} ${operation}: ${message}`);
    throw new Error(`Handlers that do not fit the service models:\n${lines.join("\n")}`);
  }
}
