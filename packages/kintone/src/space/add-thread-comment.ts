import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { milliseconds, requestTimeout } from "../schema.ts";
import { entityInput, spaceId, threadId } from "../spaces/schema.ts";

/**
 * Writes a comment in a thread.
 *
 * @see kintone REST API, Add Thread Comment
 */
export const kintoneAddThreadComment = kintoneTool({
  name: "kintone_add_thread_comment",
  title: "Add a kintone thread comment",
  description:
    "Writes a comment in a thread of a kintone space, with mentions of users, groups or organizations, who are notified. Up to 5 files " +
    "that kintone_upload_file has uploaded can be attached by their fileKey. Calling it twice writes it twice. Needs a login by password; " +
    "kintone takes neither API tokens nor OAuth here.",
  effect: { kind: "write", idempotent: false },
  permissions: ["space:see the space"],

  input: () =>
    z.strictObject({
      space_id: spaceId(),
      thread_id: threadId(),
      comment_text: z.string().min(1).max(65_535).describe("Text of the comment."),
      mentions: z
        .array(entityInput())
        .max(10)
        .optional()
        .describe('Who is mentioned, as [{"type": "USER", "code": "sato"}]. At most 10.'),
      file_keys: z
        .array(z.string().min(1).max(256))
        .max(5)
        .optional()
        .describe("Upload keys of files to attach, each of which can be used once."),
      request_timeout: requestTimeout(),
    }),

  output: () => z.object({ space_id: z.string(), thread_id: z.string(), comment_id: z.string() }),

  plan: ({ space_id, thread_id, comment_text, mentions = [] }) =>
    `Writes a comment of ${comment_text.length} characters with ${mentions.length} mentions in thread ${thread_id} of kintone space ${space_id}.`,

  execute: ({ space_id, thread_id, comment_text, mentions, file_keys, request_timeout }, { session, signal }) => {
    const comment = {
      text: comment_text,
      ...(mentions === undefined ? {} : { mentions }),
      ...(file_keys === undefined ? {} : { files: file_keys.map((fileKey) => ({ fileKey })) }),
    };
    return session
      .request(
        "addThreadComment",
        (client) => client.space.addThreadComment({ space: space_id, thread: thread_id, comment }),
        { signal, timeoutMs: milliseconds(request_timeout), repeatable: false },
      )
      .map(({ id }) => ({ space_id, thread_id, comment_id: String(id) }));
  },

  present: ({ thread_id, comment_id }) => [
    { type: "text", text: `Wrote comment ${comment_id} in thread ${thread_id}.` },
  ],
});
