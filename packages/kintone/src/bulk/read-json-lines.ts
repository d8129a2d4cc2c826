import { isObject, ToolFailure, toolError } from "@tsunagu/core";
import type { RecordData } from "../write/record-data.ts";
import { wrapValues } from "../write/wrap-values.ts";
import type { InputRow } from "./input-row.ts";

/** Most characters of one line. */
const maxLineCharacters = 16 * 1024 ** 2;

/**
 * Reads JSON Lines as they come: one record a line, in kintone's form or with bare values. Empty lines are passed
 * over; a line that is no JSON object is a problem of that row alone. Throws a ToolFailure, `too_large`, for a line
 * above 16 Mi characters.
 */
export async function* readJsonLines(text: AsyncIterable<string>): AsyncGenerator<InputRow, void> {
  let row = 0;
  for await (const line of linesOf(text)) {
    row++;
    if (line.trim() !== "") yield readLine(line, row);
  }
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string, void> {
  let rest = "";
  for await (const piece of text) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > maxLineCharacters) {
      throw new ToolFailure(
        toolError("too_large", `A line of the file has more than ${maxLineCharacters} characters.`, {
          hint: "Write one record a line.",
        }),
      );
    }
    yield* lines;
  }
  if (rest !== "") yield rest;
}

const readLine = (line: string, row: number): InputRow => {
  const value = parsed(line);
  if (isObject(value)) return { row, record: withBareTables(wrapValues(value)) };
  const reason = value === undefined ? "is not JSON" : "is no JSON object";
  return { row, record: {}, problem: { field: null, reason, written: "no" } };
};

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // a problem of the row
  }
};

/** Tables of an export name the type of every cell, which kintone does not take back. */
const withBareTables = (record: RecordData): RecordData =>
  Object.fromEntries(
    Object.entries(record).map(([code, { value }]) => [
      code,
      { value: Array.isArray(value) ? value.map(withBareCells) : value },
    ]),
  );

const withBareCells = (item: unknown): unknown =>
  isObject(item) && isObject(item["value"]) ? { ...item, value: wrapValues(item["value"]) } : item;
