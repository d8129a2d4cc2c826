import { readFile } from "node:fs/promises";
import { generateSigningKeys, type SignatureCategory, signPackage, verifyPackage } from "@tsunagu/dify-adapter/package";
import { note, print } from "../output/print.ts";
import { readingFailure, refuseTaken, writeNewFile } from "./dify-file.ts";

/** Makes a pair of keys and prints where they are. */
export const difySignKeys = async (name: string): Promise<void> => {
  const [privatePath, publicPath] = [`${name}.private.pem`, `${name}.public.pem`];
  for (const path of [privatePath, publicPath]) refuseTaken(path);
  const { privateKey, publicKey } = await generateSigningKeys();
  await writeNewFile(privatePath, privateKey, 0o600);
  await writeNewFile(publicPath, publicKey);
  print(privatePath);
  print(publicPath);
  note(`Dify takes the public key in THIRD_PARTY_SIGNATURE_VERIFICATION_PUBLIC_KEYS, a list of paths,`);
  note("where THIRD_PARTY_SIGNATURE_VERIFICATION_ENABLED is true.");
};

/** Signs a package and prints where the signed one is. */
export const difySign = async (
  path: string,
  options: { readonly key: string; readonly category: SignatureCategory },
): Promise<void> => {
  const [packed, privateKey] = await Promise.all([read(path), read(options.key)]);
  const signed = attempt(path, () =>
    signPackage(packed, { privateKey: privateKey.toString(), category: options.category }),
  );
  const out = `${path.replace(/\.difypkg$/, "")}.signed.difypkg`;
  await writeNewFile(out, signed);
  print(out);
};

/** Verifies a package's signature and says what it states. */
export const difyVerify = async (path: string, options: { readonly key: string }): Promise<void> => {
  const [packed, publicKey] = await Promise.all([read(path), read(options.key)]);
  const { category, time } = attempt(path, () => verifyPackage(packed, publicKey.toString()));
  note(`${path}: signed on ${new Date(time * 1000).toISOString()}, category ${category}`);
};

const read = async (path: string): Promise<Buffer> =>
  readFile(path).catch((cause: unknown) => {
    throw readingFailure(path, cause);
  });

const attempt = <T>(path: string, work: () => T): T => {
  try {
    return work();
  } catch (cause) {
    throw readingFailure(path, cause);
  }
};
