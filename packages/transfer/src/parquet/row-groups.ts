import type { KintoneRecord } from "@tsunagu/kintone";
import type { ParquetColumn } from "./columns.ts";

/** Records that are written as one: their values column by column. */
export interface RowGroup {
  readonly rows: number;
  readonly columns: readonly { readonly name: string; readonly data: unknown[] }[];
}

const mostRows = 10_000;
const mostCharacters = 8 * 1024 ** 2;

/**
 * Gathers records into groups of about 10,000, or of about 8 Mi characters where they are large: one group is in memory at a time. A group
 * ends with a page.
 */
export async function* rowGroups(
  pages: AsyncIterable<readonly KintoneRecord[]>,
  columns: readonly ParquetColumn[],
): AsyncGenerator<RowGroup, void> {
  let [group, characters] = [emptyGroup(columns), 0];
  for await (const records of pages) {
    for (const record of records) {
      for (const [index, { code, shape }] of columns.entries()) {
        const value = record[code]?.value;
        group.columns[index]?.data.push(shape.value(value));
        characters += charactersOf(value);
      }
    }
    group = { ...group, rows: group.rows + records.length };
    if (group.rows < mostRows && characters < mostCharacters) continue;
    yield group;
    [group, characters] = [emptyGroup(columns), 0];
  }
  if (group.rows > 0) yield group;
}

const emptyGroup = (columns: readonly ParquetColumn[]): RowGroup => ({
  rows: 0,
  columns: columns.map(({ name }) => ({ name, data: [] })),
});

const charactersOf = (value: unknown): number => {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 0;
  let sum = 0;
  for (const each of Object.values(value)) sum += charactersOf(each);
  return sum;
};
