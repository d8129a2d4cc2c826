import { isObject } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, atomic, milliseconds, recordIdInput, requestTimeout, revisionInput } from "../schema.ts";
import { writeInChunks } from "../write/in-chunks.ts";
import { renamed, withInputPaths } from "../write/input-paths.ts";
import { maxUpsertRows } from "../write/upsert-rows.ts";

const item = () =>
  z.strictObject({
    id: recordIdInput(),
    action: z.string().min(1).max(64).describe("Name of the action as the process settings show it, such as `Start`."),
    assignee: z
      .string()
      .min(1)
      .max(128)
      .optional()
      .describe("Login name of the next assignee, where the next status lets the user choose one."),
    revision: revisionInput().optional(),
  });

/**
 * Runs actions of an app's process on records.
 *
 * @see kintone REST API, Update Statuses; Bulk Request
 */
export const kintoneUpdateStatuses = kintoneTool({
  name: "kintone_update_statuses",
  title: "Update kintone record statuses",
  description:
    "Runs actions of a kintone app's process management on records, which moves each to its next status. Call " +
    "kintone_get_process_management first for the actions and from which status each starts. The user behind the credential has to be " +
    "the assignee, or the action has to be open to everyone. Each change raises a record's revision by 2. Records are changed 100 " +
    "at a time: when a later hundred fails, earlier ones stay changed, and the error says which rows are done, failed and remaining.",
  effect: { kind: "write", idempotent: false },
  permissions: ["app:edit records"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      records: z
        .array(item())
        .min(1)
        .max(maxUpsertRows)
        .describe('The records and their actions, as [{"id": "5", "action": "Start", "assignee": "sato"}].'),
      atomic: atomic(),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      app_id: z.string(),
      updated: z.int().describe("Records whose status was changed."),
      records: z
        .array(z.object({ id: z.string(), revision: z.string().nullable() }))
        .describe("The records with their new revisions, in the order of the input."),
    }),

  plan: ({ kintone_app_id, records, atomic: together }) => {
    const actions = [...new Set(records.map(({ action }) => JSON.stringify(action)))].slice(0, 10).join(", ");
    return `Runs ${actions} on ${records.length} records of kintone app ${kintone_app_id}${together ? ", all or none" : ""}.`;
  },

  execute: ({ kintone_app_id: app, records, atomic: together, request_timeout }, context) => {
    const rows = records.map((record, row) => ({ row, ...record }));
    const payload = (some: typeof rows) => ({
      app,
      records: some.map(({ id, action, assignee, revision }) => ({
        id,
        action,
        ...(assignee === undefined ? {} : { assignee }),
        ...(revision === undefined ? {} : { revision }),
      })),
    });
    return writeInChunks(
      rows,
      {
        operation: "updateRecordsStatus",
        verb: "changed",
        atomic: together,
        send: (client, some) => client.record.updateRecordsStatus(payload([...some])),
        request: (some) => ({ method: "PUT", endpointName: "records/status", payload: payload([...some]) }),
        read: ({ row, id }, answer, index) => ({ row, id, revision: revisionOf(answer, index) }),
        signal: context.signal,
        timeoutMs: milliseconds(request_timeout),
      },
      context,
    )
      .mapErr((error) => withInputPaths(error, renamed("records_data", "records")))
      .map((done) => ({
        app_id: app,
        updated: done.length,
        records: done.map(({ id, revision }) => ({ id, revision })),
      }));
  },

  present: ({ app_id, updated }) => [
    { type: "text", text: `Changed the status of ${updated} records of app ${app_id}.` },
  ],
});

const revisionOf = (answer: unknown, index: number): string | null => {
  const records = isObject(answer) ? answer["records"] : undefined;
  const record: unknown = Array.isArray(records) ? records[index] : undefined;
  return isObject(record) && record["revision"] !== undefined ? String(record["revision"]) : null;
};
