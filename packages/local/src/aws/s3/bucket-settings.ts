import { AwsError } from "../errors.ts";
import type { XmlElements } from "../xml.ts";
import { requireAllowedAcl } from "./acl.ts";
import { receiveText } from "./body-input.ts";
import { parseOwnership } from "./buckets.ts";
import { emptyAnswer, type S3Handler, xmlAnswer } from "./call.ts";
import { makeEncryption } from "./encryption.ts";
import { notImplemented } from "./errors.ts";
import { type BucketSettings, defaultSettings } from "./settings.ts";
import { type Bucket, requireBucket } from "./store.ts";
import { readTagging, tagSetXml } from "./tags.ts";
import { malformedXml, readXml, s3Xml, type XmlNode } from "./xml.ts";

/** A sub-resource of a bucket: how its XML is read, written and reset. Each follows the API page of its operations. */
interface Setting {
  read(text: string, bucket: Bucket): Partial<BucketSettings>;
  write(settings: BucketSettings, bucket: Bucket): { root: string; children: XmlElements };
  readonly removed?: Partial<BucketSettings>;
}

/** Makes the three handlers of a sub-resource: `Put…`, `Get…` and `Delete…`. */
const handlersOf = (setting: Setting): { put: S3Handler; get: S3Handler; delete: S3Handler } => ({
  put: async (call) => {
    requireBucket(call.store, call.bucket);
    const text = await receiveText(call);
    const bucket = requireBucket(call.store, call.bucket);
    bucket.settings = { ...bucket.settings, ...setting.read(text, bucket) };
    return emptyAnswer(200);
  },
  get: async (call) => {
    const bucket = requireBucket(call.store, call.bucket);
    const { root, children } = setting.write(bucket.settings, bucket);
    return xmlAnswer(s3Xml(root, children));
  },
  delete: async (call) => {
    const bucket = requireBucket(call.store, call.bucket);
    bucket.settings = { ...bucket.settings, ...setting.removed };
    return emptyAnswer(204);
  },
});

const blockNames = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"] as const;

export const publicAccessBlock = handlersOf({
  read: (text) => {
    const node = readXml(text, "PublicAccessBlockConfiguration");
    const [BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets] = blockNames.map((name) =>
      flag(node, name),
    );
    return {
      publicAccessBlock: {
        BlockPublicAcls: BlockPublicAcls ?? false,
        IgnorePublicAcls: IgnorePublicAcls ?? false,
        BlockPublicPolicy: BlockPublicPolicy ?? false,
        RestrictPublicBuckets: RestrictPublicBuckets ?? false,
      },
    };
  },
  write: ({ publicAccessBlock }, bucket) => {
    if (publicAccessBlock === undefined) {
      throw missing(
        bucket,
        "NoSuchPublicAccessBlockConfiguration",
        "The public access block configuration was not found",
      );
    }
    return { root: "PublicAccessBlockConfiguration", children: { ...publicAccessBlock } };
  },
  removed: { publicAccessBlock: undefined },
});

export const encryption = handlersOf({
  read: (text, bucket) => {
    const rules = readXml(text, "ServerSideEncryptionConfiguration").children("Rule");
    const [rule] = rules;
    const chosen = rule?.child("ApplyServerSideEncryptionByDefault");
    if (rule === undefined || rules.length > 1 || chosen === undefined) throw malformedXml();
    const keyId = chosen.text("KMSMasterKeyID");
    return {
      encryption: makeEncryption(chosen.required("SSEAlgorithm"), keyId, flag(rule, "BucketKeyEnabled"), bucket.region),
    };
  },
  write: (settings) => ({
    root: "ServerSideEncryptionConfiguration",
    children: {
      Rule: {
        ApplyServerSideEncryptionByDefault: {
          SSEAlgorithm: settings.encryption.algorithm,
          KMSMasterKeyID: settings.encryption.kmsKeyId,
        },
        BucketKeyEnabled: settings.encryption.bucketKey,
      },
    },
  }),
  removed: { encryption: defaultSettings.encryption },
});

/** The state is kept and answered; versions of objects are not kept. */
export const versioning = handlersOf({
  read: (text) => {
    const node = readXml(text, "VersioningConfiguration");
    if (node.text("MfaDelete") === "Enabled") throw notImplemented("MFA delete");
    const status = node.text("Status");
    if (status !== "Enabled" && status !== "Suspended") throw malformedXml();
    return { versioning: status };
  },
  write: (settings) => ({ root: "VersioningConfiguration", children: { Status: settings.versioning } }),
});

export const tagging = handlersOf({
  read: (text) => ({ tags: readTagging(text, 50) }),
  write: ({ tags }, bucket) => {
    if (tags === undefined || tags.size === 0) throw missing(bucket, "NoSuchTagSet", "The TagSet does not exist");
    return { root: "Tagging", children: tagSetXml(tags) };
  },
  removed: { tags: undefined },
});

export const ownershipControls = handlersOf({
  read: (text) => {
    const rules = readXml(text, "OwnershipControls").children("Rule");
    const ownership = rules.length === 1 ? rules[0]?.text("ObjectOwnership") : undefined;
    if (ownership === undefined) throw malformedXml();
    return { ownership: parseOwnership(ownership) };
  },
  write: ({ ownership }, bucket) => {
    if (ownership === undefined) {
      throw missing(bucket, "OwnershipControlsNotFoundError", "The bucket ownership controls were not found");
    }
    return { root: "OwnershipControls", children: { Rule: { ObjectOwnership: ownership } } };
  },
  removed: { ownership: undefined },
});

/** Access control lists are checked against the bucket's settings, but not kept. @see Amazon S3 API Reference, PutBucketAcl */
export const handlePutBucketAcl: S3Handler = async (call) => {
  const bucket = requireBucket(call.store, call.bucket);
  requireAllowedAcl(call.request.headers, bucket.settings);
  throw notImplemented("access control lists");
};

const flag = (node: XmlNode, name: string): boolean => {
  const text = node.text(name) ?? "false";
  if (!/^(true|false)$/i.test(text)) throw malformedXml();
  return text.toLowerCase() === "true";
};

const missing = (bucket: Bucket, code: string, message: string): AwsError =>
  new AwsError(404, code, message, { BucketName: bucket.name });
