import type { LocalRequest } from "../request.ts";
import { type Claim, formatBasicDate, parseBasicDate, parseCredential } from "./claim.ts";
import { SignatureFailure } from "./failure.ts";

const algorithm = "AWS4-HMAC-SHA256";

/**
 * Reads the `Authorization` header.
 *
 * @see Amazon S3 API Reference, Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)
 */
export const readHeaderClaim = (request: LocalRequest, authorization: string): Claim => {
  if (!authorization.startsWith(`${algorithm} `)) {
    throw new SignatureFailure(
      "unsupported",
      `The authorization mechanism you have provided is not supported. Please use ${algorithm}.`,
    );
  }
  const fields = new Map(
    authorization
      .slice(algorithm.length + 1)
      .split(",")
      .map((field) => field.trim())
      .map((field): [string, string] => [field.split("=", 1)[0] ?? "", field.slice(field.indexOf("=") + 1)]),
  );
  const credential = parseCredential(required(fields, "Credential"), "malformed");
  const { date, dateText } = readDate(request);
  if (!dateText.startsWith(credential.day)) {
    throw new SignatureFailure(
      "malformed",
      `Invalid credential date "${credential.day}". This date is not the same as X-Amz-Date: "${dateText.slice(0, 8)}".`,
    );
  }
  return {
    kind: "header",
    algorithm,
    ...credential,
    signedHeaders: required(fields, "SignedHeaders").toLowerCase().split(";"),
    signature: required(fields, "Signature"),
    date,
    dateText,
    sessionToken: request.headers.get("x-amz-security-token"),
    expiresIn: undefined,
  };
};

const required = (fields: ReadonlyMap<string, string>, name: string): string => {
  const value = fields.get(name);
  if (!value) throw new SignatureFailure("malformed", `Authorization header requires '${name}' parameter.`);
  return value;
};

const readDate = (request: LocalRequest): { date: Date; dateText: string } => {
  const amazonDate = request.headers.get("x-amz-date");
  if (amazonDate !== undefined) {
    const date = parseBasicDate(amazonDate);
    if (date !== undefined) return { date, dateText: amazonDate };
  }
  const date = new Date(request.headers.get("date") ?? "");
  if (Number.isNaN(date.getTime())) {
    throw new SignatureFailure("malformed", "AWS authentication requires a valid Date or x-amz-date header");
  }
  return { date, dateText: formatBasicDate(date) };
};
