import { Readable } from "node:stream";
import { Worker } from "node:worker_threads";
import { ToolFailure, toolError } from "@tsunagu/core";
import { heartbeatLine } from "../messages.ts";
import { createOutbox } from "../outbox.ts";
import type { Outlet } from "../transport.ts";
import {
  type SocketThreadCommand,
  type SocketThreadData,
  type SocketThreadMessage,
  socketThread,
} from "./socket-thread.ts";

/** An open connection to the daemon. */
export interface Connection extends Outlet {
  readonly input: AsyncIterable<Uint8Array>;
  /** Heartbeats go out after what was sent so far: the daemon takes none before a plugin is registered. */
  beat(): Promise<void>;
}

export interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly heartbeatMs: number;
}

const connectMs = 10_000;
const unreadBytes = 1024 * 1024;

/** Connects to the daemon. Throws a ToolFailure `unavailable`. */
export const openConnection = async ({ host, port, heartbeatMs }: ConnectionOptions): Promise<Connection> => {
  const heartbeat = `${heartbeatLine}\n`;
  const workerData: SocketThreadData = { host, port, heartbeat, heartbeatMs, connectMs, unreadBytes };
  const thread = new Worker(`(${socketThread})(require)`, {
    eval: true,
    name: "connection",
    env: {},
    execArgv: [],
    workerData,
  });
  const say = (command: SocketThreadCommand): void => thread.postMessage(command);
  const connected = Promise.withResolvers<void>();
  const exited = new Promise<void>((resolve) => thread.once("exit", () => resolve()));
  let written = (): void => {};
  let unread = 0;

  const input = new Readable({
    highWaterMark: unreadBytes,
    read: () => {
      if (unread > 0) say({ read: unread });
      unread = 0;
    },
  });
  const outbox = createOutbox({
    write: (bytes) => {
      say({ write: bytes });
      return new Promise((resolve) => (written = resolve));
    },
    close: async () => {
      say({ end: true });
      await exited;
    },
  });
  const leave = (reason: string): void => {
    connected.reject(
      new ToolFailure(toolError("unavailable", `There is no connection to Dify at ${host}:${port} (${reason}).`)),
    );
    outbox.leave(reason);
    input.push(null);
  };
  thread.on("message", (message: SocketThreadMessage) => {
    if ("connected" in message) connected.resolve();
    else if ("written" in message) written();
    else if ("received" in message) {
      unread += message.received.byteLength;
      input.push(message.received);
    } else leave(message.gone);
  });
  thread.on("error", (cause) => {
    leave(String(cause));
    throw cause; // a defect, which ends the process as any other does
  });
  await connected.promise;
  return { ...outbox, input, beat: () => outbox.flushed().then(() => say({ beat: true })) };
};
