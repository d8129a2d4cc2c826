import { invalidField, isObject, type ToolError } from "@tsunagu/core";
import { err, ok, Result } from "neverthrow";
import { dataError, type RecordData, readRecordData } from "./record-data.ts";
import { readUpdateKey, type UpdateKey } from "./update-key.ts";

/** A record to add or update, and its place in the input, counted from 0. */
export interface UpsertRow {
  readonly row: number;
  /** What names the record. Without it the record is new. */
  readonly key: { readonly id: string } | { readonly updateKey: UpdateKey } | undefined;
  readonly record: RecordData;
  readonly revision: string | undefined;
}

/** Most records of one call. */
export const maxUpsertRows = 10_000;

/**
 * Reads records to upsert: `{ records: [{ updateKey?, id?, record }] }`, the same wrapped as `{ records_data: … }`, lists of
 * either, and lists of items. Errors: `invalid_input`, naming the row.
 */
export const readUpsertRows = (given: unknown): Result<readonly UpsertRow[], ToolError> => {
  const items = collectItems(given);
  if (items.length === 0)
    return err(
      invalidField("records_data", "holds no records", 'Write {"records": [{"updateKey": {…}, "record": {…}}]}.'),
    );
  if (items.length > maxUpsertRows) {
    return err(invalidField("records_data", `holds ${items.length} records`, `Send at most ${maxUpsertRows} at once.`));
  }
  return Result.combine(items.map(readRow));
};

const collectItems = (given: unknown): readonly unknown[] => {
  if (Array.isArray(given)) return given.flatMap(collectItems);
  if (!isObject(given)) return [given];
  if ("records_data" in given && !("record" in given)) return collectItems(given["records_data"]);
  return Array.isArray(given["records"]) && !("record" in given) ? given["records"] : [given];
};

const readRow = (item: unknown, row: number): Result<UpsertRow, ToolError> => {
  const path = ["records_data", row];
  const record = isObject(item) ? item["record"] : undefined;
  if (!isObject(item) || !isObject(record)) {
    return err(
      dataError(
        path,
        "has no record",
        'Write {"updateKey": {"field": …, "value": …}, "record": {"Name": {"value": …}}}.',
      ),
    );
  }
  const revision = item["revision"];
  return readKey(item, path).andThen((key) =>
    readRecordData(record, [...path, "record"]).map((data) => ({
      row,
      key,
      record: data,
      revision: revision === undefined || revision === null ? undefined : String(revision),
    })),
  );
};

const readKey = (
  item: Readonly<Record<string, unknown>>,
  path: readonly (string | number)[],
): Result<UpsertRow["key"], ToolError> => {
  const { id, updateKey } = item;
  const hasId = id !== undefined && id !== null && id !== "";
  const hasUpdateKey = updateKey !== undefined && updateKey !== null && updateKey !== "";
  if (hasId && hasUpdateKey)
    return err(dataError(path, "has both id and updateKey", "Give one of the two, or none for a new record."));
  if (hasUpdateKey)
    return readUpdateKey(updateKey, undefined, [...path, "updateKey"]).map((key) => ({ updateKey: key }));
  if (!hasId) return ok(undefined);
  return /^[1-9]\d{0,17}$/.test(String(id))
    ? ok({ id: String(id) })
    : err(dataError([...path, "id"], "is not a record id", "It is the value of $id."));
};
