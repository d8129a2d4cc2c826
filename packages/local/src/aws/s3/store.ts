import { randomBytes } from "node:crypto";
import type { Bodies, Body } from "./bodies.ts";
import type { Checksum, ChecksumAlgorithm, ChecksumType } from "./checksum.ts";
import type { Encryption } from "./encryption.ts";
import { noSuchBucket, noSuchUpload } from "./errors.ts";
import { type BucketSettings, defaultSettings } from "./settings.ts";

/** What an object carries besides its bytes. */
export interface ObjectProperties {
  /** `content-type` and the other headers that come back as they were sent, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** By lower-case name, without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: ReadonlyMap<string, string>;
  readonly encryption: Encryption;
  readonly storageClass: string;
}

export interface StoredObject extends ObjectProperties {
  readonly key: string;
  readonly body: Body;
  /** Without quotes. */
  readonly etag: string;
  readonly lastModified: Date;
  readonly checksum: Checksum | undefined;
  /** Bytes of each part, when the object was put together from parts. */
  readonly partSizes: readonly number[] | undefined;
}

export interface Part {
  readonly number: number;
  readonly body: Body;
  readonly etag: string;
  readonly checksum: Checksum | undefined;
  readonly lastModified: Date;
}

export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly initiated: Date;
  readonly properties: ObjectProperties;
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly type: ChecksumType } | undefined;
  readonly parts: Map<number, Part>;
}

/** What is remembered of an upload after its completion, to answer a repeated request. */
export interface CompletedUpload {
  readonly key: string;
  readonly etag: string;
  readonly checksum: Checksum | undefined;
  readonly encryption: Encryption;
}

export interface Bucket {
  readonly name: string;
  readonly region: string;
  readonly createdAt: Date;
  readonly objects: Map<string, StoredObject>;
  readonly uploads: Map<string, Upload>;
  readonly completed: Map<string, CompletedUpload>;
  settings: BucketSettings;
  /** Keys in UTF-8 order; dropped when a key comes or goes. */
  sortedKeys: readonly string[] | undefined;
}

/** All buckets. Changes are made in one step, so a reader never sees half of one. */
export interface S3Store {
  readonly bodies: Bodies;
  readonly buckets: Map<string, Bucket>;
}

export const createBucket = (store: S3Store, name: string, region: string, createdAt: Date): Bucket => {
  const bucket: Bucket = {
    name,
    region,
    createdAt,
    objects: new Map(),
    uploads: new Map(),
    completed: new Map(),
    settings: defaultSettings,
    sortedKeys: undefined,
  };
  store.buckets.set(name, bucket);
  return bucket;
};

export const requireBucket = (store: S3Store, name: string): Bucket => {
  const bucket = store.buckets.get(name);
  if (bucket === undefined) throw noSuchBucket(name);
  return bucket;
};

/** Puts an object in place of the one with its key, which it gives back: its bytes are the caller's to release. */
export const replaceObject = (bucket: Bucket, object: StoredObject): StoredObject | undefined => {
  const replaced = bucket.objects.get(object.key);
  bucket.objects.set(object.key, object);
  if (replaced === undefined) bucket.sortedKeys = undefined;
  return replaced;
};

export const deleteObject = async (store: S3Store, bucket: Bucket, key: string): Promise<void> => {
  const object = bucket.objects.get(key);
  if (object === undefined) return;
  bucket.objects.delete(key);
  bucket.sortedKeys = undefined;
  await store.bodies.release(object.body);
};

export const sortedKeys = (bucket: Bucket): readonly string[] => {
  bucket.sortedKeys ??= sortUtf8([...bucket.objects.keys()]);
  return bucket.sortedKeys;
};

/** Sorts by UTF-8 bytes, which is not the order of JavaScript strings beyond the Basic Multilingual Plane. */
export const sortUtf8 = (keys: readonly string[]): string[] =>
  keys
    .map((key) => ({ key, bytes: Buffer.from(key) }))
    .sort((left, right) => Buffer.compare(left.bytes, right.bytes))
    .map(({ key }) => key);

export const createUpload = (bucket: Bucket, upload: Omit<Upload, "id" | "parts">): Upload => {
  const created: Upload = { ...upload, id: randomBytes(48).toString("base64url"), parts: new Map() };
  bucket.uploads.set(created.id, created);
  return created;
};

export const requireUpload = (bucket: Bucket, key: string, id: string): Upload => {
  const upload = bucket.uploads.get(id);
  if (upload === undefined || upload.key !== key) throw noSuchUpload(id);
  return upload;
};

/** Puts a part in place of the one with its number, which it gives back: its bytes are the caller's to release. */
export const replacePart = (upload: Upload, part: Part): Part | undefined => {
  const replaced = upload.parts.get(part.number);
  upload.parts.set(part.number, part);
  return replaced;
};

/** Ends an upload, and lets go of the bytes of its parts. */
export const removeUpload = async (store: S3Store, bucket: Bucket, upload: Upload): Promise<void> => {
  bucket.uploads.delete(upload.id);
  for (const part of upload.parts.values()) await store.bodies.release(part.body);
};
