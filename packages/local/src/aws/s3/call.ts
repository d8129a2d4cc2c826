import type { Answer } from "../answer.ts";
import type { LocalRequest } from "../request.ts";
import type { Payload } from "../sigv4/payload.ts";
import { invalidArgument } from "./errors.ts";
import type { S3Store } from "./store.ts";

/** One verified Amazon S3 request. */
export interface S3Call {
  readonly request: LocalRequest;
  readonly store: S3Store;
  readonly payload: Payload;
  /** Empty for a request that names no bucket, and no key. */
  readonly bucket: string;
  readonly key: string;
  /** The region that the request was signed for. */
  readonly region: string;
  /** Where this server is, for answers that name a location. */
  readonly origin: string;
}

export type S3Handler = (call: S3Call) => Promise<Answer>;

export const xmlAnswer = (body: string, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status: 200,
  headers: { "content-type": "application/xml", ...headers },
  body,
});

export const emptyAnswer = (status: number, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers,
});

/** A query field that is a whole number within bounds, or its default. */
export const numberField = (
  call: S3Call,
  name: string,
  { fallback, min, max }: { fallback: number; min: number; max: number },
): number => {
  const text = call.request.query.get(name);
  if (text === undefined || text === "") return fallback;
  const value = Number(text);
  if (!/^-?\d+$/.test(text))
    throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, text);
  if (value < min)
    throw invalidArgument(`Argument ${name} must be an integer between ${min} and 2147483647`, name, text);
  return Math.min(value, max);
};
