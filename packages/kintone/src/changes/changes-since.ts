import { planRead } from "../read/plan.ts";
import { readRecords } from "../read/read-records.ts";
import { createReader, orThrow } from "../read/reader.ts";
import type { KintoneSession } from "../session.ts";
import type { ChangePoint } from "./change-point.ts";
import { openChangeWindow } from "./change-window.ts";
import { type Changes, recordChange, textOf } from "./record-change.ts";

/** What both ways of finding changes are told. */
export interface ChangeRead {
  readonly app: string;
  /** Only records for which it holds; empty for all. */
  readonly condition: string;
  /** Most records to read. */
  readonly maxRecords: number;
  readonly signal: AbortSignal;
  readonly timeoutMs: number | undefined;
  onProgress(read: number): void;
}

/** The records that were added or changed since a point. Throws a ToolFailure. */
export const changesSince = async (
  session: KintoneSession,
  point: ChangePoint,
  { app, condition, maxRecords, signal, timeoutMs, onProgress }: ChangeRead,
): Promise<Changes> => {
  const calls = { signal, timeoutMs };
  const window = orThrow(await openChangeWindow(session, app, { point, condition }, calls));
  const { updatedTime, createdTime } = window;
  const fields = ["$revision", updatedTime, ...(createdTime === undefined ? [] : [createdTime])];
  const found: Pick<Changes, "added" | "changed"> = { added: [], changed: [] };
  let truncated = false;
  const plan = orThrow(planRead(window.condition, maxRecords));
  for await (const page of readRecords(createReader(session, { app, fields, ...calls }), plan)) {
    for (const record of page.records) {
      const created = createdTime === undefined ? null : textOf(record, createdTime);
      const list = created !== null && created >= point.since ? found.added : found.changed;
      list.push(recordChange(record, updatedTime));
    }
    truncated = page.truncated;
    onProgress(found.added.length + found.changed.length);
  }
  const lastRecordId = lastOf(found);
  return {
    ...found,
    deleted: null,
    records_read: found.added.length + found.changed.length,
    truncated,
    last_record_id: lastRecordId ?? null,
    next_since: window.next({ truncated, lastRecordId }),
  };
};

const lastOf = ({ added, changed }: Pick<Changes, "added" | "changed">): string | undefined => {
  const ids = [added.at(-1), changed.at(-1)].flatMap((last) => (last === undefined ? [] : [last.record_id]));
  return ids.sort((first, second) => Number(first) - Number(second)).at(-1);
};
