import * as z from "@tsunagu/core/zod";

const mostMetadataBytes = 2048;
const mostTags = 10;
const printable = /^[\x20-\x7e]+$/;

/** What an upload can keep beside the bytes. */
export const objectNotes = () => ({
  cache_control: z
    .string()
    .max(1024)
    .regex(printable, "may hold printable ASCII characters only")
    .optional()
    .describe("`Cache-Control` to send to readers, such as `max-age=3600`."),
  metadata: z
    .record(
      z.string().regex(/^[\w.-]{1,128}$/, "may hold letters, digits, `.`, `_` and `-`"),
      z.string().regex(printable, "may hold printable ASCII characters only"),
    )
    .optional()
    .describe("Metadata of your own: names and ASCII texts, 2 KB in all."),
  tags: z
    .record(z.string().min(1).max(128), z.string().max(256))
    .optional()
    .describe("Tags: up to ten names, each with a value. Needs the permission s3:PutObjectTagging."),
});

interface ObjectNotes {
  readonly cache_control?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Refuses more than S3 keeps. */
export const checkNotes = ({ metadata = {}, tags = {} }: ObjectNotes, context: z.RefinementCtx): void => {
  const bytes = Buffer.byteLength(Object.entries(metadata).flat().join(""));
  if (bytes > mostMetadataBytes) {
    context.addIssue({
      code: "custom",
      path: ["metadata"],
      message: `has ${bytes} bytes, more than ${mostMetadataBytes}`,
    });
  }
  const count = Object.keys(tags).length;
  if (count > mostTags)
    context.addIssue({ code: "custom", path: ["tags"], message: `has ${count} tags, more than ${mostTags}` });
};

/** The request members that they become. */
export const noteMembers = ({ cache_control, metadata, tags = {} }: ObjectNotes) => ({
  ...(cache_control === undefined ? {} : { CacheControl: cache_control }),
  ...(metadata === undefined ? {} : { Metadata: { ...metadata } }),
  ...(Object.keys(tags).length === 0 ? {} : { Tagging: Object.entries(tags).map(encodedTag).join("&") }),
});

const encodedTag = (tag: readonly [string, string]): string => tag.map(encodeURIComponent).join("=");
