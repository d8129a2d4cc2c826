import { isObject } from "@tsunagu/core";
import type { KintoneRecord } from "../read/record.ts";
import { isTable } from "./flatten.ts";

/** Records as text for people and models: how many, then `code: value` lines, with `---` between records. */
export const recordsText = (records: readonly KintoneRecord[]): string =>
  [`${records.length} ${records.length === 1 ? "record" : "records"}`, records.map(recordText).join("\n---\n")]
    .filter((part) => part !== "")
    .join("\n");

const recordText = (record: KintoneRecord): string =>
  Object.entries(record)
    .flatMap(([code, { type, value }]) =>
      isTable(type, value) ? tableLines(code, value) : [`${code}: ${valueText(value)}`],
    )
    .join("\n");

const tableLines = (
  code: string,
  rows: readonly { readonly id?: unknown; readonly value: KintoneRecord }[],
): readonly string[] => [
  `${code}:`,
  ...rows.map((row) => {
    const cells = Object.entries(row.value).map(([cell, { value }]) => `${cell}: ${valueText(value)}`);
    return `  - ${cells.join("; ")}`;
  }),
];

/** A value on one line: a list's items joined, a person's or file's name. */
const valueText = (value: unknown): string => {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(valueText).join(", ");
  if (!isObject(value)) return String(value);
  const { name, code, fileKey } = value;
  if (typeof name === "string")
    return typeof code === "string" && code !== name ? `${name} (${code})` : nameOfFile(name, fileKey);
  return typeof code === "string" ? code : JSON.stringify(value);
};

const nameOfFile = (name: string, fileKey: unknown): string =>
  typeof fileKey === "string" ? `${name} [fileKey ${fileKey}]` : name;
