import type { XmlElements } from "../xml.ts";
import { numberField, type S3Handler, xmlAnswer } from "./call.ts";
import { ownerXml, s3Date } from "./elements.ts";
import { keyWriter, readToken, writeToken } from "./list-text.ts";
import { type Bucket, requireBucket, type StoredObject, sortedKeys } from "./store.ts";
import { s3Xml } from "./xml.ts";

/** @see Amazon S3 API Reference, ListObjectsV2 */
export const handleListObjectsV2: S3Handler = async (call) => {
  const bucket = requireBucket(call.store, call.bucket);
  const { query } = call.request;
  const write = keyWriter(call);
  const maxKeys = numberField(call, "max-keys", { fallback: 1000, min: 0, max: 1000 });
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const token = query.get("continuation-token");
  const startAfter = query.get("start-after");
  const after = readToken(token, "continuation-token");
  const page = listPage(bucket, { prefix, delimiter, maxKeys, after, startAfter: startAfter ?? "" });
  return xmlAnswer(
    s3Xml("ListBucketResult", {
      Name: bucket.name,
      Prefix: write(prefix),
      StartAfter: startAfter === undefined ? undefined : write(startAfter),
      ContinuationToken: token,
      NextContinuationToken: page.next === undefined ? undefined : writeToken(page.next),
      KeyCount: page.objects.length + page.commonPrefixes.length,
      MaxKeys: maxKeys,
      Delimiter: delimiter === "" ? undefined : write(delimiter),
      EncodingType: query.get("encoding-type"),
      IsTruncated: page.next !== undefined,
      Contents: page.objects.map((object) => contentsXml(object, write, query.get("fetch-owner") === "true")),
      CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: write(common) })),
    }),
  );
};

const contentsXml = (object: StoredObject, write: (text: string) => string, withOwner: boolean): XmlElements => ({
  Key: write(object.key),
  LastModified: s3Date(object.lastModified),
  ETag: `"${object.etag}"`,
  ChecksumAlgorithm: object.checksum?.algorithm,
  ChecksumType: object.checksum?.type,
  Size: object.body.size,
  Owner: withOwner ? ownerXml : undefined,
  StorageClass: object.storageClass,
});

interface PageRequest {
  readonly prefix: string;
  readonly delimiter: string;
  readonly maxKeys: number;
  /** The last key or common prefix of the page before. */
  readonly after: string | undefined;
  readonly startAfter: string;
}

interface Page {
  readonly objects: readonly StoredObject[];
  readonly commonPrefixes: readonly string[];
  /** The last key or common prefix of this page, if there is more. */
  readonly next: string | undefined;
}

/** Keys and rolled-up prefixes count alike towards the page's size, and are in one order. */
const listPage = (bucket: Bucket, { prefix, delimiter, maxKeys, after, startAfter }: PageRequest): Page => {
  const objects: StoredObject[] = [];
  const commonPrefixes: string[] = [];
  let last: string | undefined;
  if (maxKeys === 0) return { objects, commonPrefixes, next: undefined };
  const keys = sortedKeys(bucket);
  for (let index = firstAfter(keys, after ?? startAfter, prefix); index < keys.length; index += 1) {
    const key = keys[index] ?? "";
    if (!key.startsWith(prefix)) break;
    const common = commonPrefix(key, prefix, delimiter);
    if (common !== undefined && (common === last || common === after)) continue;
    if (objects.length + commonPrefixes.length === maxKeys) return { objects, commonPrefixes, next: last };
    const object = bucket.objects.get(key);
    if (common !== undefined) commonPrefixes.push(common);
    else if (object !== undefined) objects.push(object);
    last = common ?? key;
  }
  return { objects, commonPrefixes, next: undefined };
};

const commonPrefix = (key: string, prefix: string, delimiter: string): string | undefined => {
  const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
};

/** The index of the first key that is greater than `after` and not less than `prefix`, in UTF-8 order. */
const firstAfter = (keys: readonly string[], after: string, prefix: string): number => {
  const [afterBytes, prefixBytes] = [Buffer.from(after), Buffer.from(prefix)];
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const bytes = Buffer.from(keys[middle] ?? "");
    const isBefore = (after !== "" && Buffer.compare(bytes, afterBytes) <= 0) || Buffer.compare(bytes, prefixBytes) < 0;
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  return low;
};
