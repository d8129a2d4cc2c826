import { requireBucket, type S3Store, type StoredObject, sortedKeys } from "./store.ts";

export interface InspectedBucket {
  readonly name: string;
  readonly region: string;
  readonly createdAt: Date;
  readonly versioning: "Enabled" | "Suspended" | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export interface InspectedObject {
  readonly key: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly lastModified: Date;
  readonly contentType: string;
  /** `content-type` and the other headers that were sent with the object. */
  readonly headers: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly serverSideEncryption: string;
  readonly kmsKeyId: string | undefined;
  readonly bucketKeyEnabled: boolean;
  readonly storageClass: string;
}

export interface InspectedUpload {
  readonly bucket: string;
  readonly key: string;
  readonly uploadId: string;
  readonly initiated: Date;
  readonly parts: readonly { readonly number: number; readonly size: number }[];
}

/** What the local Amazon S3 holds, for assertions. An unknown bucket is a `NoSuchBucket` error. */
export interface S3Inspection {
  buckets(): readonly InspectedBucket[];
  /** All objects of a bucket, in the order of their keys. */
  objects(bucket: string): readonly InspectedObject[];
  object(bucket: string, key: string): InspectedObject | undefined;
  /** The bytes of an object, as they are read. */
  read(bucket: string, key: string): AsyncIterable<Uint8Array>;
  /** Multipart uploads that were neither completed nor aborted. */
  openUploads(): readonly InspectedUpload[];
}

export const inspect = (store: S3Store): S3Inspection => ({
  buckets: () =>
    [...store.buckets.values()].map(({ name, region, createdAt, settings }) => ({
      name,
      region,
      createdAt,
      versioning: settings.versioning,
      tags: Object.fromEntries(settings.tags ?? []),
    })),
  objects: (bucket) => {
    const { objects } = requireBucket(store, bucket);
    return sortedKeys(requireBucket(store, bucket)).flatMap((key) => {
      const object = objects.get(key);
      return object === undefined ? [] : [describe(object)];
    });
  },
  object: (bucket, key) => {
    const object = requireBucket(store, bucket).objects.get(key);
    return object && describe(object);
  },
  async *read(bucket, key) {
    const object = requireBucket(store, bucket).objects.get(key);
    if (object === undefined) throw new Error(`There is no object "${key}" in the bucket "${bucket}".`);
    store.bodies.retain(object.body);
    try {
      yield* store.bodies.read(object.body);
    } finally {
      await store.bodies.release(object.body);
    }
  },
  openUploads: () =>
    [...store.buckets.values()].flatMap((bucket) =>
      [...bucket.uploads.values()].map(({ key, id, initiated, parts }) => ({
        bucket: bucket.name,
        key,
        uploadId: id,
        initiated,
        parts: [...parts.values()].map(({ number, body }) => ({ number, size: body.size })),
      })),
    ),
});

const describe = (object: StoredObject): InspectedObject => ({
  key: object.key,
  size: object.body.size,
  etag: object.etag,
  lastModified: object.lastModified,
  contentType: object.headers["content-type"] ?? "",
  headers: object.headers,
  metadata: object.metadata,
  tags: Object.fromEntries(object.tags),
  serverSideEncryption: object.encryption.algorithm,
  kmsKeyId: object.encryption.kmsKeyId,
  bucketKeyEnabled: object.encryption.bucketKey,
  storageClass: object.storageClass,
});
