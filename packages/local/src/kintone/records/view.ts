import type { App } from "../app.ts";
import type { Field, FieldTable } from "../fields.ts";
import { utcMinute } from "../time.ts";
import { rowsOf, type StoredRecord, type Value } from "./values.ts";

/** A field value as the API answers it. */
export interface ApiValue {
  readonly type: string;
  readonly value: unknown;
}

/** A record as the API answers it. */
export type ApiRecord = Readonly<Record<string, ApiValue>>;

/** Shows a record as kintone's API does: every field, or only `codes` (unknown ones are left out). */
export const showRecord = (app: App, record: StoredRecord, codes?: ReadonlySet<string>): ApiRecord => {
  const shown: Record<string, ApiValue> = {};
  const wanted = (code: string): boolean => codes === undefined || codes.has(code);
  for (const field of app.fields.all) {
    if (!wanted(field.code)) continue;
    const value = fieldValue(app, record, field);
    if (value !== undefined) shown[field.code] = { type: field.type, value };
  }
  if (wanted("$id")) shown.$id = { type: "__ID__", value: String(record.id) };
  if (wanted("$revision")) shown.$revision = { type: "__REVISION__", value: String(record.revision) };
  return shown;
};

const fieldValue = (app: App, record: StoredRecord, field: Field): unknown => {
  if (field.slot !== undefined) return showValue(field, record.values[field.slot]);
  switch (field.type) {
    case "RECORD_NUMBER":
      return app.recordNumber(record.id);
    case "CREATOR":
      return record.creator;
    case "MODIFIER":
      return record.modifier;
    case "CREATED_TIME":
      return utcMinute(record.createdAt);
    case "UPDATED_TIME":
      return utcMinute(record.updatedAt);
    case "STATUS":
      return app.process?.enable === true ? record.status : undefined;
    case "STATUS_ASSIGNEE":
      return app.process?.enable === true ? record.assignees : undefined;
    default:
      return undefined;
  }
};

const NULL_WHEN_EMPTY: ReadonlySet<string> = new Set(["DATE", "TIME", "DROP_DOWN", "RADIO_BUTTON"]);

const showValue = (field: Field, value: Value | undefined): unknown => {
  if (field.inner !== undefined) return showRows(field.inner, value);
  if (value === "" && NULL_WHEN_EMPTY.has(field.type)) return null;
  return value;
};

const showRows = (fields: FieldTable, value: Value | undefined): unknown =>
  rowsOf(value).map((row) => ({
    id: String(row.id),
    value: Object.fromEntries(
      fields.slots.map((field) => [
        field.code,
        { type: field.type, value: showValue(field, row.values[field.slot ?? -1]) },
      ]),
    ),
  }));
