import { ToolFailure, toolError } from "@tsunagu/core";

/** The request with which a service sent a person back. */
export interface CallbackRequest {
  readonly method: string;
  /** Its parameters are in `searchParams`. */
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Buffer;
}

const maxBytes = 1024 * 1024;
const requestLine = /^([A-Z]{1,16}) (\S+) HTTP\/\d(?:\.\d)?$/;

/** Reads an HTTP request that Dify passes on as hexadecimal bytes. Throws a ToolFailure `invalid_input` for what is none. */
export const readCallback = (hex: unknown): CallbackRequest => {
  if (typeof hex !== "string" || hex.length > maxBytes * 2 || !/^(?:[0-9a-f]{2})+$/i.test(hex)) throw unreadable();
  const bytes = Buffer.from(hex, "hex");
  const end = bytes.indexOf("\r\n\r\n");
  const head = bytes.subarray(0, end < 0 ? bytes.byteLength : end).toString("latin1");
  const [first = "", ...lines] = head.split("\r\n");
  const [, method, target] = requestLine.exec(first) ?? [];
  const url = target === undefined ? null : URL.parse(target, "http://callback.invalid");
  if (method === undefined || url === null) throw unreadable();
  return { method, url, headers: readHeaders(lines), body: bytes.subarray(end < 0 ? bytes.byteLength : end + 4) };
};

const readHeaders = (lines: readonly string[]): Headers => {
  const headers = new Headers();
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon <= 0 || !/^[\w!#$%&'*+.^`|~-]+$/.test(line.slice(0, colon))) throw unreadable();
    headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return headers;
};

const unreadable = (): ToolFailure =>
  new ToolFailure(toolError("invalid_input", "raw_http_request is not an HTTP request as hexadecimal bytes."));
