import { ToolFailure, toolError } from "@tsunagu/core";
import { bothConditions } from "../query/parse.ts";
import { pageSize } from "./plan.ts";
import type { Page, Reader } from "./reader.ts";
import { type KintoneRecord, recordId } from "./record.ts";

/** A read along record ids. */
export interface IdRead {
  readonly condition: string;
  readonly direction: "asc" | "desc";
  /** Records to pass over at the start, at most 10,000. */
  readonly offset: number;
  /** Most records to read. */
  readonly wanted: number;
}

/**
 * Pages along record ids: each page asks for ids beyond the last one, so that any number of records can be read, each
 * once, whatever is added or deleted meanwhile. An answer whose ids do not go on is an `upstream` error, not a loop.
 */
export async function* pagesById(
  reader: Reader,
  { condition, direction, offset, wanted }: IdRead,
): AsyncGenerator<Page, void> {
  let last: string | undefined;
  for (let read = 0; read < wanted; ) {
    const limit = Math.min(pageSize, wanted - read);
    const beyond = direction === "asc" ? `$id > ${last}` : `$id < ${last}`;
    const from = last === undefined ? condition : bothConditions(condition, beyond);
    const skip = last === undefined && offset > 0 ? ` offset ${offset}` : "";
    const query = `${from} order by $id ${direction} limit ${limit}${skip}`.trim();
    const { records, totalCount } = await reader.page(query, limit);
    last = lastId(records, last, direction);
    read += records.length;
    const isLast = records.length < limit;
    yield { strategy: "record_id", records, query, limit, offset: skip === "" ? undefined : offset, totalCount };
    if (isLast) return;
  }
}

/** The last id of a page, after a check that ids go on in the direction from the last page's. */
const lastId = (
  records: readonly KintoneRecord[],
  before: string | undefined,
  direction: "asc" | "desc",
): string | undefined => {
  let previous = before;
  for (const record of records) {
    const id = recordId(record);
    if (id === undefined) throw new ToolFailure(toolError("upstream", "kintone's answer holds a record without $id."));
    const goesOn =
      previous === undefined || (direction === "asc" ? Number(id) > Number(previous) : Number(id) < Number(previous));
    if (!goesOn) {
      throw new ToolFailure(
        toolError("upstream", `kintone's pages do not go on: id ${id} comes after ${previous}, ${direction}ending.`),
      );
    }
    previous = id;
  }
  return previous;
};
