import { lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { pipeline, type Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { ResultAsync } from "neverthrow";
import type { Agent } from "undici";
import { type ToolError, ToolFailure, toolError, toToolError } from "../error.ts";
import { limitBytes } from "../files/bytes.ts";
import { isPublicAddress } from "./addresses.ts";

export interface GuardedFetchOptions {
  readonly signal: AbortSignal;
  /** Bytes of body allowed. */
  readonly maxBytes: number;
  /** Host names (or `host:port`) that may be fetched though their address is not public. */
  readonly allowHosts?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

export interface GuardedResponse {
  /** The address that answered, after redirects. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Bytes, where the server said so. */
  readonly size?: number | undefined;
  readonly body: AsyncIterable<Uint8Array>;
}

const maxRedirects = 5;
const connectTimeoutMs = 10_000;
const idleTimeoutMs = 30_000;

/**
 * Fetches a URL that somebody else chose. Only `http:` and `https:`, without credentials in the URL; every address that a
 * name resolves to, at each redirect, has to be public, and is checked at the moment of connecting. What is sent encoded
 * (gzip, deflate, br) is decoded.
 * Errors: `invalid_input`, `forbidden` (address), `too_large`, `not_found`, `upstream`, `unavailable`, `aborted`.
 */
export const guardedFetch = (address: string, options: GuardedFetchOptions): ResultAsync<GuardedResponse, ToolError> =>
  ResultAsync.fromPromise(follow(address, options), (thrown) =>
    toToolError(thrown, (cause) =>
      options.signal.aborted
        ? toolError("aborted", "The fetch was stopped.")
        : toolError("unavailable", `The file could not be fetched: ${causeOf(cause)}.`),
    ),
  );

const follow = async (address: string, options: GuardedFetchOptions): Promise<GuardedResponse> => {
  let url = checkUrl(address, options);
  const { Agent, request } = await import("undici");
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const dispatcher = new Agent({
      connect: { lookup: checkedLookup(url, options), timeout: connectTimeoutMs },
      pipelining: 0,
    });
    const response = await request(url, {
      dispatcher,
      signal: options.signal,
      headers: { accept: "*/*", "accept-encoding": "identity", ...options.headers },
      headersTimeout: idleTimeoutMs,
      bodyTimeout: idleTimeoutMs,
    }).catch(async (cause: unknown) => {
      await dispatcher.destroy();
      throw cause;
    });
    const location = first(response.headers["location"]);
    if (response.statusCode >= 300 && response.statusCode < 400 && location !== undefined) {
      await dispatcher.destroy();
      url = checkUrl(new URL(location, url).href, options);
      continue;
    }
    const failure = failureOf(response.statusCode, first(response.headers["content-length"]), options.maxBytes);
    if (failure !== undefined) {
      await dispatcher.destroy();
      throw new ToolFailure(failure);
    }
    const size = Number(first(response.headers["content-length"]) ?? Number.NaN);
    const encoding = first(response.headers["content-encoding"])?.toLowerCase() ?? "identity";
    const encoded = encoding !== "identity";
    const decoded = encoded ? decode(response.body, encoding) : response.body;
    if (decoded === undefined) {
      await dispatcher.destroy();
      throw new ToolFailure(
        toolError("upstream", `The file's server sends the encoding ${encoding}, which is not known.`),
      );
    }
    return {
      url,
      headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, first(value)])),
      size: Number.isFinite(size) && !encoded ? size : undefined,
      body: closing(
        limitBytes(decoded, options.maxBytes, () => tooLarge(options.maxBytes)),
        dispatcher,
      ),
    };
  }
  throw new ToolFailure(toolError("upstream", `The file's server redirects more than ${maxRedirects} times.`));
};

const checkUrl = (address: string, options: GuardedFetchOptions): URL => {
  const url = URL.parse(address);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new ToolFailure(toolError("invalid_input", "The file's address is not an http or https URL."));
  }
  if (url.username !== "" || url.password !== "") {
    throw new ToolFailure(
      toolError("invalid_input", "The file's address holds a user name or password; give it without."),
    );
  }
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 && !isPublicAddress(host) && !isAllowedHost(url, options))
    throw new ToolFailure(notPublic(host));
  return url;
};

const isAllowedHost = (url: URL, options: GuardedFetchOptions): boolean =>
  options.allowHosts?.some((allowed) => allowed === url.host || allowed === url.hostname) ?? false;

/** Resolves a name, and refuses when any of its addresses is not public. */
const checkedLookup =
  (url: URL, options: GuardedFetchOptions): LookupFunction =>
  (hostname, lookupOptions, callback) => {
    const allowed = isAllowedHost(url, options);
    lookup(hostname, { ...lookupOptions, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, "", 0);
      const refused = allowed ? undefined : addresses.find((entry) => !isPublicAddress(entry.address));
      if (refused !== undefined) return callback(new ToolFailure(notPublic(hostname)), "", 0);
      if (lookupOptions.all) return callback(null, addresses);
      const [chosen] = addresses;
      return chosen === undefined
        ? callback(new Error(`no address for ${hostname}`), "", 0)
        : callback(null, chosen.address, chosen.family);
    });
  };

/** Some files are stored encoded and sent so, whatever is asked for. Their limit counts decoded bytes. */
const decode = (body: Readable, encoding: string): AsyncIterable<Uint8Array> | undefined => {
  const decoder = decoders[encoding]?.();
  if (decoder !== undefined) pipeline(body, decoder, () => {}); // whoever reads the decoder gets the error
  return decoder;
};

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

async function* closing(body: AsyncIterable<Uint8Array>, dispatcher: Agent): AsyncGenerator<Uint8Array, void> {
  try {
    yield* body;
  } finally {
    await dispatcher.destroy();
  }
}

const failureOf = (status: number, contentLength: string | undefined, maxBytes: number): ToolError | undefined => {
  if (Number(contentLength ?? 0) > maxBytes) return tooLarge(maxBytes);
  if (status >= 200 && status < 300) return undefined;
  const origin = { service: "http", status };
  if (status === 404 || status === 410)
    return toolError("not_found", "The file's server has no such file.", { origin });
  if (status === 401 || status === 403) {
    return toolError("forbidden", "The file's server refuses access; a signed address may have expired.", { origin });
  }
  return toolError(status >= 500 ? "unavailable" : "upstream", `The file's server answered with status ${status}.`, {
    origin,
  });
};

const notPublic = (host: string): ToolError =>
  toolError("forbidden", `${host} is not a public address, so nothing is fetched from it.`, {
    hint: "Give the file itself, or let the operator allow this host.",
  });

const tooLarge = (maxBytes: number): ToolError => toolError("too_large", `The file is larger than ${maxBytes} bytes.`);

const first = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

const causeOf = (cause: unknown): string => (cause instanceof Error ? cause.message : "unknown cause");
