import { AwsError } from "../errors.ts";
import type { LocalRequest } from "../request.ts";
import { invalidArgument, invalidRequest } from "./errors.ts";
import type { StoredObject } from "./store.ts";

/** Bytes from `start` up to but not including `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
  /** Set when the range is a part of an object that was put together from parts. */
  readonly partsCount?: number;
}

/** The range that a read asks for, by header or part number. A header that is no single byte range is passed over. */
export const readRange = (request: LocalRequest, object: StoredObject): ByteRange | undefined => {
  const header = request.headers.get("range");
  const partNumber = request.query.get("partNumber");
  if (header !== undefined && partNumber !== undefined) {
    throw invalidRequest("Cannot specify both Range header and partNumber query parameter");
  }
  if (partNumber !== undefined) return partRange(partNumber, object);
  return header === undefined ? undefined : parseRange(header, object.body.size);
};

/** @see Amazon S3 API Reference, GetObject, Range */
export const parseRange = (header: string, size: number): ByteRange | undefined => {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (match === null || (match[1] === "" && match[2] === "")) return undefined;
  if (match[1] === "") {
    const length = Number(match[2]);
    if (length === 0 || size === 0) throw notSatisfiable(header, size);
    return { start: Math.max(size - length, 0), end: size };
  }
  const start = Number(match[1]);
  const last = match[2] === "" ? size - 1 : Number(match[2]);
  if (match[2] !== "" && last < start) return undefined;
  if (start >= size) throw notSatisfiable(header, size);
  return { start, end: Math.min(last + 1, size) };
};

const partRange = (text: string, object: StoredObject): ByteRange => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 10_000) {
    throw invalidArgument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", text);
  }
  const sizes = object.partSizes ?? [object.body.size];
  const size = sizes[number - 1];
  if (size === undefined) {
    throw new AwsError(416, "InvalidPartNumber", "The requested partnumber is not satisfiable", {
      PartNumberRequested: text,
      ActualPartCount: String(sizes.length),
    });
  }
  const start = sizes.slice(0, number - 1).reduce((sum, previous) => sum + previous, 0);
  return { start, end: start + size, ...(object.partSizes === undefined ? {} : { partsCount: sizes.length }) };
};

const notSatisfiable = (header: string, size: number): AwsError =>
  new AwsError(416, "InvalidRange", "The requested range is not satisfiable", {
    RangeRequested: header,
    ActualObjectSize: String(size),
  });
