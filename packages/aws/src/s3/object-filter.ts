import type { _Object as S3Object } from "@aws-sdk/client-s3";
import * as z from "@tsunagu/core/zod";

const date = () => z.iso.datetime({ offset: true }).max(40).optional();
const bytes = () => z.int().min(0).optional();

/** Which of the listed objects to show. S3 itself knows no such conditions. */
export const objectFilter = () => ({
  modified_after: date().describe(
    "Show only objects that were last modified at this time or later (ISO 8601 with time zone). Checked after listing.",
  ),
  modified_before: date().describe(
    "Show only objects that were last modified before this time (ISO 8601 with time zone). Checked after listing.",
  ),
  min_size: bytes().describe("Show only objects of at least this many bytes. Checked after listing."),
  max_size: bytes().describe("Show only objects of at most this many bytes. Checked after listing."),
});

interface ObjectFilter {
  readonly modified_after?: string | undefined;
  readonly modified_before?: string | undefined;
  readonly min_size?: number | undefined;
  readonly max_size?: number | undefined;
}

/** Refuses conditions that no object meets. */
export const checkObjectFilter = (filter: ObjectFilter, context: z.RefinementCtx): void => {
  const { modified_after, modified_before, min_size, max_size } = filter;
  if (modified_after !== undefined && modified_before !== undefined && !isEarlier(modified_after, modified_before)) {
    context.addIssue({ code: "custom", path: ["modified_before"], message: "is not after modified_after" });
  }
  if (min_size !== undefined && max_size !== undefined && max_size < min_size) {
    context.addIssue({ code: "custom", path: ["max_size"], message: "is less than min_size" });
  }
};

/** Whether an object meets the conditions. One whose date S3 does not tell meets none of the dates. */
export const meets = (
  { modified_after, modified_before, min_size, max_size }: ObjectFilter,
  { LastModified, Size = 0 }: S3Object,
): boolean => {
  const modified = LastModified?.getTime() ?? Number.NaN;
  return (
    (modified_after === undefined || modified >= Date.parse(modified_after)) &&
    (modified_before === undefined || modified < Date.parse(modified_before)) &&
    (min_size === undefined || Size >= min_size) &&
    (max_size === undefined || Size <= max_size)
  );
};

const isEarlier = (one: string, other: string): boolean => Date.parse(one) < Date.parse(other);
