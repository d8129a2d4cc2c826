import * as z from "@tsunagu/core/zod";

/** A user as kintone shows one. */
export const commentUser = () => z.looseObject({ code: z.string(), name: z.string() });

/** A comment as kintone answers it. */
export const commentOutput = () =>
  z.looseObject({
    id: z.string(),
    text: z.string(),
    createdAt: z.string().describe("UTC, to the minute, such as `2026-01-31T09:30:00Z`."),
    creator: commentUser(),
    mentions: z.array(z.looseObject({ code: z.string(), type: z.string() })),
  });

export type Comment = z.output<ReturnType<typeof commentOutput>>;

/** Most comments that one call of kintone answers with. */
export const commentPageSize = 10;

/** A comment's id. */
export const commentIdInput = () =>
  z
    .string()
    .regex(/^[1-9]\d{0,17}$/, "has to be a positive whole number")
    .describe("Comment id: the `id` that kintone_get_record_comments answers with.");
