import { isObject } from "@tsunagu/core";
import type { FormField } from "../fields/form-fields.ts";
import { createReader } from "../read/reader.ts";
import { type KintoneRecord, recordId } from "../read/record.ts";
import type { KintoneSession } from "../session.ts";
import { readDecimal } from "../validation/decimal.ts";
import { copiedFields } from "../validation/notes.ts";
import type { PreparedRow } from "./prepare-row.ts";

/** Where to look for records that may have been added. */
export interface Search {
  readonly app: string;
  readonly form: Readonly<Record<string, FormField>>;
  /** The highest record id from before. */
  readonly after: string;
  readonly signal: AbortSignal;
  readonly timeoutMs: number | undefined;
}

/** Pages of 500 that are looked through. */
const maxPages = 10;

/**
 * Looks whether rows whose request broke off were added: records with higher ids than before that hold the rows'
 * values, all of them and in their order, since kintone adds the rows of a request together or not at all. Compared
 * are the fields whose value comes back as it was sent. Answers with the highest id of the records found; undefined
 * when they are not there, or when the rows hold nothing to know them by. Throws a ToolFailure.
 */
export const findAdded = async (
  rows: readonly PreparedRow[],
  session: KintoneSession,
  { app, form, after, signal, timeoutMs }: Search,
): Promise<string | undefined> => {
  const codes = comparedCodes(rows, form);
  const wanted = rows.map(({ record }) => signature(record, codes, form));
  if (codes.length === 0 || wanted.some((each) => each.every((value) => value === ""))) return undefined;
  const texts = wanted.map((each) => JSON.stringify(each));
  const reader = createReader(session, { app, fields: codes, signal, timeoutMs });
  let [last, found] = [after, 0];
  for (let page = 0; page < maxPages; page++) {
    const { records } = await reader.page(`$id > ${last} order by $id asc limit ${pageSize}`, pageSize);
    for (const record of records) {
      last = recordId(record) ?? last;
      if (JSON.stringify(signature(record, codes, form)) === texts[found]) found++;
      if (found === texts.length) return last;
    }
    if (records.length < pageSize) return undefined;
  }
  return undefined;
};

const pageSize = 500;

/** The highest record id of an app; 0 when it has no record. Throws a ToolFailure. */
export const highestId = async (
  session: KintoneSession,
  options: Pick<Search, "app" | "signal" | "timeoutMs">,
): Promise<string> => {
  const reader = createReader(session, { ...options, fields: ["$id"] });
  const { records } = await reader.page("order by $id desc limit 1", 1);
  return records.map(recordId)[0] ?? "0";
};

const comparedTypes: ReadonlySet<string> = new Set([
  ...["SINGLE_LINE_TEXT", "MULTI_LINE_TEXT", "LINK", "NUMBER", "DATE"],
  ...["RADIO_BUTTON", "DROP_DOWN", "CHECK_BOX", "MULTI_SELECT"],
]);

/** Fields that every row gives, and that kintone neither fills nor calculates itself. */
const comparedCodes = (rows: readonly PreparedRow[], form: Search["form"]): readonly string[] => {
  const copied = copiedFields(form);
  return Object.keys(rows[0]?.record ?? {})
    .filter((code) => comparedTypes.has(form[code]?.type ?? "") && !form[code]?.["expression"] && !copied.has(code))
    .filter((code) => rows.every(({ record }) => Object.hasOwn(record, code)))
    .slice(0, mostCompared);
};

const mostCompared = 50;

/** A field's values in a form that is the same before and after kintone has kept them. */
const signature = (record: KintoneRecord, codes: readonly string[], form: Search["form"]): readonly string[] =>
  codes.map((code) => {
    const field = record[code];
    const value = isObject(field) ? (field["value"] ?? "") : "";
    if (Array.isArray(value)) return [...value].map(String).sort().join("\n");
    const text = String(value).replaceAll("\r\n", "\n").trim();
    const decimal = form[code]?.type === "NUMBER" ? readDecimal(text) : undefined;
    return decimal === undefined ? text : `${decimal.units}/${decimal.scale}`;
  });
