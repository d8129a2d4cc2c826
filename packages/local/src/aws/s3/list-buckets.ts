import { numberField, type S3Handler, xmlAnswer } from "./call.ts";
import { ownerXml, s3Date } from "./elements.ts";
import { readToken, writeToken } from "./list-text.ts";
import { sortUtf8 } from "./store.ts";
import { s3Xml } from "./xml.ts";

/**
 * Buckets in the order of their names. Their regions are told when the request has at least one parameter.
 *
 * @see Amazon S3 API Reference, ListBuckets
 */
export const handleListBuckets: S3Handler = async (call) => {
  const { query } = call.request;
  const maxBuckets = numberField(call, "max-buckets", { fallback: 10_000, min: 1, max: 10_000 });
  const prefix = query.get("prefix");
  const region = query.get("bucket-region");
  const after = readToken(query.get("continuation-token"), "continuation-token") ?? "";
  const hasParameter = ["max-buckets", "prefix", "bucket-region", "continuation-token"].some((name) => query.has(name));
  const rest = sortUtf8([...call.store.buckets.keys()]).filter(
    (name) =>
      name > after &&
      name.startsWith(prefix ?? "") &&
      (region === undefined || call.store.buckets.get(name)?.region === region),
  );
  const page = rest.slice(0, maxBuckets);
  const last = page.at(-1);
  return xmlAnswer(
    s3Xml("ListAllMyBucketsResult", {
      Owner: ownerXml,
      Buckets: {
        Bucket: page.flatMap((name) => {
          const bucket = call.store.buckets.get(name);
          if (bucket === undefined) return [];
          return [
            {
              Name: name,
              CreationDate: s3Date(bucket.createdAt),
              BucketRegion: hasParameter ? bucket.region : undefined,
            },
          ];
        }),
      },
      Prefix: prefix,
      ContinuationToken: rest.length > page.length && last !== undefined ? writeToken(last) : undefined,
    }),
  );
};
