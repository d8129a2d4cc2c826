import { pagesByCursor } from "./pages-by-cursor.ts";
import { pagesById } from "./pages-by-id.ts";
import { pagesByOffset } from "./pages-by-offset.ts";
import { maxOffset, pageSize, type ReadPlan } from "./plan.ts";
import type { Page, Reader } from "./reader.ts";
import { recordId } from "./record.ts";

/** A page whose records are new, and whether the read ends here though more records match. */
export interface ReadPage extends Page {
  readonly truncated: boolean;
}

/**
 * Reads records page by page, each record once, at most the plan's ceiling. The way is chosen by the order: along ids
 * without end, by one page, by a cursor, or (OAuth has no cursors) by offset up to 10,000. Throws a ToolFailure.
 */
export async function* readRecords(reader: Reader, plan: ReadPlan): AsyncGenerator<ReadPage, void> {
  const wanted = plan.exact ? plan.ceiling : plan.ceiling + 1;
  const seen = new Set<string>();
  let left = plan.ceiling;
  for await (const page of choosePages(reader, plan, wanted)) {
    // Pages along ids and of a cursor repeat none, so that nothing need be remembered however long the read is.
    const fresh =
      page.strategy === "offset" ? page.records.filter((record) => isNew(recordId(record), seen)) : page.records;
    const truncated = fresh.length > left;
    const taken = truncated ? fresh.slice(0, left) : fresh;
    left -= taken.length;
    yield { ...page, records: taken, truncated };
    if (truncated || (plan.exact && left === 0)) return;
  }
}

const isNew = (id: string | undefined, seen: Set<string>): boolean => {
  if (id === undefined) return true;
  if (seen.has(id)) return false;
  seen.add(id);
  return true;
};

const choosePages = (reader: Reader, plan: ReadPlan, wanted: number): AsyncGenerator<Page, void> => {
  const { condition, order, offset } = plan;
  return order.by === "id"
    ? pagesById(reader, { condition, direction: order.direction, offset, wanted })
    : sortedPages(reader, { condition, orderBy: order.orderBy, offset, wanted });
};

interface SortedRead {
  readonly condition: string;
  readonly orderBy: string;
  readonly offset: number;
  readonly wanted: number;
}

/** One page when that is all; otherwise a cursor from the start, since pages by offset would shift under changes. */
async function* sortedPages(reader: Reader, read: SortedRead): AsyncGenerator<Page, void> {
  if (reader.session.credential === "oauth") return yield* pagesByOffset(reader, read);
  if (read.offset <= maxOffset) {
    const first = await pagesByOffset(reader, { ...read, wanted: Math.min(read.wanted, pageSize) }).next();
    if (first.done) return;
    if (read.wanted <= pageSize || first.value.records.length < pageSize) return yield first.value;
  }
  let toSkip = read.offset;
  for await (const page of pagesByCursor(reader, `${read.condition} order by ${read.orderBy}`.trim())) {
    const records = toSkip > 0 ? page.records.slice(toSkip) : page.records;
    toSkip -= page.records.length - records.length;
    yield { ...page, records };
  }
}
