import type { Encryption } from "./encryption.ts";

export interface PublicAccessBlock {
  readonly BlockPublicAcls: boolean;
  readonly IgnorePublicAcls: boolean;
  readonly BlockPublicPolicy: boolean;
  readonly RestrictPublicBuckets: boolean;
}

export type ObjectOwnership = "BucketOwnerEnforced" | "BucketOwnerPreferred" | "ObjectWriter";

/** What a bucket is configured with. A setting that was deleted is undefined. */
export interface BucketSettings {
  readonly publicAccessBlock: PublicAccessBlock | undefined;
  readonly encryption: Encryption;
  readonly versioning: "Enabled" | "Suspended" | undefined;
  readonly tags: ReadonlyMap<string, string> | undefined;
  readonly ownership: ObjectOwnership | undefined;
}

/** Those of a bucket made today: encrypted, no public access, access control lists off. */
export const defaultSettings: BucketSettings = {
  publicAccessBlock: {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  },
  encryption: { algorithm: "AES256", kmsKeyId: undefined, bucketKey: false },
  versioning: undefined,
  tags: undefined,
  ownership: "BucketOwnerEnforced",
};
