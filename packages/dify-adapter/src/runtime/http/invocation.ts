import { once } from "node:events";
import type { Writable } from "node:stream";
import type { BackwardsCarrier } from "../backwards/carrier.ts";
import type { Line } from "../lines.ts";
import { createOutbox } from "../outbox.ts";
import type { PluginServer } from "../serve-plugin.ts";

export interface Invocation {
  readonly body: AsyncIterable<Uint8Array>;
  /** The header `Dify-Plugin-Session-ID`. */
  readonly sessionId: string | undefined;
  /** Where the answer goes, line by line. It is ended. */
  readonly answer: Writable;
  readonly backwards: BackwardsCarrier;
  /** Bytes of the body. */
  readonly maxRequestBytes: number;
}

/** Answers one request of the daemon's that came over HTTP: its body is one line, and the answer ends with the call. */
export const answerInvocation = async (server: PluginServer, invocation: Invocation): Promise<void> => {
  const { answer, backwards } = invocation;
  const outbox = createOutbox({
    write: (bytes) =>
      new Promise((resolve, reject) => {
        answer.write(bytes, (cause) => (cause ? reject(cause) : resolve()));
      }),
    close: async () => {
      if (answer.destroyed) return;
      const finished = once(answer, "finish");
      answer.end();
      await finished;
    },
  });
  const leave = (): void => outbox.leave("the request was closed");
  answer.on("error", leave);
  answer.once("close", leave);
  await server.serve({ ...outbox, backwards, lines: oneRequest(invocation) });
  await outbox.close();
};

const headBytes = 4096;

/** The whole body as one line; of a body over the limit, the beginning of one that still names its session. */
async function* oneRequest({
  body,
  sessionId = "",
  maxRequestBytes,
}: Invocation): AsyncGenerator<readonly Line[], void> {
  const head = `{"session_id":${JSON.stringify(sessionId)}`;
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body) {
    pieces.push(piece);
    size += piece.byteLength;
    if (size > maxRequestBytes)
      return yield [{ tooLong: `${head},${Buffer.concat(pieces).toString("utf8", 0, headBytes)}` }];
  }
  yield [{ text: size > 0 ? Buffer.concat(pieces).toString("utf8") : `${head},"event":"request"}` }];
}
