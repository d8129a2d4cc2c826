import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Serves a web-standard handler from `node:http`. A client that leaves aborts its request's signal. */
export const nodeListener =
  (fetch: (request: Request) => Promise<Response>): RequestListener =>
  (incoming, outgoing) => {
    const left = new AbortController();
    outgoing.once("close", () => left.abort());
    answer(fetch, incoming, outgoing, left.signal).catch((cause: unknown) => {
      if (!left.signal.aborted)
        process.emitWarning(`A request was not answered: ${String(cause)}`, "TsunaguMcpWarning");
      outgoing.destroy();
    });
  };

const answer = async (
  fetch: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  signal: AbortSignal,
): Promise<void> => {
  const url = URL.parse(`http://${incoming.headers.host}${incoming.url}`);
  if (url === null) {
    outgoing.writeHead(400).end();
    return;
  }
  const response = await fetch(toRequest(incoming, url, signal));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.flushHeaders();
  if (response.body === null) outgoing.end();
  else await pipeline(Readable.fromWeb(response.body), outgoing, { signal });
};

const toRequest = (incoming: IncomingMessage, url: URL, signal: AbortSignal): Request => {
  const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values]) =>
    (values ?? []).map((value): [string, string] => [name, value]),
  );
  const { method = "GET" } = incoming;
  const body = method === "GET" || method === "HEAD" ? {} : { body: Readable.toWeb(incoming), duplex: "half" as const };
  return new Request(url, { method, headers, signal, ...body });
};
