import { randomBytes } from "node:crypto";
import { account } from "../account.ts";
import { AwsError } from "../errors.ts";
import type { AccessKey, KeyRing } from "../keys.ts";
import type { XmlElements } from "../xml.ts";
import { durationField, requiredField, validationError } from "./fields.ts";
import type { LocalRole } from "./roles.ts";

/** One verified request to AWS STS. */
export interface StsCall {
  readonly fields: ReadonlyMap<string, string>;
  readonly caller: AccessKey;
  readonly keys: KeyRing;
  readonly roles: readonly LocalRole[];
  readonly now: Date;
}

/** @see AWS Security Token Service API Reference, GetCallerIdentity */
const getCallerIdentity = ({ caller }: StsCall): XmlElements => ({
  Arn: caller.identity.arn,
  UserId: caller.identity.userId,
  Account: account.id,
});

/**
 * Without configured roles, every well-formed role can be assumed.
 *
 * @see AWS Security Token Service API Reference, AssumeRole
 */
const assumeRole = (call: StsCall): XmlElements => {
  const arn = requiredField(call.fields, "RoleArn", { min: 20, max: 2048 });
  const sessionName = requiredField(call.fields, "RoleSessionName", { min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ });
  const seconds = durationField(call.fields, { fallback: 3600, min: 900, max: 43_200 });
  const match = /^arn:aws[a-z-]*:iam::\d{12}:role\/(.+)$/.exec(arn);
  if (match === null) throw validationError(`${arn} is invalid`);
  const role = call.roles.find((known) => known.arn === arn);
  const isAllowed =
    call.roles.length === 0 ||
    (role !== undefined && (role.externalId ?? call.fields.get("ExternalId")) === call.fields.get("ExternalId"));
  if (!isAllowed) {
    throw new AwsError(
      403,
      "AccessDenied",
      `User: ${call.caller.identity.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    );
  }
  if (call.caller.identity.kind === "role_session" && seconds > 3600) {
    throw validationError(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    );
  }
  if (seconds > (role?.maxSessionSeconds ?? 3600)) {
    throw validationError("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  const roleName = match[1]?.split("/").at(-1) ?? "";
  const assumed = {
    arn: `arn:aws:sts::${arn.split(":")[4]}:assumed-role/${roleName}/${sessionName}`,
    userId: `AROA${randomBytes(8).toString("hex").toUpperCase()}:${sessionName}`,
  };
  const key = call.keys.issue({ kind: "role_session", ...assumed }, secondsFrom(call.now, seconds));
  return { Credentials: credentialsXml(key), AssumedRoleUser: { AssumedRoleId: assumed.userId, Arn: assumed.arn } };
};

/** @see AWS Security Token Service API Reference, GetSessionToken */
const getSessionToken = (call: StsCall): XmlElements => {
  const seconds = durationField(call.fields, { fallback: 43_200, min: 900, max: 129_600 });
  if (call.caller.identity.kind !== "user") {
    throw new AwsError(403, "AccessDenied", "Cannot call GetSessionToken with session credentials");
  }
  const key = call.keys.issue({ ...call.caller.identity, kind: "user_session" }, secondsFrom(call.now, seconds));
  return { Credentials: credentialsXml(key) };
};

/** The operations by their API names. */
export const stsOperations: ReadonlyMap<string, (call: StsCall) => XmlElements> = new Map([
  ["GetCallerIdentity", getCallerIdentity],
  ["AssumeRole", assumeRole],
  ["GetSessionToken", getSessionToken],
]);

const secondsFrom = (now: Date, seconds: number): Date => new Date(now.getTime() + seconds * 1000);

const credentialsXml = (key: Required<AccessKey>): XmlElements => ({
  AccessKeyId: key.accessKeyId,
  SecretAccessKey: key.secretAccessKey,
  SessionToken: key.sessionToken,
  Expiration: key.expiresAt.toISOString().replace(/\.\d{3}Z$/, "Z"),
});
