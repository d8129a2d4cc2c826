import type { App } from "../app.ts";
import type { StoredRecord } from "../records/values.ts";
import { compileCondition, type RecordTest } from "./compile.ts";
import { idBounds } from "./id-bounds.ts";
import type { QueryContext } from "./match.ts";
import { compileOrder } from "./order.ts";
import type { Query } from "./parser.ts";

/** Which stretch of the result is wanted. */
export interface Window {
  readonly offset: number;
  readonly limit: number;
  /** Counting needs every record looked at; without it a result in id order stops early. */
  readonly count: boolean;
}

/** Records in order, and how many there are in all when counted. */
export interface Selection {
  readonly records: readonly StoredRecord[];
  readonly total: number | undefined;
}

/**
 * Runs a query. Records lie in id order, so a bound such as `$id > 1000` is found by bisection and a result in id
 * order ends as soon as it is full: paging by id through a million records stays linear.
 */
export const selectRecords = (app: App, query: Query, window: Window, context: QueryContext): Selection => {
  const test: RecordTest = query.condition === undefined ? () => true : compileCondition(query.condition, app, context);
  const ordering = compileOrder(query.order, app);
  const { lowest, highest } = idBounds(query.condition, app);
  const from = app.table.indexFrom(lowest);
  const end = app.table.indexFrom(highest + 1);
  const wanted = window.offset + window.limit;
  const stopAt = ordering.kind === "id" && !window.count ? wanted : Number.POSITIVE_INFINITY;
  const found = scan(app.table.all, from, end, ordering.kind === "id" && ordering.descending, test, stopAt);
  if (ordering.kind === "sorted") found.sort(ordering.compare);
  return { records: found.slice(window.offset, wanted), total: window.count ? found.length : undefined };
};

const scan = (
  records: readonly StoredRecord[],
  from: number,
  end: number,
  backwards: boolean,
  test: RecordTest,
  stopAt: number,
): StoredRecord[] => {
  const found: StoredRecord[] = [];
  for (let step = 0; step < end - from && found.length < stopAt; step += 1) {
    const record = records[backwards ? end - 1 - step : from + step];
    if (record !== undefined && test(record)) found.push(record);
  }
  return found;
};
