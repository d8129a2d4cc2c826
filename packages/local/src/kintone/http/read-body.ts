import type { IncomingMessage } from "node:http";
import { illegalRequest, invalidJson, KintoneError } from "../errors.ts";
import type { Parameters } from "../parameters.ts";

/** Reads a JSON body of at most `limit` bytes. Bad JSON is CB_IJ01, an empty body CB_IL02, too many bytes 413. */
export const readJsonBody = async (request: IncomingMessage, limit: number): Promise<Parameters> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > limit) throw bodyTooLarge(limit);
    chunks.push(bytes);
  }
  if (size === 0) throw illegalRequest("the body is empty.");
  return parseJson(Buffer.concat(chunks).toString("utf8"));
};

/** Whether a request states a JSON body. */
export const hasJsonType = (request: IncomingMessage): boolean => mediaType(request) === "application/json";

/** The media type of a request's body, in lower case and without parameters; empty when not stated. */
export const mediaType = (request: IncomingMessage): string =>
  (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";

/** 413 for a body or a file that is too large. */
export const bodyTooLarge = (limit: number): KintoneError =>
  new KintoneError(413, "CB_IL02", `The body is larger than ${limit} bytes.`);

const parseJson = (text: string): Parameters => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw error instanceof SyntaxError ? invalidJson("the body cannot be parsed.") : error;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalidJson("the body must be an object.");
  return { ...value };
};
