import { Http2ServerRequest } from "node:http2";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import { ServiceError } from "./errors.ts";
import type { AnyRequest, AnyResponse } from "./listener.ts";
import type { Answer, WireRequest } from "./wire.ts";

const BODY_LIMIT_BYTES = 64 * 1024 * 1024;
/** Time for what was written to leave before the connection is cut. */
const FLUSH_MS = 20;

/** Reads a request to its end. Throws a ServiceError when it is too long, or its address cannot be decoded. */
export async function receive(request: AnyRequest): Promise<WireRequest> {
  const target = request.url ?? "/";
  if (!isDecodable(target)) {
    throw new ServiceError("MalformedHttpRequestException", { message: "The address cannot be decoded." }, 400);
  }
  const [path = "/", ...query] = target.split("?");
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) {
      throw new ServiceError("RequestEntityTooLargeException", { message: "The body is above 64 MiB." }, 413);
    }
    chunks.push(chunk);
  }
  const method = request.method ?? "GET";
  return { method, path, query: query.join("?"), headers: headersOf(request), body: Buffer.concat(chunks) };
}

function isDecodable(target: string): boolean {
  try {
    return decodeURIComponent(target) !== "";
  } catch {
    return false;
  }
}

/** Node reads header bytes as Latin-1; AWS signs them as UTF-8. HTTP/2 has the host under another name. */
function headersOf(request: AnyRequest): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(request.headers)) {
    const text = Array.isArray(value) ? value.join(",") : value;
    if (text !== undefined) headers.set(name, Buffer.from(text, "latin1").toString());
  }
  const host = headers.get("host") ?? headers.get(":authority");
  if (host !== undefined) headers.set("host", host);
  return headers;
}

export interface SendOptions {
  /** Closes the connection halfway through the body, or through its first piece when it is streamed. */
  readonly truncated: boolean;
}

/** Sends an answer. Rejects when the client hangs up before its end. */
export async function send(
  request: AnyRequest,
  response: AnyResponse,
  answer: Answer,
  options: SendOptions,
): Promise<void> {
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  if (Buffer.isBuffer(answer.body)) response.setHeader("content-length", String(answer.body.length));
  const writable: Writable = response;
  if (!options.truncated) {
    await pipeline(Readable.from(piecesOf(answer.body), { objectMode: false }), writable);
    return;
  }
  for await (const piece of piecesOf(answer.body)) {
    writable.write(piece.subarray(0, Math.floor(piece.length / 2)));
    break;
  }
  await wait(FLUSH_MS);
  cut(request);
}

/** Whether an error says no more than that the client hung up. */
export function isDisconnect(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return ["ERR_STREAM_PREMATURE_CLOSE", "ERR_STREAM_DESTROYED", "ECONNRESET", "EPIPE"].includes(code);
}

/** Closes the connection of a request. */
export function cut(request: AnyRequest): void {
  if (request instanceof Http2ServerRequest) request.stream.session?.destroy();
  else request.socket.destroy();
}

async function* piecesOf(body: Answer["body"]): AsyncGenerator<Buffer> {
  if (Buffer.isBuffer(body)) yield body;
  else yield* body;
}
