import { verify } from "node:crypto";
import { isObject } from "@tsunagu/core";
import { readPublicKey } from "./keys.ts";
import { type SignatureCategory, signatureCategories, signedData, verificationFile } from "./sign-package.ts";
import { zipComment, zipEntries } from "./zip-archive.ts";

/** What a signature says, once it is found to be right. */
export interface VerifiedSignature {
  readonly category: SignatureCategory;
  /** Seconds since 1970. */
  readonly time: number;
}

/** Verifies a package's signature with a public key (PEM). Throws an Error that says why it is not right. */
export const verifyPackage = (packed: Uint8Array, publicKey: string): VerifiedSignature => {
  const key = readPublicKey(publicKey);
  const { signature, time } = readComment(zipComment(packed));
  if (!verify("sha256", signedData(packed, time), key, Buffer.from(signature, "base64")))
    throw new Error("The signature does not fit: another key made it, or a file was changed after it was signed.");
  const entries = new Map(zipEntries(packed));
  const said = parseObject(Buffer.from(entries.get(verificationFile) ?? "").toString())["authorized_category"];
  const category = signatureCategories.find((known) => known === said);
  if (category === undefined)
    throw new Error(`The package is signed, but ${verificationFile} names no known category.`);
  return { category, time };
};

const readComment = (comment: string): { signature: string; time: number } => {
  const { signature, time } = parseObject(comment);
  if (typeof signature === "string" && typeof time === "number") return { signature, time };
  throw new Error("The package is not signed.");
};

const parseObject = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {}; // no JSON, so nothing of what is looked for
  }
};
