/** What the thread is started with. */
export interface WriterThreadData {
  readonly fd: number;
  /** A whole line, line feed included. */
  readonly heartbeat: string;
  readonly heartbeatMs: number;
}

/** What the thread says: how it fared with the last text. */
export type WriterThreadMessage = { readonly written: true } | { readonly gone: string };

/**
 * The body of the thread that owns the output. It is the only writer, so a line is never broken by another, and it sends
 * heartbeats while the main thread computes. It waits for a slow reader inside the write, which harms nobody else.
 *
 * It is started from its own source text, so it uses nothing from outside of itself.
 */
export const writerThread = (load: NodeJS.Require): void => {
  const { writeSync } = load("node:fs") as typeof import("node:fs");
  const { parentPort, workerData } = load("node:worker_threads") as typeof import("node:worker_threads");
  const { fd, heartbeat, heartbeatMs } = workerData as WriterThreadData;
  const never = new Int32Array(new SharedArrayBuffer(4));
  let isGone = false;

  const write = (text: string): void => {
    const bytes = Buffer.from(text);
    for (let offset = 0; offset < bytes.byteLength; ) {
      try {
        offset += writeSync(fd, bytes, offset);
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== "EAGAIN") throw cause;
        Atomics.wait(never, 0, 0, 1); // a full pipe that somebody has made non-blocking
      }
    }
  };
  const attempt = (text: string): void => {
    if (isGone) return;
    try {
      write(text);
    } catch (cause) {
      isGone = true;
      parentPort?.postMessage({ gone: String((cause as NodeJS.ErrnoException).code ?? cause) });
    }
  };

  attempt(heartbeat);
  const timer = setInterval(() => attempt(heartbeat), heartbeatMs);
  parentPort?.on("message", (text: string | null) => {
    if (text === null) {
      clearInterval(timer);
      parentPort.close();
      return;
    }
    attempt(text);
    if (!isGone) parentPort.postMessage({ written: true });
  });
};
