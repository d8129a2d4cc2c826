import { randomBytes } from "node:crypto";
import { account } from "./account.ts";

const maxTemporaryKeys = 10_000;

/** Who a key speaks for. */
export interface Identity {
  readonly kind: "user" | "user_session" | "role_session";
  readonly arn: string;
  readonly userId: string;
}

/** A key pair that the local server accepts. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiresAt?: Date;
  readonly identity: Identity;
}

/** The keys that requests may be signed with. */
export interface KeyRing {
  find(accessKeyId: string): AccessKey | undefined;
  add(key: AccessKey): void;
  /** Makes a temporary key with a session token. */
  issue(identity: Identity, expiresAt: Date): Required<AccessKey>;
}

export const userIdentity: Identity = {
  kind: "user",
  arn: `arn:aws:iam::${account.id}:user/${account.userName}`,
  userId: account.userId,
};

/** Temporary keys are kept after they expire, so that they are told apart from unknown ones; the oldest go first. */
export const createKeyRing = (): KeyRing => {
  const permanent = new Map<string, AccessKey>();
  const temporary = new Map<string, AccessKey>();
  return {
    find: (accessKeyId) => permanent.get(accessKeyId) ?? temporary.get(accessKeyId),
    add: (key) => {
      permanent.set(key.accessKeyId, key);
    },
    issue: (identity, expiresAt) => {
      const key = { ...newTemporaryPair(), expiresAt, identity };
      const [oldest] = temporary.keys();
      if (temporary.size >= maxTemporaryKeys && oldest !== undefined) temporary.delete(oldest);
      temporary.set(key.accessKeyId, key);
      return key;
    },
  };
};

const newTemporaryPair = () => ({
  accessKeyId: `ASIA${letters(16)}`,
  secretAccessKey: randomBytes(30).toString("base64"),
  sessionToken: randomBytes(180).toString("base64"),
});

const letters = (length: number): string => {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  return [...randomBytes(length)].map((byte) => alphabet[byte % alphabet.length]).join("");
};
