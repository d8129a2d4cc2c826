import { type KintoneRecord, recordId } from "../read/record.ts";

/** One record that was added or changed. */
export interface RecordChange {
  readonly record_id: string;
  readonly revision: string;
  /** Null when it was not read. */
  readonly updated_time: string | null;
}

/** What a reading of changes found. */
export interface Changes {
  readonly added: RecordChange[];
  readonly changed: RecordChange[];
  /** Null when deletions cannot be seen. */
  readonly deleted: string[] | null;
  readonly records_read: number;
  /** There are more to read. */
  readonly truncated: boolean;
  readonly last_record_id: string | null;
  readonly next_since: string | null;
}

/** A record's id, revision and, with the field's code, update time. */
export const recordChange = (record: KintoneRecord, updatedTime?: string): RecordChange => ({
  record_id: recordId(record) ?? "",
  revision: textOf(record, "$revision") ?? "",
  updated_time: updatedTime === undefined ? null : textOf(record, updatedTime),
});

/** A field's value, if it is text. */
export const textOf = (record: KintoneRecord, code: string): string | null => {
  const value = record[code]?.value;
  return typeof value === "string" ? value : null;
};
