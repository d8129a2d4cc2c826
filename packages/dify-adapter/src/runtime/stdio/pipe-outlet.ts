import { writeSync } from "node:fs";
import { isMarkedAsUntransferable, Worker } from "node:worker_threads";
import { heartbeatLine } from "../messages.ts";
import { createOutbox } from "../outbox.ts";
import type { Outlet } from "../transport.ts";
import { type WriterThreadData, type WriterThreadMessage, writerThread, writing } from "./writer-thread.ts";

/** An outlet that also sends heartbeats. */
export interface PipeOutlet extends Outlet {
  /** From now on heartbeats come even while this thread computes. Called before the first call runs. */
  guard(): void;
}

export interface PipeOptions {
  /** A pipe that does not block: a write that finds it full fails with EAGAIN. */
  readonly fd: number;
  readonly heartbeatMs: number;
}

/**
 * Writes lines and heartbeats to a pipe. The first heartbeat goes out at once. Lines are written directly; what a full
 * pipe does not take is left to a thread, which also sends the heartbeats once it runs. An idle plugin has no such
 * thread: it is started by `guard`, or by the first full pipe.
 */
export const openPipe = ({ fd, heartbeatMs }: PipeOptions): PipeOutlet => {
  const heartbeat = `${heartbeatLine}\n`;
  const turn = new SharedArrayBuffer(4);
  const turns = new Int32Array(turn);
  let thread: Worker | undefined;
  let written = (): void => {};

  const takeTurn = (): void => {
    while (Atomics.compareExchange(turns, 0, writing.nobody, writing.main) !== writing.nobody)
      Atomics.wait(turns, 0, writing.heartbeat, 1);
  };
  const write = (bytes: Uint8Array<ArrayBuffer>): Promise<void> | undefined => {
    takeTurn();
    const count = writeSome(fd, bytes);
    if (count === bytes.byteLength) {
      Atomics.store(turns, 0, writing.nobody);
      return undefined;
    }
    return leaveToThread(bytes.subarray(count));
  };
  const leaveToThread = (rest: Uint8Array<ArrayBuffer>): Promise<void> => {
    const transfer = isMarkedAsUntransferable(rest.buffer) ? [] : [rest.buffer];
    guard().postMessage(rest, transfer);
    return new Promise((resolve) => (written = resolve));
  };
  const guard = (): Worker => {
    if (thread !== undefined) return thread;
    clearInterval(timer);
    const workerData: WriterThreadData = { fd, heartbeat, heartbeatMs, turn };
    const started = new Worker(`(${writerThread})(require)`, {
      eval: true,
      name: "output",
      env: {},
      execArgv: [],
      workerData,
    });
    started.on("message", (message: WriterThreadMessage) => {
      if ("gone" in message) outbox.leave(message.gone);
      else written();
    });
    started.on("error", (cause) => {
      outbox.leave(String(cause));
      throw cause; // a defect, which ends the process as any other does
    });
    thread = started;
    return started;
  };
  const close = async (): Promise<void> => {
    clearInterval(timer);
    if (thread === undefined) return;
    const exited = new Promise((resolve) => thread?.once("exit", resolve));
    thread.postMessage(null);
    await exited;
  };
  const outbox = createOutbox({ write, close });
  const beat = (): void => outbox.sendNow(heartbeatLine);
  const timer = setInterval(beat, heartbeatMs);
  outbox.gone.addEventListener("abort", () => clearInterval(timer), { once: true });
  beat();
  return { ...outbox, guard: () => void guard() };
};

const writeSome = (fd: number, bytes: Uint8Array): number => {
  let offset = 0;
  try {
    while (offset < bytes.byteLength) offset += writeSync(fd, bytes, offset);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EAGAIN") throw cause;
  }
  return offset;
};
