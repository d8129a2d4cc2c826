import type { ToolContext } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { commentPageSize, commentUser } from "../comments/comment.ts";
import { mentionsInput, readMentions } from "../comments/mentions.ts";
import { readComments } from "../comments/read-comments.ts";
import { kintoneTool } from "../connector.ts";
import { orThrow } from "../read/reader.ts";
import { appId, milliseconds, recordIdInput, requestTimeout } from "../schema.ts";
import { type KintoneSession, type RequestOptions, settle } from "../session.ts";
import { renamed, withInputPaths } from "../write/input-paths.ts";

const maxText = 65_535;

/**
 * Adds a comment to a record.
 *
 * @see kintone REST API, Add Comment
 */
export const kintoneAddRecordComment = kintoneTool({
  name: "kintone_add_record_comment",
  title: "Add a comment to a kintone record",
  description:
    "Adds a comment to one kintone record, and can mention people, groups and organizations, who are then notified. With an API token " +
    "the comment's author is Administrator. Calling it twice adds two comments. Comments cannot be changed, only deleted with kintone_delete_record_comment.",
  effect: { kind: "write", idempotent: false },
  permissions: ["app:view records"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      record_id: recordIdInput(),
      comment_text: z
        .string()
        .max(maxText)
        .regex(/\S/, "has to hold more than blanks")
        .describe("The comment. Line breaks are kept; blanks around it go."),
      mentions: mentionsInput()
        .optional()
        .describe('Whom to mention, before the text: [{"code": "sato", "type": "USER"}]. At most 10.'),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      comment_id: z.string(),
      record_id: z.string(),
      app_id: z.string(),
      mentions_count: z.int().min(0),
      created_at: z
        .string()
        .nullable()
        .describe("UTC, to the minute; read back after the comment was added. null when that failed."),
      creator: commentUser().nullable().describe("Who the comment is from; null when it could not be read back."),
      response: z.object({ id: z.string() }).describe("kintone's own answer."),
    }),

  plan: ({ kintone_app_id, record_id, comment_text, mentions = [] }) => {
    const codes = [mentions].flat().map(({ code }) => code);
    const to = codes.length === 0 ? "" : `, which mentions ${codes.join(", ")}`;
    return `Adds a comment of ${comment_text.trim().length} characters to record ${record_id} of kintone app ${kintone_app_id}${to}.`;
  },

  execute: ({ kintone_app_id: app, record_id: record, comment_text, ...input }, context) => {
    const options = { signal: context.signal, timeoutMs: milliseconds(input.request_timeout) };
    return readMentions(input.mentions).asyncAndThen((mentions) =>
      settle(async () => {
        const comment = { text: comment_text.trim(), ...(mentions.length === 0 ? {} : { mentions: [...mentions] }) };
        const added = await context.session.request(
          "addRecordComment",
          (client) => client.record.addRecordComment({ app, record, comment }),
          { ...options, repeatable: false },
        );
        const { id } = orThrow(added.mapErr((error) => withInputPaths(error, inputPath)));
        return {
          comment_id: id,
          record_id: record,
          app_id: app,
          mentions_count: mentions.length,
          ...(await readBack({ app, record, id }, options, context)),
          response: { id },
        };
      }),
    );
  },

  present: ({ comment_id, record_id, app_id }) => [
    { type: "text", text: `Added comment ${comment_id} to record ${record_id} of app ${app_id}.` },
  ],
});

interface Added {
  readonly app: string;
  readonly record: string;
  readonly id: string;
}

/** kintone answers the id alone, so the newest comments are asked for the rest. The comment stands even if that fails. */
const readBack = async (
  { app, record, id }: Added,
  options: Omit<RequestOptions, "repeatable">,
  { session, logger }: ToolContext<KintoneSession>,
) => {
  const newest = { app, record, order: "desc", offset: 0, ceiling: commentPageSize } as const;
  const read = await settle(() => readComments(session, newest, options, () => {}));
  if (read.isErr()) logger.warn({ error: read.error }, "The comment was added, but could not be read back");
  const comment = read.map(({ comments }) => comments.find((each) => each.id === id)).unwrapOr(undefined);
  return { created_at: comment?.createdAt ?? null, creator: comment?.creator ?? null };
};

/** kintone names `comment.text`, `comment.mentions[0]` and `record`. */
const inputPath = (path: readonly (string | number)[]): readonly (string | number)[] => {
  if (path[0] !== "comment") return renamed("record", "record_id")(path);
  return path[1] === "text" ? ["comment_text", ...path.slice(2)] : path.slice(1);
};
