import { invalidArgument, noSuchKey, notImplemented, preconditionFailed } from "./errors.ts";
import type { StoredObject } from "./store.ts";

/**
 * Checks `If-None-Match: *` and `If-Match: etag` of a write.
 *
 * @see Amazon S3 User Guide, How to prevent object overwrites with conditional writes
 */
export const checkWriteConditions = (
  headers: ReadonlyMap<string, string>,
  key: string,
  current: StoredObject | undefined,
): void => {
  const ifMatch = headers.get("if-match");
  const ifNoneMatch = headers.get("if-none-match");
  if (ifNoneMatch !== undefined && (ifNoneMatch !== "*" || ifMatch !== undefined)) {
    throw notImplemented("If-None-Match with a value other than *, or together with If-Match");
  }
  if (ifNoneMatch !== undefined && current !== undefined) throw preconditionFailed("If-None-Match");
  if (ifMatch === undefined) return;
  if (current === undefined) throw noSuchKey(key);
  if (!matches(ifMatch, current.etag)) throw preconditionFailed("If-Match");
};

/** Checks the conditions of a read, or of the source of a copy when the names have a prefix. */
export const checkReadConditions = (
  headers: ReadonlyMap<string, string>,
  object: StoredObject,
  prefix: "" | "x-amz-copy-source-" = "",
): "proceed" | "not_modified" => {
  const ifMatch = headers.get(`${prefix}if-match`);
  const ifNoneMatch = headers.get(`${prefix}if-none-match`);
  const ifUnmodifiedSince = parseDate(headers, `${prefix}if-unmodified-since`);
  const ifModifiedSince = parseDate(headers, `${prefix}if-modified-since`);
  const modified = Math.floor(object.lastModified.getTime() / 1000) * 1000;

  if (ifMatch !== undefined) {
    if (!matches(ifMatch, object.etag)) throw preconditionFailed(conditionName(prefix, "If-Match"));
  } else if (ifUnmodifiedSince !== undefined && modified > ifUnmodifiedSince) {
    throw preconditionFailed(conditionName(prefix, "If-Unmodified-Since"));
  }
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, object.etag) ? "not_modified" : "proceed";
  return ifModifiedSince !== undefined && modified <= ifModifiedSince ? "not_modified" : "proceed";
};

/** Whether an `If-Match` list names an entity tag. */
export const matches = (list: string, etag: string): boolean =>
  list.split(",").some((item) => item.trim() === "*" || unquote(item) === etag);

export const unquote = (etag: string): string =>
  etag
    .trim()
    .replace(/^W\//, "")
    .replace(/^"(.*)"$/, "$1");

const conditionName = (prefix: string, name: string): string => (prefix === "" ? name : `${prefix}${name}`);

const parseDate = (headers: ReadonlyMap<string, string>, name: string): number | undefined => {
  const text = headers.get(name);
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw invalidArgument("The date is not valid", name, text);
  return time;
};
