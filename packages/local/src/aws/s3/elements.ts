import { account } from "../account.ts";
import type { Checksum } from "./checksum.ts";

/** A date as Amazon S3 writes it in XML: whole seconds, with the milliseconds as zeros. */
export const s3Date = (date: Date): string => date.toISOString().replace(/\.\d{3}Z$/, ".000Z");

/** The owner element of listings. */
export const ownerXml = { ID: account.canonicalId } as const;

/** The elements that tell an object's checksum, as in `<ChecksumCRC32>`. */
export const checksumXml = (checksum: Checksum | undefined): Record<string, string> =>
  checksum === undefined ? {} : { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type };
