import { AwsError } from "../errors.ts";
import type { LocalRequest } from "../request.ts";

const maxKeyBytes = 1024;

/** Which bucket and key a request is about; each is empty when it names none. */
export interface Address {
  readonly bucket: string;
  readonly key: string;
}

/**
 * Reads both forms: `localhost/bucket/key` and `bucket.localhost/key`.
 *
 * @see Amazon S3 User Guide, Virtual hosting of general purpose buckets
 */
export const readAddress = (request: LocalRequest): Address => {
  const hostBucket = bucketOfHost(request.headers.get("host") ?? "");
  const path = request.path.replace(/^\//, "");
  if (hostBucket !== undefined) return checked({ bucket: hostBucket, key: path });
  const slash = path.indexOf("/");
  return checked(slash < 0 ? { bucket: path, key: "" } : { bucket: path.slice(0, slash), key: path.slice(slash + 1) });
};

const bucketOfHost = (host: string): string | undefined => {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  return /^(.+?)(?:\.s3)?\.localhost$/.exec(name)?.[1];
};

const checked = (address: Address): Address => {
  const size = Buffer.byteLength(address.key);
  if (size > maxKeyBytes) {
    throw new AwsError(400, "KeyTooLongError", "Your key is too long", {
      Size: String(size),
      MaxSizeAllowed: String(maxKeyBytes),
    });
  }
  if (climbsAboveRoot(address.key)) throw new AwsError(400, "InvalidURI", "Couldn't parse the specified URI.");
  return address;
};

/** A key may hold `..` only after as many other segments (Amazon S3 User Guide, Naming Amazon S3 objects). */
const climbsAboveRoot = (key: string): boolean => {
  let depth = 0;
  for (const segment of key.split("/")) {
    depth += segment === ".." ? -1 : 1;
    if (depth < 0) return true;
  }
  return false;
};
