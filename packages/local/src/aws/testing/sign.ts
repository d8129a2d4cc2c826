import { createHash, createHmac } from "node:crypto";

/** A signer of its own, so that the server's reading of AWS Signature Version 4 is checked against another. */
export interface SigningInput {
  readonly method: string;
  /** As sent: percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly payloadHash: string;
  readonly service: string;
  readonly region: string;
  readonly date: Date;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface Signature {
  readonly scope: string;
  readonly stamp: string;
  readonly key: Buffer;
  readonly signedHeaders: string;
  readonly signature: string;
}

export const sha256 = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");
export const hmac = (key: Buffer | string, text: string): Buffer => createHmac("sha256", key).update(text).digest();

export const percent = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) => String.fromCharCode(byte))
    .map((byte) =>
      /[A-Za-z0-9._~-]/.test(byte) ? byte : `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
    )
    .join("");

export const stampOf = (date: Date): string => `${date.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;

export const queryText = (query: Readonly<Record<string, string>>): string =>
  Object.entries(query)
    .map(([name, value]): [string, string] => [percent(name), percent(value)])
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map((pair) => pair.join("="))
    .join("&");

export const sign = (input: SigningInput): Signature => {
  const stamp = stampOf(input.date);
  const day = stamp.slice(0, 8);
  const scope = `${day}/${input.region}/${input.service}/aws4_request`;
  const names = Object.keys(input.headers).toSorted();
  const canonical = [
    input.method,
    input.path,
    queryText(input.query ?? {}),
    names.map((name) => `${name}:${input.headers[name]}\n`).join(""),
    names.join(";"),
    input.payloadHash,
  ].join("\n");
  const key = hmac(
    hmac(hmac(hmac(`AWS4${input.credentials.secretAccessKey}`, day), input.region), input.service),
    "aws4_request",
  );
  const toSign = `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${sha256(canonical)}`;
  return { scope, stamp, key, signedHeaders: names.join(";"), signature: hmac(key, toSign).toString("hex") };
};
