import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, milliseconds, recordIdInput, requestTimeout, revisionInput } from "../schema.ts";

/**
 * Sets the assignees of a record.
 *
 * @see kintone REST API, Update Assignees
 */
export const kintoneUpdateAssignees = kintoneTool({
  name: "kintone_update_assignees",
  title: "Update kintone record assignees",
  description:
    "Sets who has to act on a kintone record in its present status, in an app that uses process management. The given users replace " +
    "the present assignees; an empty list leaves the record without one. Where the status has one assignee only, give one. " +
    "To move the record to another status, use kintone_update_statuses.",
  effect: { kind: "write", idempotent: false },
  permissions: ["app:edit records"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      record_id: recordIdInput(),
      assignees: z
        .array(z.string().min(1).max(128))
        .max(100)
        .describe('Login names of the new assignees, as ["sato", "mori"]. Empty removes all.'),
      revision: revisionInput().optional(),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      app_id: z.string(),
      record_id: z.string(),
      assignees: z.array(z.string()),
      revision: z.string(),
    }),

  plan: ({ kintone_app_id, record_id, assignees }) =>
    `Makes ${assignees.length === 0 ? "nobody" : assignees.map((code) => JSON.stringify(code)).join(", ")} the assignee of record ${record_id} in kintone app ${kintone_app_id}.`,

  execute: ({ kintone_app_id: app, record_id: id, assignees, revision, request_timeout }, { session, signal }) =>
    session
      .request(
        "updateRecordAssignees",
        (client) =>
          client.record.updateRecordAssignees({ app, id, assignees, ...(revision === undefined ? {} : { revision }) }),
        { signal, timeoutMs: milliseconds(request_timeout), repeatable: false },
      )
      .map((answer) => ({ app_id: app, record_id: id, assignees, revision: String(answer.revision) })),

  present: ({ record_id, assignees }) => [
    { type: "text", text: `Record ${record_id} is assigned to ${assignees.join(", ") || "nobody"}.` },
  ],
});
