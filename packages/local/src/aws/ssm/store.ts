import { account } from "../account.ts";
import { AwsError } from "../errors.ts";
import type { Policy } from "./policies.ts";

export type ParameterType = "String" | "StringList" | "SecureString";
export type ParameterTier = "Standard" | "Advanced";

export interface ParameterVersion {
  readonly version: number;
  readonly type: ParameterType;
  readonly value: string;
  /** Of a SecureString: what is answered when decryption is not asked for. */
  readonly ciphertext: string | undefined;
  readonly keyId: string | undefined;
  readonly tier: ParameterTier;
  readonly policies: readonly Policy[];
  readonly description: string | undefined;
  readonly allowedPattern: string | undefined;
  readonly dataType: string;
  readonly lastModified: Date;
  readonly lastModifiedUser: string;
}

/** The latest version last. */
export interface Parameter {
  readonly name: string;
  readonly versions: readonly [ParameterVersion, ...ParameterVersion[]];
}

/** Parameters by name. One whose expiration policy is due is gone. */
export interface ParameterStore {
  readonly region: string;
  find(name: string, now: Date): Parameter | undefined;
  put(parameter: Parameter): void;
  remove(name: string, now: Date): boolean;
  /** All, in the order of their names. */
  list(now: Date): readonly Parameter[];
}

export const createParameterStore = (region: string): ParameterStore => {
  const parameters = new Map<string, Parameter>();
  const find = (name: string, now: Date): Parameter | undefined => {
    const parameter = parameters.get(name);
    if (parameter === undefined || !isExpired(parameter, now)) return parameter;
    parameters.delete(name);
    return undefined;
  };
  return {
    region,
    find,
    put: (parameter) => {
      parameters.set(parameter.name, parameter);
    },
    remove: (name, now) => find(name, now) !== undefined && parameters.delete(name),
    list: (now) => [...parameters.keys()].sort().flatMap((name) => find(name, now) ?? []),
  };
};

export const latest = ({ versions }: Parameter): ParameterVersion => versions.at(-1) ?? versions[0];

export const parameterNotFound = (): AwsError => new AwsError(400, "ParameterNotFound", "");

export const parameterArn = (store: ParameterStore, name: string): string =>
  `arn:aws:ssm:${store.region}:${account.id}:parameter${name.startsWith("/") ? "" : "/"}${name}`;

const isExpired = (parameter: Parameter, now: Date): boolean =>
  latest(parameter).policies.some((policy) => policy.expiresAt !== undefined && policy.expiresAt <= now);
