import { type JsonObject, type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import { type Backwards, backwardsOf } from "./backwards/backwards.ts";
import type { BackwardsCarrier } from "./backwards/carrier.ts";
import { type DifyErrorType, toDifyError } from "./dify-error.ts";
import { maxLineBytes, sessionLine, type ToolMessage } from "./messages.ts";
import type { Outlet } from "./transport.ts";

/** One call from Dify. It is ended exactly once, and what comes later is dropped. */
export interface Session {
  readonly id: string;
  /** Fires when the process has to stop, and when nobody reads any more. Over stdio Dify never cancels a single call. */
  readonly signal: AbortSignal;
  /** What the call may ask of Dify. */
  readonly backwards: Backwards;
  /**
   * Sends messages together and waits for room. Throws a ToolFailure, and sends none: `too_large` for a message over the
   * line limit, `aborted` after the end.
   */
  stream(...messages: readonly (ToolMessage | JsonObject)[]): Promise<void>;
  /** Sends messages that are bytes of whole lines already. */
  streamBytes(lines: Uint8Array<ArrayBuffer>): Promise<void>;
  end(): Promise<void>;
  /** Sends an error and the end. */
  fail(error: ToolError, type?: DifyErrorType): Promise<void>;
  /** The same without waiting, when the process is about to end. */
  failNow(error: ToolError): void;
  abort(): void;
}

/** Opens the session of one request. */
export const openSession = (id: string, outlet: Outlet, carrier: BackwardsCarrier): Session =>
  new OpenSession(id, outlet, carrier);

/** A class for its getters, which an object literal would pay for with a hidden class for each call. */
class OpenSession implements Session {
  readonly id: string;
  readonly #outlet: Outlet;
  readonly #carrier: BackwardsCarrier;
  readonly #controller = new AbortController();
  #backwards: Backwards | undefined;
  #ended = false;

  constructor(id: string, outlet: Outlet, carrier: BackwardsCarrier) {
    this.id = id;
    this.#outlet = outlet;
    this.#carrier = carrier;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get backwards(): Backwards {
    this.#backwards ??= backwardsOf({ sessionId: this.id, carrier: this.#carrier, signal: this.signal });
    return this.#backwards;
  }

  async stream(...messages: readonly (ToolMessage | JsonObject)[]): Promise<void> {
    this.#checkOpen();
    if (messages.length > 0)
      await this.#outlet.send(messages.map((message) => streamLine(this.id, message)).join("\n"));
  }

  async streamBytes(lines: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#checkOpen();
    await this.#outlet.send(lines);
  }

  async end(): Promise<void> {
    if (this.#close()) await this.#outlet.send(this.#endLine());
  }

  async fail(error: ToolError, type?: DifyErrorType): Promise<void> {
    if (this.#close()) await this.#outlet.send(this.#errorLines(error, type));
  }

  failNow(error: ToolError): void {
    if (this.#close()) this.#outlet.sendNow(this.#errorLines(error));
  }

  abort(): void {
    this.#controller.abort();
  }

  #close(): boolean {
    if (this.#ended) return false;
    this.#ended = true;
    return true;
  }

  #checkOpen(): void {
    if (this.#ended) throw new ToolFailure(toolError("aborted", "The call has ended already."));
  }

  #endLine(): string {
    return sessionLine(this.id, "end", {});
  }

  #errorLines(error: ToolError, type?: DifyErrorType): string {
    return `${sessionLine(this.id, "error", toDifyError(error, type))}\n${this.#endLine()}`;
  }
}

const streamLine = (id: string, message: ToolMessage | JsonObject): string => {
  const line = sessionLine(id, "stream", message as JsonObject);
  if (line.length > maxLineBytes / 3 && Buffer.byteLength(line) > maxLineBytes)
    throw new ToolFailure(lineTooLong(line));
  return line;
};

const lineTooLong = (line: string): ToolError =>
  toolError(
    "too_large",
    `The answer takes ${Buffer.byteLength(line)} bytes as one message, and Dify reads at most ${maxLineBytes}.`,
    { hint: "Ask for less at once (fewer items, fewer fields), or let the tool write its result to a file." },
  );
