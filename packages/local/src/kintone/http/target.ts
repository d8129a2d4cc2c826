import type { IncomingMessage } from "node:http";
import { apiPath } from "./api-path.ts";

/** What a request asks for. */
export interface Target {
  /** After `X-HTTP-Method-Override`, which counts on POST only. */
  readonly method: string;
  /** The path as sent, without the query string. */
  readonly pathname: string;
  /** The API path without its prefix; the whole pathname when it is no API path. */
  readonly path: string;
  readonly guestSpaceId: number | undefined;
  readonly search: URLSearchParams;
}

/** Reads a request's method and URL. */
export const readTarget = (request: IncomingMessage): Target => {
  const url = request.url ?? "/";
  const question = url.indexOf("?");
  const pathname = question < 0 ? url : url.slice(0, question);
  const override = request.headers["x-http-method-override"];
  const method =
    request.method === "POST" && typeof override === "string" ? override.toUpperCase() : (request.method ?? "GET");
  const { path, guestSpaceId } = apiPath(pathname) ?? { path: pathname, guestSpaceId: undefined };
  return {
    method,
    pathname,
    path,
    guestSpaceId,
    search: new URLSearchParams(question < 0 ? "" : url.slice(question + 1)),
  };
};
