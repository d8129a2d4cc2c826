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

/** Opens the session of one request. `onEnd` is called once. */
export const openSession = (id: string, outlet: Outlet, carrier: BackwardsCarrier, onEnd: () => void): Session => {
  const controller = new AbortController();
  let ended = false;
  let backwards: Backwards | undefined;
  const close = (): boolean => {
    if (ended) return false;
    ended = true;
    onEnd();
    return true;
  };
  const checkOpen = (): void => {
    if (ended) throw new ToolFailure(toolError("aborted", "The call has ended already."));
  };
  const endLine = (): string => sessionLine(id, "end", {});
  return {
    id,
    signal: controller.signal,
    get backwards() {
      backwards ??= backwardsOf({ sessionId: id, carrier, signal: controller.signal });
      return backwards;
    },
    stream: async (...messages) => {
      checkOpen();
      if (messages.length > 0) await outlet.send(messages.map((message) => streamLine(id, message)).join("\n"));
    },
    streamBytes: async (lines) => {
      checkOpen();
      await outlet.send(lines);
    },
    end: async () => {
      if (close()) await outlet.send(endLine());
    },
    fail: async (error, type) => {
      if (close()) await outlet.send(`${sessionLine(id, "error", toDifyError(error, type))}\n${endLine()}`);
    },
    failNow: (error) => {
      if (close()) outlet.sendNow(`${sessionLine(id, "error", toDifyError(error))}\n${endLine()}`);
    },
    abort: () => controller.abort(),
  };
};

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
