import { ToolFailure, toolError } from "@tsunagu/core";
import { maxOffset, pageSize } from "./plan.ts";
import type { Page, Reader } from "./reader.ts";

/** A read in an order of fields, from `offset` on. */
export interface OffsetRead {
  readonly condition: string;
  readonly orderBy: string;
  readonly offset: number;
  /** Most records to read. */
  readonly wanted: number;
}

/**
 * Pages by offset, for credentials that have no cursors and for reads of one page. kintone stops at an offset of 10,000:
 * beyond it is an `unsupported` error.
 */
export async function* pagesByOffset(
  reader: Reader,
  { condition, orderBy, offset, wanted }: OffsetRead,
): AsyncGenerator<Page, void> {
  for (let read = 0; read < wanted; ) {
    const limit = Math.min(pageSize, wanted - read);
    const start = offset + read;
    if (start > maxOffset) throw new ToolFailure(outOfReach());
    const skip = start > 0 ? ` offset ${start}` : "";
    const query = `${condition} order by ${orderBy} limit ${limit}${skip}`.trim();
    const { records, totalCount } = await reader.page(query, limit);
    read += records.length;
    const isLast = records.length < limit;
    yield { strategy: "offset", records, query, limit, offset: start, totalCount };
    if (isLast) return;
  }
}

const outOfReach = () =>
  toolError("unsupported", `kintone reads sorted records only up to offset ${maxOffset} with OAuth.`, {
    hint: "Leave `order by` out (all records are then read by id), narrow the condition, or use an API token or a password.",
  });
