import * as z from "@tsunagu/core/zod";
import { type Comment, commentOutput, commentPageSize } from "../comments/comment.ts";
import { readComments } from "../comments/read-comments.ts";
import { kintoneTool } from "../connector.ts";
import { appId, milliseconds, recordIdInput, requestTimeout } from "../schema.ts";
import { settle } from "../session.ts";

/** 200 requests, one after the other: what a call has time for. */
const mostComments = 2000;

/**
 * Reads the comments of a record.
 *
 * @see kintone REST API, Get Comments
 */
export const kintoneGetRecordComments = kintoneTool({
  name: "kintone_get_record_comments",
  title: "Get comments of a kintone record",
  description:
    "Reads the comments of one kintone record: text, author, time and whom each mentions. Without `limit` all comments are read, ten a " +
    `request, up to ${mostComments}; with it at most that many. To go on, call again with a higher \`offset\`. For the latest comments use order desc with a limit.`,
  effect: { kind: "read" },
  permissions: ["app:view records"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      record_id: recordIdInput(),
      order: z.enum(["asc", "desc"]).default("asc").describe("asc: oldest first. desc: newest first."),
      offset: z.int().min(0).max(1_000_000).default(0).describe("Comments to pass over at the start, in this order."),
      limit: z
        .int()
        .min(1)
        .max(mostComments)
        .optional()
        .describe("Most comments to read. Without it all are read, up to 2,000."),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      comments: z.array(commentOutput()),
      meta: z.object({
        mode: z.enum(["all", "limited"]).describe("limited when `limit` was given."),
        page_size: z.int().describe("Most comments of one request."),
        used_pages: z.int().min(1).describe("Requests made."),
        offset_start: z.int(),
        order: z.enum(["asc", "desc"]),
        older: z.boolean().describe("The record has older comments than those read."),
        newer: z.boolean().describe("The record has newer comments than those read."),
        requested_limit: z.int().nullable(),
        total_count: z.int().describe("Comments in this answer."),
        first_id: z.string().nullable().describe("Id of the first comment in this answer."),
        last_id: z.string().nullable(),
        truncated: z.boolean().describe("All were asked for, but the record has more than can be read at once."),
      }),
    }),

  execute: ({ kintone_app_id: app, record_id: record, order, offset, limit, ...input }, { session, signal, report }) =>
    settle(async () => {
      const options = { signal, timeoutMs: milliseconds(input.request_timeout) };
      const wanted = { app, record, order, offset, ceiling: limit ?? mostComments };
      const { comments, pages, older, newer } = await readComments(session, wanted, options, (done) =>
        report({ message: `${done} comments read`, done }),
      );
      return {
        comments: [...comments],
        meta: {
          mode: limit === undefined ? ("all" as const) : ("limited" as const),
          page_size: commentPageSize,
          used_pages: pages,
          offset_start: offset,
          order,
          older,
          newer,
          requested_limit: limit ?? null,
          total_count: comments.length,
          first_id: comments[0]?.id ?? null,
          last_id: comments.at(-1)?.id ?? null,
          truncated: limit === undefined && (order === "asc" ? newer : older),
        },
      };
    }),

  present: ({ comments, meta }) => {
    if (comments.length === 0) return [{ type: "text", text: "No comments." }];
    const order = meta.order === "asc" ? "oldest first" : "newest first";
    const more = meta.older || meta.newer ? ", the record has more" : "";
    const count = `${comments.length} ${comments.length === 1 ? "comment" : "comments"}, ${order}${more}`;
    return [{ type: "text", text: [count, ...comments.map(commentText)].join("\n") }];
  },
});

const commentText = ({ id, text, createdAt, creator, mentions }: Comment): string => {
  const to = mentions.length === 0 ? "" : ` to ${mentions.map(({ code }) => code).join(", ")}`;
  return `[${id}] ${createdAt} ${creator.name} (${creator.code})${to}: ${text.trim()}`;
};
