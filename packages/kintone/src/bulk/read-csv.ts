import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isObject, ToolFailure, toolError, toToolError } from "@tsunagu/core";
import type { CsvHeader } from "./csv-header.ts";
import { csvRecord } from "./csv-record.ts";
import type { InputRow } from "./input-row.ts";

/** Most rows that one record with tables may take. */
const maxRowsOfRecord = 10_000;
/** Most characters of one row. */
const maxRowCharacters = 16 * 1024 ** 2;

/**
 * Reads CSV as it comes: the header, then the rows of one record after another. Empty lines are passed over. Throws a
 * ToolFailure, `invalid_input`, for what is no CSV, and what `readHeader` throws.
 */
export async function* readCsv(
  text: AsyncGenerator<string, void>,
  readHeader: (header: readonly string[]) => CsvHeader,
): AsyncGenerator<InputRow, void> {
  let header: CsvHeader | undefined;
  let pending: { readonly row: number; readonly rows: (readonly string[])[] } | undefined;
  let row = 0;
  for await (const cells of parsedRows(text)) {
    row++;
    if (cells.length === 1 && cells[0] === "") continue;
    if (header === undefined) {
      header = readHeader(cells.map((cell) => cell.trim()));
      continue;
    }
    if (cells.length !== header.cells) {
      if (pending !== undefined) yield recordOf(pending, header);
      pending = undefined;
      const reason = `has ${cells.length} cells, and the header ${header.cells}`;
      yield { row, record: {}, problem: { field: null, reason, written: "no" } };
    } else if (header.mark === undefined || cells[header.mark] !== "") {
      if (pending !== undefined) yield recordOf(pending, header);
      pending = { row, rows: [cells] };
    } else if (pending === undefined) {
      const reason = "belongs to no record: no row before it has the mark *";
      yield { row, record: {}, problem: { field: "*", reason, written: "no" } };
    } else {
      pending.rows.push(cells);
      if (pending.rows.length > maxRowsOfRecord) throw tooManyRows(pending.row);
    }
  }
  if (header === undefined) throw notCsv("it has no header");
  if (pending !== undefined) yield recordOf(pending, header);
}

const recordOf = (
  { row, rows }: { readonly row: number; readonly rows: readonly (readonly string[])[] },
  header: CsvHeader,
): InputRow => ({ row, record: csvRecord(rows, header) });

async function* parsedRows(text: AsyncGenerator<string, void>): AsyncGenerator<readonly string[], void> {
  const { parse } = await import("csv-parse");
  const parser = parse({ relax_column_count: true, max_record_size: maxRowCharacters });
  const feeding = pipeline(Readable.from(text), parser);
  feeding.catch(() => {}); // the parser is destroyed with the same error, which is thrown below
  try {
    for await (const row of parser) yield row as readonly string[];
  } catch (thrown) {
    throw new ToolFailure(toToolError(thrown, (cause) => notCsvError(cause)));
  } finally {
    parser.destroy();
  }
}

const notCsvError = (cause: unknown) => {
  const code = isObject(cause) ? cause["code"] : undefined;
  if (typeof code !== "string" || !code.startsWith("CSV_")) throw cause;
  const lines = isObject(cause) && typeof cause["lines"] === "number" ? ` at line ${cause["lines"]}` : "";
  return notCsv(`${meanings[code] ?? "it cannot be parsed"}${lines}`).error;
};

const meanings: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quote is not closed",
  CSV_INVALID_CLOSING_QUOTE: "something follows a closing quote",
  INVALID_OPENING_QUOTE: "a quote opens inside a cell",
  CSV_MAX_RECORD_SIZE: `a row has more than ${maxRowCharacters} characters`,
};

const notCsv = (problem: string): ToolFailure =>
  new ToolFailure(
    toolError("invalid_input", `The file is not CSV as expected: ${problem}.`, {
      hint: "Separate cells by commas; put cells with commas, quotes or line breaks in double quotes, and double the quotes inside.",
    }),
  );

const tooManyRows = (row: number): ToolFailure =>
  new ToolFailure(
    toolError("too_large", `Row ${row}: the record takes more than ${maxRowsOfRecord} rows.`, {
      hint: "Mark the row where each record begins with * in the column *.",
    }),
  );
