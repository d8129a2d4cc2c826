import type { S3Call } from "./call.ts";
import { invalidArgument } from "./errors.ts";

/** How keys are written in a listing: as they are, or percent-encoded with `encoding-type=url`. */
export const keyWriter = (call: S3Call): ((text: string) => string) => {
  const encoding = call.request.query.get("encoding-type");
  if (encoding !== undefined && encoding !== "url")
    throw invalidArgument("Invalid Encoding Method specified in Request", "encoding-type", encoding);
  return encoding === "url" ? urlEncode : (text) => text;
};

const urlEncode = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%2F", "/")
    .replaceAll("%20", "+");

/** A page token that tells nothing to the client. */
export const writeToken = (position: string): string => Buffer.from(`v1\n${position}`).toString("base64");

export const readToken = (token: string | undefined, name: string): string | undefined => {
  if (token === undefined) return undefined;
  const text = Buffer.from(token, "base64").toString("utf8");
  if (!text.startsWith("v1\n")) throw invalidArgument("The continuation token provided is incorrect", name, token);
  return text.slice(3);
};
