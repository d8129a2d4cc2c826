import * as z from "@tsunagu/core/zod";
import { appId, recordData, recordIdInput, revisionInput, updateKeyObject } from "../schema.ts";

const mostRecords = 100;

const key = () => ({
  id: recordIdInput().optional(),
  updateKey: updateKeyObject().optional().describe("A unique field and its value in place of the id."),
});
const revision = () => revisionInput().optional();
const record = () => recordData().describe('Field code to value, as {"Name": {"value": "Sato"}}.');
const action = () => z.string().min(1).max(64).describe("Name of the process action.");
const assignee = () => z.string().min(1).max(128).optional().describe("Login name of the next assignee.");

/** One write of a bulk request. */
export const bulkRequestInput = () =>
  z.discriminatedUnion("operation", [
    z.strictObject({
      operation: z.literal("add_records"),
      kintone_app_id: appId(),
      records: z.array(record()).min(1).max(mostRecords),
    }),
    z.strictObject({
      operation: z.literal("update_records"),
      kintone_app_id: appId(),
      records: z
        .array(z.strictObject({ ...key(), record: record(), revision: revision() }))
        .min(1)
        .max(mostRecords),
      upsert: z.boolean().default(false).describe("Adds a record whose key names none."),
    }),
    z.strictObject({
      operation: z.literal("delete_records"),
      kintone_app_id: appId(),
      record_ids: z.array(recordIdInput()).min(1).max(mostRecords),
      revisions: z.array(revisionInput()).max(mostRecords).optional().describe("One for each record id; -1 for any."),
    }),
    z.strictObject({
      operation: z.literal("update_statuses"),
      kintone_app_id: appId(),
      records: z
        .array(z.strictObject({ id: recordIdInput(), action: action(), assignee: assignee(), revision: revision() }))
        .min(1)
        .max(mostRecords),
    }),
    z.strictObject({
      operation: z.literal("update_assignees"),
      kintone_app_id: appId(),
      record_id: recordIdInput(),
      assignees: z.array(z.string().min(1).max(128)).max(100).describe("Login names; empty removes all."),
      revision: revision(),
    }),
  ]);

export type BulkRequestInput = z.output<ReturnType<typeof bulkRequestInput>>;
