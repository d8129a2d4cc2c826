import { illegalRequest } from "../errors.ts";
import type { StoredFile } from "../files.ts";
import { bodyTooLarge } from "./read-body.ts";

const MAX_PART_HEADER = 16 * 1024;
const HEADER_END = Buffer.from("\r\n\r\n");

/**
 * Takes the part named `file` out of a multipart/form-data body while it streams in, keeping at most `limit` bytes.
 * Undefined when there is no such part; a body that ends before its closing boundary is refused.
 */
export const readMultipartFile = async (
  body: AsyncIterable<Buffer>,
  contentType: string,
  limit: number,
): Promise<StoredFile | undefined> => {
  const boundary = parameterOf(contentType, "boundary");
  if (boundary === undefined || boundary === "") throw illegalRequest("multipart/form-data needs a boundary.");
  let part: OpenPart = { index: 0, header: Buffer.alloc(0), disposition: undefined };
  let file: { index: number; disposition: Disposition; chunks: Buffer[]; size: number } | undefined;
  for await (const { index, data } of splitParts(body, Buffer.from(`\r\n--${boundary}`))) {
    if (index === 0) continue;
    if (index !== part.index) part = { index, header: Buffer.alloc(0), disposition: undefined };
    const content = part.disposition === undefined ? openPart(part, data) : data;
    if (content === undefined || part.disposition?.name !== "file") continue;
    file ??= { index, disposition: part.disposition, chunks: [], size: 0 };
    if (file.index !== index) continue;
    file.size += content.length;
    if (file.size > limit) throw bodyTooLarge(limit);
    file.chunks.push(content);
  }
  if (file === undefined) return undefined;
  if (file.index === part.index) throw illegalRequest("the body ends before its closing boundary.");
  const { chunks, size, disposition } = file;
  return { name: disposition.fileName, contentType: disposition.contentType, chunks, size };
};

interface Disposition {
  readonly name: string;
  readonly fileName: string;
  readonly contentType: string;
}

interface OpenPart {
  readonly index: number;
  header: Buffer;
  disposition: Disposition | undefined;
}

/** Reads on in a part's header; gives the content that follows it once the header is complete. */
const openPart = (part: OpenPart, data: Buffer): Buffer | undefined => {
  const header = Buffer.concat([part.header, data]);
  const end = header.indexOf(HEADER_END);
  if (end < 0) {
    if (header.length > MAX_PART_HEADER) throw illegalRequest("a part's header is too long.");
    part.header = header;
    return undefined;
  }
  part.disposition = readDisposition(header.subarray(0, end).toString("utf8"));
  return header.subarray(end + HEADER_END.length);
};

const readDisposition = (header: string): Disposition => {
  const lines = header.split("\r\n");
  const line = (name: string): string | undefined => lines.find((text) => text.toLowerCase().startsWith(`${name}:`));
  const disposition = line("content-disposition") ?? "";
  return {
    name: parameterOf(disposition, "name") ?? "",
    fileName: parameterOf(disposition, "filename") ?? "",
    contentType: line("content-type")?.slice("content-type:".length).trim() ?? "application/octet-stream",
  };
};

/** A parameter of a header line; browsers and fetch write quotes and line breaks in it percent-encoded. */
const parameterOf = (line: string, name: string): string | undefined => {
  const match = new RegExp(`(?:^|[;\\s])${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]*))`, "i").exec(line);
  const text = match?.[1]?.replace(/\\(["\\])/g, "$1") ?? match?.[2];
  return text?.replace(/%22|%0D|%0A/gi, (code) => decodeURIComponent(code));
};

/** Cuts a body at its delimiter as it streams in; piece 0 is what stands before the first part. */
async function* splitParts(
  body: AsyncIterable<Buffer>,
  delimiter: Buffer,
): AsyncGenerator<{ index: number; data: Buffer }> {
  let pending: Buffer = Buffer.from("\r\n");
  let index = 0;
  for await (const chunk of body) {
    pending = Buffer.concat([pending, chunk]);
    for (let at = pending.indexOf(delimiter); at >= 0; at = pending.indexOf(delimiter)) {
      yield { index, data: pending.subarray(0, at) };
      index += 1;
      pending = pending.subarray(at + delimiter.length);
    }
    const settled = Math.max(0, pending.length - delimiter.length);
    if (settled > 0) yield { index, data: pending.subarray(0, settled) };
    pending = pending.subarray(settled);
  }
  yield { index, data: pending };
}
