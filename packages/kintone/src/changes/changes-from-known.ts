import { planRead } from "../read/plan.ts";
import { readRecords } from "../read/read-records.ts";
import { createReader, orThrow } from "../read/reader.ts";
import type { KintoneSession } from "../session.ts";
import type { ChangeRead } from "./changes-since.ts";
import { type Changes, type RecordChange, recordChange } from "./record-change.ts";

/** A record as the caller last saw it. */
export interface KnownRecord {
  readonly record_id: string;
  readonly revision: string;
}

/**
 * Compares what the caller knows with the records that there are, by ids and revisions alone. When the read ends at its limit, records
 * behind its last one are not judged. Throws a ToolFailure.
 */
export const changesFromKnown = async (
  session: KintoneSession,
  known: readonly KnownRecord[],
  { app, condition, maxRecords, signal, timeoutMs, onProgress }: ChangeRead,
): Promise<Changes> => {
  const missing = new Map(known.map(({ record_id, revision }) => [record_id, revision]));
  const [added, changed]: [RecordChange[], RecordChange[]] = [[], []];
  let [read, truncated, last]: [number, boolean, string | null] = [0, false, null];
  const reader = createReader(session, { app, fields: ["$revision"], signal, timeoutMs });
  for await (const page of readRecords(reader, orThrow(planRead(condition, maxRecords)))) {
    for (const record of page.records) {
      const change = recordChange(record);
      const revision = missing.get(change.record_id);
      if (revision === undefined) added.push(change);
      else if (revision !== change.revision) changed.push(change);
      missing.delete(change.record_id);
      last = change.record_id;
    }
    read += page.records.length;
    truncated = page.truncated;
    onProgress(read);
  }
  const judged = (id: string): boolean => !truncated || Number(id) <= Number(last);
  return {
    added,
    changed,
    deleted: [...missing.keys()].filter(judged).sort((first, second) => Number(first) - Number(second)),
    records_read: read,
    truncated,
    last_record_id: last,
    next_since: null,
  };
};
