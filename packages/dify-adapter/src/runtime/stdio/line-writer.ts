import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { ToolFailure, toolError } from "@tsunagu/core";
import { heartbeatLine } from "../messages.ts";
import type { Transport } from "../transport.ts";
import { type WriterThreadData, type WriterThreadMessage, writerThread } from "./writer-thread.ts";

/** The sending half of a transport, over a file descriptor. */
export type LineWriter = Omit<Transport, "lines">;

export interface LineWriterOptions {
  readonly fd: number;
  readonly heartbeatMs: number;
  /** Called once when nobody reads any more. */
  readonly onGone: (reason: string) => void;
}

/** UTF-16 units that may wait to be written before senders wait. */
const roomCharacters = 1024 * 1024;

/**
 * Writes lines and heartbeats from a thread of their own. What is sent in one turn of the event loop, or while the
 * thread writes, goes to it together. A sender waits while more than a mebibyte is queued, first come, first served.
 */
export const openLineWriter = ({ fd, heartbeatMs, onGone }: LineWriterOptions): LineWriter => {
  const workerData: WriterThreadData = { fd, heartbeat: `${heartbeatLine}\n`, heartbeatMs };
  const thread = new Worker(`(${writerThread})(require)`, {
    eval: true,
    name: "output",
    env: {},
    execArgv: [],
    workerData,
  });
  const waiting: { readonly line: string; resolve(): void; reject(cause: unknown): void }[] = [];
  let queued: string[] = [];
  let queuedCharacters = 0;
  let writingCharacters = 0;
  let gone: ToolFailure | undefined;

  const hasRoom = (): boolean => queuedCharacters + writingCharacters < roomCharacters;
  const enqueue = (line: string): void => {
    queued.push(line, "\n");
    queuedCharacters += line.length + 1;
    if (writingCharacters === 0) setImmediate(writeQueued);
  };
  const writeQueued = (): void => {
    if (queuedCharacters === 0 || writingCharacters > 0) return;
    thread.postMessage(queued.join(""));
    writingCharacters = queuedCharacters;
    queued = [];
    queuedCharacters = 0;
  };
  const leave = (reason: string): void => {
    if (gone !== undefined) return;
    gone = new ToolFailure(toolError("aborted", `Dify does not read any more (${reason}).`));
    for (const sender of waiting.splice(0)) sender.reject(gone);
    onGone(reason);
  };

  thread.on("message", (message: WriterThreadMessage) => {
    if ("gone" in message) return leave(message.gone);
    writingCharacters = 0;
    writeQueued();
    while (hasRoom()) {
      const next = waiting.shift();
      if (next === undefined) break;
      enqueue(next.line);
      next.resolve();
    }
  });
  thread.on("error", (cause) => leave(String(cause)));

  return {
    hasRoom: () => gone === undefined && waiting.length === 0 && hasRoom(),
    sendNow: (line) => {
      if (gone === undefined) enqueue(line);
    },
    send: async (line) => {
      if (gone !== undefined) throw gone;
      if (waiting.length === 0 && hasRoom()) return enqueue(line);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      waiting.push({ line, resolve, reject });
      return promise;
    },
    close: async () => {
      const exited = once(thread, "exit");
      while (gone === undefined && queuedCharacters + writingCharacters > 0)
        await Promise.race([once(thread, "message"), exited]);
      thread.postMessage(null);
      await exited;
    },
  };
};
