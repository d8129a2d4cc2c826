import { type ToolError, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";

const largestObject = 5 * 1024 ** 4;
const position = () => z.int().min(0).max(largestObject).optional();

/** Which bytes of an object to read; all of them when nothing is given. */
export const byteRange = () => ({
  first_byte: position().describe("Read from this byte on; the object's first byte is 0."),
  last_byte: position().describe("Read up to and with this byte, or to the object's end if that comes before."),
  last_bytes: z
    .int()
    .min(1)
    .max(largestObject)
    .optional()
    .describe("Read only this many bytes at the object's end. Not together with first_byte and last_byte."),
});

export interface ByteRange {
  readonly first_byte?: number | undefined;
  readonly last_byte?: number | undefined;
  readonly last_bytes?: number | undefined;
}

/** Which bytes came. */
export const receivedRange = () =>
  z
    .object({
      first_byte: z.int().min(0),
      last_byte: z.int().min(0),
      object_size: z.int().min(0).describe("Bytes of the whole object."),
    })
    .nullable()
    .describe("Which bytes of the object these are; null when all of it was asked for.");

export interface ReceivedRange {
  readonly first_byte: number;
  readonly last_byte: number;
  readonly object_size: number;
}

/** Refuses what is no range. */
export const checkByteRange = (range: ByteRange, context: z.RefinementCtx): void => {
  const { first_byte = 0, last_byte, last_bytes } = range;
  if (last_byte !== undefined && last_byte < first_byte) {
    const message = `comes before first_byte ${first_byte}`;
    context.addIssue({ code: "custom", path: ["last_byte"], message });
  }
  if (last_bytes !== undefined && (range.first_byte !== undefined || last_byte !== undefined)) {
    context.addIssue({ code: "custom", path: ["last_bytes"], message: "does not go with first_byte and last_byte" });
  }
};

/** The `Range` that asks for it, or undefined for the whole object. */
export const rangeHeader = ({ first_byte, last_byte, last_bytes }: ByteRange): string | undefined => {
  if (last_bytes !== undefined) return `bytes=-${last_bytes}`;
  if (first_byte === undefined && last_byte === undefined) return undefined;
  return `bytes=${first_byte ?? 0}-${last_byte ?? ""}`;
};

/** Reads `Content-Range`; null when there is none that can be read. */
export const readContentRange = (header: string | undefined): ReceivedRange | null => {
  const [, first, last, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(header ?? "") ?? [];
  return first === undefined || last === undefined || size === undefined
    ? null
    : { first_byte: Number(first), last_byte: Number(last), object_size: Number(size) };
};

/** S3's refusal of a range, said in the fields' names. Other errors stay as they are. */
export const explainRange = (error: ToolError, name: string, range: ByteRange): ToolError => {
  if (error.origin?.code !== "InvalidRange") return error;
  const field = range.last_bytes === undefined ? "first_byte" : "last_bytes";
  const what = range.last_bytes === undefined ? `byte ${range.first_byte ?? 0}` : "bytes to read";
  return toolError("invalid_input", `${field}: ${name} has no ${what}.`, {
    hint: "s3_head_object tells an object's size. The first byte is 0; an empty object has no range.",
    issues: [{ path: [field], message: "is beyond the object's end" }],
    origin: error.origin,
  });
};
