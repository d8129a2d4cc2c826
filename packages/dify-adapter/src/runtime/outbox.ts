import { ToolFailure, toolError } from "@tsunagu/core";
import type { Outlet } from "./transport.ts";

/** Bytes (UTF-16 units for text) that may wait to be written before senders wait. */
const roomBytes = 1024 * 1024;

export interface OutboxOptions {
  /** Writes bytes after those before. Resolves when they are written, or returns nothing when they are already. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void> | undefined;
  /** Closes what was written to, after the last byte. */
  close?(): Promise<void>;
}

/** An outlet's queue. */
export interface Outbox extends Outlet {
  /** Says that nobody reads any more: whoever waits is told. */
  leave(reason: string): void;
  /** Resolves when everything queued so far is written, or nobody reads any more. */
  flushed(): Promise<void>;
}

/**
 * The queue before any kind of output. What is sent in one turn of the event loop, or while a write goes on, is written
 * together. A sender waits while more than a mebibyte is queued, first come, first served.
 */
export const createOutbox = ({ write, close }: OutboxOptions): Outbox => {
  const controller = new AbortController();
  const waiting: { readonly line: string | Uint8Array<ArrayBuffer>; resolve(): void; reject(cause: unknown): void }[] =
    [];
  let queued: (string | Uint8Array)[] = [];
  let queuedBytes = 0;
  let writingBytes = 0;
  let isScheduled = false;
  let failure: ToolFailure | undefined;
  let idle = Promise.withResolvers<void>();
  idle.resolve();

  const hasRoom = (): boolean => queuedBytes + writingBytes < roomBytes;
  const enqueue = (line: string | Uint8Array): void => {
    if (queuedBytes + writingBytes === 0) idle = Promise.withResolvers();
    if (typeof line === "string") queued.push(line, "\n");
    else queued.push(line);
    queuedBytes += line.length + 1;
    if (isScheduled || writingBytes > 0) return;
    isScheduled = true;
    setImmediate(writeQueued);
  };
  const writeQueued = (): void => {
    isScheduled = false;
    if (queuedBytes === 0 || writingBytes > 0 || failure !== undefined) return;
    const bytes = joined(queued);
    writingBytes = queuedBytes;
    queued = [];
    queuedBytes = 0;
    try {
      const writing = write(bytes);
      if (writing === undefined) written();
      else writing.then(written, (cause: unknown) => leave(reasonOf(cause)));
    } catch (cause) {
      leave(reasonOf(cause));
    }
  };
  const written = (): void => {
    writingBytes = 0;
    while (hasRoom()) {
      const next = waiting.shift();
      if (next === undefined) break;
      enqueue(next.line);
      next.resolve();
    }
    if (queuedBytes === 0) idle.resolve();
    else writeQueued();
  };
  const leave = (reason: string): void => {
    if (failure !== undefined) return;
    failure = new ToolFailure(toolError("aborted", `Dify does not read any more (${reason}).`));
    for (const sender of waiting.splice(0)) sender.reject(failure);
    queued = [];
    idle.resolve();
    controller.abort(failure);
  };

  return {
    gone: controller.signal,
    leave,
    hasRoom: () => failure === undefined && waiting.length === 0 && hasRoom(),
    sendNow: (line) => {
      if (failure === undefined) enqueue(line);
    },
    send: (line) => {
      if (failure !== undefined) return Promise.reject(failure);
      if (waiting.length === 0 && hasRoom()) {
        enqueue(line);
        return undefined;
      }
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      waiting.push({ line, resolve, reject });
      return promise;
    },
    flushed: () => idle.promise,
    close: async () => {
      await idle.promise;
      await close?.();
    },
  };
};

const joined = (parts: readonly (string | Uint8Array)[]): Uint8Array<ArrayBuffer> => {
  const [first] = parts;
  if (parts.length === 1 && first instanceof Uint8Array) return first as Uint8Array<ArrayBuffer>;
  if (parts.every((part) => typeof part === "string")) return Buffer.from(parts.join(""));
  return Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part)));
};

const reasonOf = (cause: unknown): string => {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  return code ?? (cause instanceof Error ? cause.message : String(cause));
};
