import { account } from "../account.ts";
import { AwsError } from "../errors.ts";
import { invalidArgument, notImplemented } from "./errors.ts";

const prefix = "x-amz-server-side-encryption";
const defaultKeyId = "00000000-0000-4000-8000-000000000001";

/** How an object is encrypted at rest. Here it is only remembered: nothing is encrypted. */
export interface Encryption {
  readonly algorithm: "AES256" | "aws:kms" | "aws:kms:dsse";
  readonly kmsKeyId: string | undefined;
  readonly bucketKey: boolean;
}

/**
 * What a write request asks for, or else the bucket's default.
 *
 * @see Amazon S3 API Reference, PutObject, x-amz-server-side-encryption
 */
export const requestedEncryption = (
  headers: ReadonlyMap<string, string>,
  bucketDefault: Encryption,
  region: string,
): Encryption => {
  if (headers.has(`${prefix}-customer-algorithm`))
    throw notImplemented("encryption with customer-provided keys (SSE-C)");
  const algorithm = headers.get(prefix);
  const kmsKeyId = headers.get(`${prefix}-aws-kms-key-id`);
  const bucketKey = parseBoolean(headers.get(`${prefix}-bucket-key-enabled`), `${prefix}-bucket-key-enabled`);
  if (algorithm === undefined && kmsKeyId === undefined) {
    return bucketKey === undefined
      ? bucketDefault
      : { ...bucketDefault, bucketKey: bucketKey && bucketDefault.algorithm === "aws:kms" };
  }
  return makeEncryption(algorithm, kmsKeyId, bucketKey ?? false, region);
};

/** Checks one choice of algorithm, key and bucket key. A KMS choice without a key gets the account's default key. */
export const makeEncryption = (
  algorithm: string | undefined,
  kmsKeyId: string | undefined,
  bucketKey: boolean,
  region: string,
): Encryption => {
  if (algorithm !== undefined && algorithm !== "AES256" && algorithm !== "aws:kms" && algorithm !== "aws:kms:dsse") {
    throw invalidArgument("The encryption method specified is not supported", prefix, algorithm);
  }
  if (kmsKeyId !== undefined && (algorithm === undefined || algorithm === "AES256")) {
    throw invalidArgument(
      `Server Side Encryption with AWS KMS managed key requires HTTP header ${prefix} : aws:kms`,
      prefix,
      algorithm ?? "",
    );
  }
  if (algorithm === undefined || algorithm === "AES256")
    return { algorithm: "AES256", kmsKeyId: undefined, bucketKey: false };
  if (bucketKey && algorithm === "aws:kms:dsse") {
    throw invalidArgument("S3 Bucket Keys are not supported for aws:kms:dsse", `${prefix}-bucket-key-enabled`, "true");
  }
  return { algorithm, kmsKeyId: keyArn(kmsKeyId ?? defaultKeyId, region), bucketKey };
};

/** The response headers that tell how an object is encrypted. */
export const encryptionHeaders = ({ algorithm, kmsKeyId, bucketKey }: Encryption): Record<string, string> => ({
  [prefix]: algorithm,
  ...(kmsKeyId === undefined ? {} : { [`${prefix}-aws-kms-key-id`]: kmsKeyId }),
  ...(bucketKey ? { [`${prefix}-bucket-key-enabled`]: "true" } : {}),
});

/** Amazon S3 answers with the ARN, whichever form the key was named in. An alias stays one, as there is no KMS here to resolve it. */
const keyArn = (keyId: string, region: string): string => {
  if (/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/[A-Za-z0-9/_-]+$/.test(keyId)) return keyId;
  if (/^alias\/[A-Za-z0-9/_-]+$/.test(keyId)) return `arn:aws:kms:${region}:${account.id}:${keyId}`;
  if (/^(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(keyId)) {
    return `arn:aws:kms:${region}:${account.id}:key/${keyId}`;
  }
  throw new AwsError(400, "KMS.NotFoundException", `Invalid keyId '${keyId}'`);
};

const parseBoolean = (text: string | undefined, name: string): boolean | undefined => {
  if (text === undefined) return undefined;
  const lower = text.toLowerCase();
  if (lower !== "true" && lower !== "false")
    throw invalidArgument(`The value of ${name} must be true or false`, name, text);
  return lower === "true";
};
