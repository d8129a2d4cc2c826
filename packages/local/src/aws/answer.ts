import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";

/** A body that is sent as it is produced. `done` is called once, when it was sent or given up. */
export interface StreamedBody {
  readonly size: number;
  readonly chunks: AsyncIterable<Uint8Array>;
  done(): Promise<void>;
}

/** What a service answers, before it is written to the connection. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | StreamedBody;
}

/** Ends a connection on purpose. */
class ConnectionCut extends Error {}

/** Time for what was written to leave before the connection is cut. */
const flushMs = 20;

/** Writes an answer, or only so many bytes of its body and then cuts the connection. A client may cut it as well. */
export const sendAnswer = async (outgoing: ServerResponse, answer: Answer, cutAfter?: number): Promise<void> => {
  try {
    if (cutAfter === 0) {
      outgoing.destroy();
      return;
    }
    outgoing.writeHead(answer.status, {
      ...toLatin1(answer.headers),
      ...lengthHeader(answer, outgoing.req.method === "HEAD"),
    });
    await pipeline(Readable.from(chunksOf(outgoing, answer, cutAfter), { objectMode: false }), outgoing);
  } catch (error) {
    if (!(error instanceof ConnectionCut) && !isDisconnect(error)) throw error;
  } finally {
    await discardAnswer(answer);
  }
};

const isDisconnect = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  (error.code === "ERR_STREAM_PREMATURE_CLOSE" || error.code === "ECONNRESET" || error.code === "EPIPE");

/** Gives up an answer that will not be sent. */
export const discardAnswer = async ({ body }: Answer): Promise<void> => {
  if (isStreamed(body)) await body.done();
};

export const isStreamed = (body: Answer["body"]): body is StreamedBody =>
  body !== undefined && typeof body !== "string" && !Buffer.isBuffer(body);

async function* chunksOf(outgoing: ServerResponse, { body }: Answer, cutAfter = Infinity): AsyncGenerator<Uint8Array> {
  if (body === undefined || outgoing.req.method === "HEAD") return;
  let sent = 0;
  for await (const chunk of isStreamed(body) ? body.chunks : [Buffer.from(body)]) {
    if (sent + chunk.length > cutAfter) {
      yield chunk.subarray(0, cutAfter - sent);
      await wait(flushMs);
      throw new ConnectionCut();
    }
    sent += chunk.length;
    yield chunk;
  }
}

/** Node writes header values as Latin-1, and refuses what is beyond it; AWS writes UTF-8. */
const toLatin1 = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(value).toString("latin1")]));

const lengthHeader = ({ status, headers, body }: Answer, isHead: boolean): Record<string, string> => {
  if (status === 204 || status === 304 || (isHead && "content-length" in headers)) return {};
  if (body === undefined) return isHead ? {} : { "content-length": "0" };
  return { "content-length": String(isStreamed(body) ? body.size : Buffer.byteLength(body)) };
};
