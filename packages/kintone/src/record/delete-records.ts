import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, atomic, milliseconds, recordIdInput, requestTimeout, revisionInput } from "../schema.ts";
import { writeInChunks } from "../write/in-chunks.ts";
import { renamed, withInputPaths } from "../write/input-paths.ts";
import { maxUpsertRows } from "../write/upsert-rows.ts";

interface DeletedRow {
  readonly row: number;
  readonly id: string;
  readonly revision: string;
}

/**
 * Deletes records.
 *
 * @see kintone REST API, Delete Records; Bulk Request
 */
export const kintoneDeleteRecords = kintoneTool({
  name: "kintone_delete_records",
  title: "Delete kintone records",
  description:
    "Deletes records of a kintone app by their ids, with their comments and attachments. This cannot be undone. Give `revisions`, as " +
    "they were read, to delete only what nobody has changed since. Records are deleted 100 at a time: when a later hundred fails, " +
    "earlier ones stay deleted, and the error says which rows (counted from 0) are done, failed and remaining. `atomic` deletes all " +
    "or none. An id that does not exist makes its hundred fail.",
  effect: { kind: "destroy", idempotent: true },
  permissions: ["app:delete records"],

  input: () =>
    z
      .strictObject({
        kintone_app_id: appId(),
        record_ids: z.array(recordIdInput()).min(1).max(maxUpsertRows).describe("Ids of the records: their `$id`."),
        revisions: z
          .array(revisionInput())
          .min(1)
          .max(maxUpsertRows)
          .optional()
          .describe(
            "The `$revision` of each record, in the order of record_ids; -1 for any. A changed record is a conflict.",
          ),
        atomic: atomic(),
        request_timeout: requestTimeout(),
      })
      .superRefine(({ record_ids, revisions }, context) => {
        if (revisions !== undefined && revisions.length !== record_ids.length) {
          const message = `holds ${revisions.length} revisions for ${record_ids.length} records; give one for each, -1 for any`;
          context.addIssue({ code: "custom", path: ["revisions"], message });
        }
        if (new Set(record_ids).size < record_ids.length)
          context.addIssue({ code: "custom", path: ["record_ids"], message: "names a record twice" });
      }),

  output: () =>
    z.object({
      app_id: z.string(),
      deleted: z.int().describe("Records deleted."),
      record_ids: z.array(z.string()),
    }),

  plan: ({ kintone_app_id, record_ids, atomic: together }) => {
    const [first, last] = [record_ids.slice(0, 10).join(", "), record_ids.length > 10 ? ", …" : ""];
    return `Deletes ${record_ids.length} records (${first}${last}) of kintone app ${kintone_app_id} for good${together ? ", all or none" : ""}.`;
  },

  execute: ({ kintone_app_id: app, record_ids, revisions, atomic: together, request_timeout }, context) => {
    const rows = record_ids.map((id, row): DeletedRow => ({ row, id, revision: revisions?.[row] ?? "-1" }));
    const payload = (some: readonly DeletedRow[]) => ({
      app,
      ids: some.map(({ id }) => id),
      ...(revisions === undefined ? {} : { revisions: some.map(({ revision }) => revision) }),
    });
    return writeInChunks(
      rows,
      {
        operation: "deleteRecords",
        verb: "deleted",
        atomic: together,
        send: (client, some) => client.record.deleteRecords(payload(some)),
        request: (some) => ({ method: "DELETE", endpointName: "records", payload: payload(some) }),
        read: ({ row, id }) => ({ row, id }),
        signal: context.signal,
        timeoutMs: milliseconds(request_timeout),
      },
      context,
    )
      .mapErr((error) => withInputPaths(error, renamed("records_data", "record_ids")))
      .map((done) => ({ app_id: app, deleted: done.length, record_ids }));
  },

  present: ({ app_id, deleted }) => [{ type: "text", text: `Deleted ${deleted} records of app ${app_id}.` }],
});
