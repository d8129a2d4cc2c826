/** What the thread is started with. */
export interface SocketThreadData {
  readonly host: string;
  readonly port: number;
  /** A whole line, line feed included. */
  readonly heartbeat: string;
  readonly heartbeatMs: number;
  /** Milliseconds to connect. */
  readonly connectMs: number;
  /** Bytes that may be on their way to the main thread before the socket is no longer read. */
  readonly unreadBytes: number;
}

/** What the main thread says: bytes to write, how much it has read, that heartbeats may begin, that this is all. */
export type SocketThreadCommand =
  | { readonly write: Uint8Array }
  | { readonly read: number }
  | { readonly beat: true }
  | { readonly end: true };

/** What the thread says. After `gone` it says nothing more. */
export type SocketThreadMessage =
  | { readonly connected: true }
  | { readonly written: true }
  | { readonly received: Uint8Array }
  | { readonly gone: string };

/**
 * The body of the thread that owns a connection to the daemon, so that heartbeats go on while the main thread computes:
 * the daemon counts nothing else as a sign of life, and closes after 60 seconds without.
 *
 * It is started from its own source text, so it uses nothing from outside of itself, and it holds methods rather than
 * functions, to whose names bundlers may add something from outside.
 */
export const socketThread = (load: NodeJS.Require): void => {
  const { connect } = load("node:net") as typeof import("node:net");
  const { parentPort, workerData } = load("node:worker_threads") as typeof import("node:worker_threads");
  const { host, port, heartbeat, heartbeatMs, connectMs, unreadBytes } = workerData as SocketThreadData;
  const socket = connect({ host, port, noDelay: true, keepAlive: true });
  const state = {
    unread: 0,
    isGone: false,
    timer: undefined as NodeJS.Timeout | undefined,
    leave(reason: string): void {
      if (state.isGone) return;
      state.isGone = true;
      clearInterval(state.timer);
      socket.destroy();
      parentPort?.postMessage({ gone: reason });
      parentPort?.close();
    },
  };

  socket.setTimeout(connectMs, () => state.leave(`no connection within ${connectMs} ms`));
  socket.once("connect", () => {
    socket.setTimeout(0);
    parentPort?.postMessage({ connected: true });
  });
  socket.on("data", (chunk) => {
    state.unread += chunk.byteLength;
    if (state.unread > unreadBytes) socket.pause();
    parentPort?.postMessage({ received: chunk });
  });
  socket.on("error", (cause: NodeJS.ErrnoException) => state.leave(cause.code ?? cause.message));
  socket.on("close", () => state.leave("the connection was closed"));
  parentPort?.on("message", (command: SocketThreadCommand) => {
    if ("write" in command) socket.write(command.write, () => parentPort.postMessage({ written: true }));
    else if ("read" in command) {
      state.unread -= command.read;
      if (state.unread <= unreadBytes) socket.resume();
    } else if ("beat" in command) {
      socket.write(heartbeat);
      state.timer = setInterval(() => {
        if (socket.writableLength < 65_536) socket.write(heartbeat);
      }, heartbeatMs);
    } else socket.end(() => state.leave("the connection was closed"));
  });
};
