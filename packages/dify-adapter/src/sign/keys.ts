import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";

/** A pair of keys as PEM texts, in the older of the two forms (PKCS#1), the only one that the daemon reads. */
export interface SigningKeys {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** Makes RSA keys of 4096 bits, which takes some seconds. The private one is not encrypted: keep it where nobody else reads. */
export const generateSigningKeys = async (): Promise<SigningKeys> => {
  const pem = { type: "pkcs1", format: "pem" } as const;
  return promisify(generateKeyPair)("rsa", { modulusLength: 4096, publicKeyEncoding: pem, privateKeyEncoding: pem });
};

/** Reads a private key. Throws an Error for what is no RSA key, and never repeats its text. */
export const readPrivateKey = (pem: string): KeyObject => readRsa(() => createPrivateKey(pem), "private");

/** Reads a public key. Throws an Error for what is no RSA key, and for a private key: that is not to be handed around. */
export const readPublicKey = (pem: string): KeyObject => {
  if (pem.includes("PRIVATE KEY")) throw new Error("This is the private key; the public one is needed.");
  return readRsa(() => createPublicKey(pem), "public");
};

const readRsa = (read: () => KeyObject, kind: string): KeyObject => {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    throw new Error(`This is no ${kind} key in PEM form.`); // the cause may quote the key
  }
  if (key.asymmetricKeyType !== "rsa") throw new Error(`The ${kind} key is no RSA key.`);
  return key;
};
