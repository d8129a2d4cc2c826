import { invalidField, isObject, type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";
import { buildCondition } from "../query/condition.ts";
import { orThrow } from "../read/reader.ts";
import type { KintoneSession, RequestOptions } from "../session.ts";
import { dataError, type RecordData, readRecordData } from "./record-data.ts";

/** Which record takes uploaded files, and in which field. */
export interface AttachmentTarget {
  readonly attachment_field: string;
  readonly id?: string | undefined;
  readonly updateKey?: { readonly field: string; readonly value: string | number } | undefined;
  readonly record?: Readonly<Record<string, unknown>> | undefined;
}

/** A record for kintone_upsert_records that holds uploaded files. */
export interface AttachmentRecord {
  readonly id?: string;
  readonly updateKey?: AttachmentTarget["updateKey"];
  readonly record: RecordData;
}

/** Checks a mapping before anything is uploaded: one record takes all files, or there are as many records as files. */
export const checkTargets = (targets: readonly AttachmentTarget[], fileCount: number): Result<void, ToolError> => {
  if (targets.length !== 1 && targets.length !== fileCount) {
    const problem = `names ${targets.length} records for ${fileCount} files`;
    return err(
      invalidField("records_mapping", problem, "Name one record for all files, or one record for each file, in order."),
    );
  }
  const double = targets.findIndex(({ id, updateKey }) => id !== undefined && updateKey !== undefined);
  if (double >= 0)
    return err(dataError(["records_mapping", "records", double], "has both id and updateKey", "Give one of the two."));
  return ok(undefined);
};

/** The attachments that a target's record has now, as `{ fileKey }` each; none when there is no such record yet. Throws a ToolFailure. */
export const presentAttachments = async (
  session: KintoneSession,
  app: string,
  target: AttachmentTarget,
  options: Omit<RequestOptions, "repeatable">,
): Promise<readonly { readonly fileKey: string }[]> => {
  const condition = conditionOf(target);
  if (condition === undefined) return [];
  const query = `${orThrow(condition)} limit 1`;
  const fields = [target.attachment_field];
  const read = session.request("getRecords", (client) => client.record.getRecords({ app, query, fields }), {
    ...options,
    repeatable: true,
  });
  const [record] = orThrow(await read).records as readonly Record<string, unknown>[];
  if (record === undefined) return [];
  const field = record[target.attachment_field];
  const files = isObject(field) ? field["value"] : undefined;
  if (!Array.isArray(files) || !files.every((file) => isObject(file) && typeof file["fileKey"] === "string"))
    throw noFileField(target);
  return files.map((file: { fileKey: string }) => ({ fileKey: file.fileKey }));
};

/** The records to upsert, each with its files after those that it keeps. */
export const attachmentRecords = (
  targets: readonly AttachmentTarget[],
  fileKeys: readonly string[],
  kept: readonly (readonly { readonly fileKey: string }[])[],
): Result<readonly AttachmentRecord[], ToolError> => {
  const records: AttachmentRecord[] = [];
  for (const [index, { attachment_field, id, updateKey, record }] of targets.entries()) {
    const own = targets.length === 1 ? fileKeys : fileKeys.slice(index, index + 1);
    const files = [...(kept[index] ?? []), ...own.map((fileKey) => ({ fileKey }))];
    const values =
      record === undefined ? ok({}) : readRecordData(record, ["records_mapping", "records", index, "record"]);
    if (values.isErr()) return err(values.error);
    records.push({
      ...(id === undefined ? {} : { id }),
      ...(updateKey === undefined ? {} : { updateKey }),
      record: { ...values.value, [attachment_field]: { value: files } },
    });
  }
  return ok(records);
};

const conditionOf = ({ id, updateKey }: AttachmentTarget): Result<string, ToolError> | undefined => {
  if (id !== undefined) return buildCondition({ field: "$id", operator: "=", value: id });
  return updateKey && buildCondition({ field: updateKey.field, operator: "=", value: String(updateKey.value) });
};

const noFileField = ({ attachment_field }: AttachmentTarget): ToolFailure =>
  new ToolFailure(
    toolError("invalid_input", `records_mapping: ${attachment_field} is no attachment field of the app.`, {
      hint: "Call kintone_get_fields and name a field of type FILE.",
    }),
  );
