import { createHash, sign } from "node:crypto";
import { unpack } from "../package/read-package.ts";
import { zipFiles } from "../package/zip.ts";
import { readPrivateKey } from "./keys.ts";
import { withZipComment, zipEntries } from "./zip-archive.ts";

/** Whom a signature says that the plugin comes from. */
export const signatureCategories = ["community", "partner", "langgenius"] as const;

export type SignatureCategory = (typeof signatureCategories)[number];

export interface SignOptions {
  /** An RSA private key as PEM text. */
  readonly privateKey: string;
  /** Default `community`. */
  readonly category?: SignatureCategory | undefined;
  /** Seconds since 1970 that the signature states. Default now. */
  readonly time?: number | undefined;
}

/** The entry that says whom a signed plugin comes from. It is the last one. */
export const verificationFile = ".verification.dify.json";

/**
 * Signs a package as the plugin daemon verifies it: RSA (PKCS#1 v1.5, SHA-256) over the hashes of all entries in their
 * order, the verification entry last, and the time. The signature is the ZIP file's comment. A signature that is there
 * already is replaced. The checksum changes, as the verification entry is part of it.
 *
 * @see dify-plugin-daemon, pkg/plugin_packager/signer
 */
export const signPackage = (packed: Uint8Array, options: SignOptions): Uint8Array => {
  const key = readPrivateKey(options.privateKey);
  const time = options.time ?? Math.floor(Date.now() / 1000);
  const files = new Map(unpack(packed));
  files.delete(verificationFile);
  const verification = JSON.stringify({ authorized_category: options.category ?? "community" });
  const signed = zipFiles(files, [[verificationFile, Buffer.from(verification)]]);
  const signature = sign("sha256", signedData(signed, time), key).toString("base64");
  return withZipComment(signed, JSON.stringify({ signature, time }));
};

/** What is signed: the SHA-256 of each entry, then the time in decimal digits. */
export const signedData = (packed: Uint8Array, time: number): Uint8Array =>
  Buffer.concat([
    ...zipEntries(packed).map(([, content]) => createHash("sha256").update(content).digest()),
    Buffer.from(String(time)),
  ]);
