import type { Handler } from "../call.ts";
import { postRecord, putRecord } from "./record.ts";
import { deleteRecords, postRecords, putRecords } from "./records-write.ts";
import { putAssignees, putStatus, putStatuses } from "./status.ts";

/** The record-changing calls, by `METHOD path`: each can be made alone or inside a bulk request. */
export const writeHandlers: Readonly<Record<string, Handler>> = {
  "POST record.json": postRecord,
  "PUT record.json": putRecord,
  "POST records.json": postRecords,
  "PUT records.json": putRecords,
  "DELETE records.json": deleteRecords,
  "PUT record/status.json": putStatus,
  "PUT records/status.json": putStatuses,
  "PUT record/assignees.json": putAssignees,
};
