import * as z from "@tsunagu/core/zod";
import { commentIdInput } from "../comments/comment.ts";
import { kintoneTool } from "../connector.ts";
import { appId, milliseconds, recordIdInput, requestTimeout } from "../schema.ts";

/**
 * Deletes a comment of a record.
 *
 * @see kintone REST API, Delete Comment
 */
export const kintoneDeleteRecordComment = kintoneTool({
  name: "kintone_delete_record_comment",
  title: "Delete a comment of a kintone record",
  description:
    "Deletes one comment of a kintone record, for good. Find its id with kintone_get_record_comments. Only comments of the credential's own user " +
    "can be deleted; with an API token those are the comments that Administrator wrote. A comment that is gone already is an error (not_found).",
  effect: { kind: "destroy", idempotent: true },
  permissions: ["app:view records"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      record_id: recordIdInput(),
      comment_id: commentIdInput(),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      app_id: z.string(),
      record_id: z.string(),
      comment_id: z.string().describe("The comment that was deleted."),
    }),

  plan: ({ kintone_app_id, record_id, comment_id }) =>
    `Deletes comment ${comment_id} of record ${record_id} in kintone app ${kintone_app_id} for good.`,

  execute: ({ kintone_app_id: app, record_id: record, comment_id: comment, request_timeout }, { session, signal }) =>
    session
      .request("deleteRecordComment", (client) => client.record.deleteRecordComment({ app, record, comment }), {
        signal,
        timeoutMs: milliseconds(request_timeout),
        repeatable: false,
      })
      .map(() => ({ app_id: app, record_id: record, comment_id: comment })),

  present: ({ app_id, record_id, comment_id }) => [
    { type: "text", text: `Deleted comment ${comment_id} of record ${record_id} in app ${app_id}.` },
  ],
});
