import { AwsError } from "../errors.ts";
import type { S3Call } from "./call.ts";
import { checkReadConditions } from "./conditions.ts";
import { invalidArgument, noSuchKey, preconditionFailed } from "./errors.ts";
import { requireBucket, type StoredObject } from "./store.ts";

/** The object that `x-amz-copy-source` names, if its conditions hold. */
export const readCopySource = (call: S3Call): StoredObject => {
  const header = call.request.headers.get("x-amz-copy-source") ?? "";
  const [encoded = "", versionId = "null"] = header.replace(/^\//, "").split("?versionId=");
  const path = decodePath(encoded, header);
  const slash = path.indexOf("/");
  if (slash < 1 || slash === path.length - 1) {
    throw invalidArgument(
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
      "x-amz-copy-source",
      header,
    );
  }
  const key = path.slice(slash + 1);
  const source = requireBucket(call.store, path.slice(0, slash)).objects.get(key);
  if (versionId !== "null")
    throw new AwsError(404, "NoSuchVersion", "The specified version does not exist.", {
      Key: key,
      VersionId: versionId,
    });
  if (source === undefined) throw noSuchKey(key);
  if (checkReadConditions(call.request.headers, source, "x-amz-copy-source-") === "not_modified") {
    throw preconditionFailed("x-amz-copy-source-If-None-Match");
  }
  return source;
};

const decodePath = (encoded: string, header: string): string => {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw invalidArgument("Invalid copy source encoding.", "x-amz-copy-source", header);
  }
};
