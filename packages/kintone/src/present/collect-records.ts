import { isObject } from "@tsunagu/core";
import type { KintoneRecord } from "../read/record.ts";

/** The records found in a value, and how many things beside them are neither records nor hold any. */
export interface CollectedRecords {
  readonly records: readonly KintoneRecord[];
  readonly skipped: number;
}

const wrapperKeys = ["records", "record", "json", "data", "result", "results", "response", "payload"] as const;
const maxDepth = 12;

/** Finds records in lists and in answers that hold them under a name such as `records`, `json` or `data`, at any depth up to 12. */
export const collectRecords = (given: unknown, depth = 0): CollectedRecords => {
  if (depth > maxDepth) return nothing;
  if (Array.isArray(given)) return joined(given.map((item) => collectRecords(item, depth + 1)));
  if (!isObject(given)) return nothing;
  if (isRecord(given)) return { records: [given], skipped: 0 };
  const held = wrapperKeys
    .filter((key) => Object.hasOwn(given, key))
    .map((key) => collectRecords(given[key], depth + 1));
  if (held.length === 0) return nothing;
  return held.find(({ records }) => records.length > 0) ?? joined(held);
};

const nothing: CollectedRecords = { records: [], skipped: 1 };

const joined = (parts: readonly CollectedRecords[]): CollectedRecords => ({
  records: parts.flatMap(({ records }) => records),
  skipped: parts.reduce((sum, { skipped }) => sum + skipped, 0),
});

const isRecord = (value: Readonly<Record<string, unknown>>): value is KintoneRecord => {
  const fields = Object.values(value);
  return fields.length > 0 && fields.every((field) => isObject(field) && Object.hasOwn(field, "value"));
};
