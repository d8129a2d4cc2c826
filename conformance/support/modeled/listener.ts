import { once } from "node:events";
import { createServer as createHttp1Server, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import { createServer, type Socket } from "node:net";

const HOST = "127.0.0.1";
const IDLE_TIMEOUT_MS = 60_000;
/** What every HTTP/2 connection begins with; no HTTP/1.1 request does. */
const HTTP2_PREFACE = Buffer.from("PRI * HTTP/2.0\r\n");

export type AnyRequest = IncomingMessage | Http2ServerRequest;
export type AnyResponse = ServerResponse | Http2ServerResponse;

export interface Listener {
  readonly port: number;
  /** Cuts every connection. */
  close(): Promise<void>;
}

/** Serves HTTP/1.1 and HTTP/2 without TLS on one loopback port: the first bytes of a connection tell which. */
export async function listen(handle: (request: AnyRequest, response: AnyResponse) => void): Promise<Listener> {
  const http1 = createHttp1Server(handle);
  const http2 = createHttp2Server(handle);
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // A client may hang up at any time; the exchange that is under way finds out by itself.
    socket.on("error", () => socket.destroy());
    socket.setTimeout(IDLE_TIMEOUT_MS, () => socket.destroy());
    sniff(socket, (isHttp2) => (isHttp2 ? http2 : http1).emit("connection", socket));
  });
  server.listen(0, HOST);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the listener has no port");
  return {
    port: address.port,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Reads until the protocol is clear, and puts back what was read. */
function sniff(socket: Socket, found: (isHttp2: boolean) => void): void {
  let seen = Buffer.alloc(0);
  const look = () => {
    const chunk: Buffer | null = socket.read();
    if (chunk === null) return;
    seen = Buffer.concat([seen, chunk]);
    const compared = Math.min(seen.length, HTTP2_PREFACE.length);
    const fits = seen.subarray(0, compared).equals(HTTP2_PREFACE.subarray(0, compared));
    if (fits && compared < HTTP2_PREFACE.length) return;
    socket.off("readable", look);
    socket.unshift(seen);
    found(fits);
  };
  socket.on("readable", look);
}
