import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { AwsError, asAwsError } from "./errors.ts";

/** One HTTP request as the services see it. */
export interface LocalRequest {
  readonly id: string;
  readonly method: string;
  /** Decoded path. A `%2F` and a `/` cannot be told apart, as at AWS. */
  readonly path: string;
  /** Decoded query fields, in the order sent. */
  readonly query: ReadonlyMap<string, string>;
  /** By lower-case name; repeated headers joined with a comma. */
  readonly headers: ReadonlyMap<string, string>;
  readonly receivedAt: Date;
  /** Set when the path or query could not be decoded; both are empty then. */
  readonly problem: AwsError | undefined;
  /** The body as sent. Can be read once; asks a client that waits for `100 Continue` to go on. */
  readonly body: AsyncIterable<Buffer>;
}

/** Reads everything but the body. */
export const readRequest = (incoming: IncomingMessage, receivedAt: Date, askToContinue: () => void): LocalRequest => ({
  id: requestId(),
  method: incoming.method ?? "GET",
  ...readTarget(incoming.url ?? "/"),
  headers: joinHeaders(incoming),
  receivedAt,
  body: bodyOf(incoming, askToContinue),
});

/** Reads a whole body into memory, up to a limit in bytes. */
export const readBody = async (
  body: AsyncIterable<Buffer>,
  limit: number,
  tooLarge: () => AwsError,
): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** Fields of a query string or a form. A field without `=` has an empty value; of a repeated field the first counts. */
export const parseQuery = (text: string): ReadonlyMap<string, string> => {
  const fields = new Map<string, string>();
  for (const part of text.split("&").filter((field) => field !== "")) {
    const equals = part.indexOf("=");
    const name = decodeField(equals < 0 ? part : part.slice(0, equals));
    if (!fields.has(name)) fields.set(name, equals < 0 ? "" : decodeField(part.slice(equals + 1)));
  }
  return fields;
};

const readTarget = (url: string): Pick<LocalRequest, "path" | "query" | "problem"> => {
  const [rawPath = "/", ...queryParts] = url.split("?");
  try {
    return { path: decode(rawPath), query: parseQuery(queryParts.join("?")), problem: undefined };
  } catch (error) {
    return { path: "/", query: new Map(), problem: asAwsError(error) };
  }
};

const decodeField = (text: string): string => decode(text.replaceAll("+", " "));

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError(400, "InvalidURI", "Couldn't parse the specified URI.");
  }
};

/** Node reads header bytes as Latin-1; AWS signs and stores them as UTF-8. */
const joinHeaders = (incoming: IncomingMessage): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(incoming.headersDistinct).map(([name, values]) => [
      name,
      Buffer.from((values ?? []).join(","), "latin1").toString("utf8"),
    ]),
  );

/** A reader that stops early leaves the connection open, so that it can be answered. */
async function* bodyOf(incoming: IncomingMessage, askToContinue: () => void): AsyncGenerator<Buffer> {
  askToContinue();
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) yield chunk as Buffer;
}

/** Sixteen letters and digits, as Amazon S3 gives. */
const requestId = (): string => randomBytes(8).toString("hex").toUpperCase();
