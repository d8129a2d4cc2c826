import { type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import { type DifyErrorType, toDifyError } from "./dify-error.ts";
import { maxLineBytes, sessionLine, type ToolMessage } from "./messages.ts";
import type { Transport } from "./transport.ts";

/** One call from Dify. It is ended exactly once, and what comes later is dropped. */
export interface Session {
  readonly id: string;
  /** Fires when the process has to stop; Dify itself never cancels a call. */
  readonly signal: AbortSignal;
  /** Sends a message and waits for room. Throws a ToolFailure: `too_large` for a message over the line limit, `aborted` after the end. */
  stream(message: ToolMessage | { readonly result: boolean }): Promise<void>;
  end(): Promise<void>;
  /** Sends an error and the end. */
  fail(error: ToolError, type?: DifyErrorType): Promise<void>;
  /** The same without waiting, when the process is about to end. */
  failNow(error: ToolError): void;
  abort(): void;
}

/** Opens the session of one request. `onEnd` is called once. */
export const openSession = (id: string, transport: Transport, onEnd: () => void): Session => {
  const controller = new AbortController();
  let ended = false;
  const close = (): boolean => {
    if (ended) return false;
    ended = true;
    onEnd();
    return true;
  };
  const endLine = sessionLine(id, "end", {});
  return {
    id,
    signal: controller.signal,
    stream: async (message) => {
      if (ended) throw new ToolFailure(toolError("aborted", "The call has ended already."));
      const line = sessionLine(id, "stream", { ...message });
      if (line.length > maxLineBytes / 3 && Buffer.byteLength(line) > maxLineBytes)
        throw new ToolFailure(lineTooLong(line));
      await transport.send(line);
    },
    end: async () => {
      if (close()) await transport.send(endLine);
    },
    fail: async (error, type) => {
      if (close()) await transport.send(`${sessionLine(id, "error", toDifyError(error, type))}\n${endLine}`);
    },
    failNow: (error) => {
      if (close()) transport.sendNow(`${sessionLine(id, "error", toDifyError(error))}\n${endLine}`);
    },
    abort: () => controller.abort(),
  };
};

const lineTooLong = (line: string): ToolError =>
  toolError(
    "too_large",
    `The answer takes ${Buffer.byteLength(line)} bytes as one message, and Dify reads at most ${maxLineBytes}.`,
    { hint: "Ask for less at once (fewer items, fewer fields), or let the tool write its result to a file." },
  );
