/** What the thread is started with. */
export interface WriterThreadData {
  readonly fd: number;
  /** A whole line, line feed included. */
  readonly heartbeat: string;
  readonly heartbeatMs: number;
  /** One 32-bit number: who is inside of a line, by {@link writing}. */
  readonly turn: SharedArrayBuffer;
}

/** What the thread says: how it fared with the last bytes. */
export type WriterThreadMessage = { readonly written: true } | { readonly gone: string };

/** Who writes. The main thread keeps its turn when it leaves the rest of a line to the thread, until that is written. */
export const writing = { nobody: 0, main: 1, heartbeat: 2 } as const;

/**
 * The body of the thread beside the main one. It sends heartbeats while the main thread computes, and writes what a
 * slow reader has no room for. It waits for the reader inside the write, which harms nobody else.
 *
 * It is started from its own source text, so it uses nothing from outside of itself, and it holds methods rather than
 * functions, to whose names bundlers may add something from outside.
 */
export const writerThread = (load: NodeJS.Require): void => {
  const { writeSync } = load("node:fs") as typeof import("node:fs");
  const { parentPort, workerData } = load("node:worker_threads") as typeof import("node:worker_threads");
  const { fd, heartbeat, heartbeatMs, turn } = workerData as WriterThreadData;
  const turns = new Int32Array(turn);
  const never = new Int32Array(new SharedArrayBuffer(4));
  const nobody = 0;
  const ownHeartbeat = 2;
  const heartbeatBytes = Buffer.from(heartbeat);

  const output = {
    isGone: false,
    /** Writes what there is room for. */
    writeSome(bytes: Uint8Array, offset: number): number {
      try {
        return writeSync(fd, bytes, offset);
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === "EAGAIN") return 0;
        throw cause;
      }
    },
    writeAll(bytes: Uint8Array, from: number): void {
      let pause = 0.05;
      for (let offset = from; offset < bytes.byteLength; ) {
        const count = output.writeSome(bytes, offset);
        offset += count;
        pause = count > 0 ? 0.05 : Math.min(pause * 2, 5);
        if (count === 0) Atomics.wait(never, 0, 0, pause); // milliseconds until the reader may have made room
      }
    },
    /** No heartbeat where a line is on its way, or where there is no room: the reader has signs of life enough. */
    beat(): void {
      if (Atomics.compareExchange(turns, 0, nobody, ownHeartbeat) !== nobody) return;
      const count = output.writeSome(heartbeatBytes, 0);
      if (count > 0) output.writeAll(heartbeatBytes, count);
      output.endTurn();
    },
    endTurn(): void {
      Atomics.store(turns, 0, nobody);
      Atomics.notify(turns, 0);
    },
    attempt(work: () => void): void {
      if (output.isGone) return;
      try {
        work();
      } catch (cause) {
        output.isGone = true;
        output.endTurn();
        parentPort?.postMessage({ gone: String((cause as NodeJS.ErrnoException).code ?? cause) });
      }
    },
  };

  const timer = setInterval(() => output.attempt(() => output.beat()), heartbeatMs);
  parentPort?.on("message", (bytes: Uint8Array | null) => {
    if (bytes === null) {
      clearInterval(timer);
      parentPort.close();
      return;
    }
    output.attempt(() => output.writeAll(bytes, 0));
    output.endTurn();
    if (!output.isGone) parentPort.postMessage({ written: true });
  });
};
