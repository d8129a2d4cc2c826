import { planRead, type ReadPlan } from "../read/plan.ts";
import { readRecords } from "../read/read-records.ts";
import { createReader, orThrow, type Reader } from "../read/reader.ts";
import { type KintoneRecord, recordId } from "../read/record.ts";
import type { KintoneSession } from "../session.ts";
import { usualTimeoutMs, withPatience } from "./patience.ts";
import type { ExportOptions, ExportSummary } from "./record-export.ts";

/**
 * Reads the records of an export, page by page, and keeps its summary and progress. A page counts when the next one is
 * asked for, and is emptied then: suspended generators hold on to their last page, and while each of them survives a
 * garbage collection or two, V8 lets the heap grow by more than 100 MB.
 */
export async function* exportPages(
  session: KintoneSession,
  options: PageOptions,
  summary: ExportSummary,
): AsyncGenerator<readonly KintoneRecord[], void> {
  const { app, fields, signal, timeoutMs = usualTimeoutMs } = options;
  const plan = orThrow(planRead(options.query ?? "", options.maxRecords ?? Number.MAX_SAFE_INTEGER));
  const reader = createReader(session, { app, fields, includeTotalCount: true, signal, timeoutMs });
  let total: number | undefined;
  for await (const { records, truncated, totalCount } of readRecords(patientReader(reader, options), plan)) {
    total ??= expectedTotal(totalCount, plan);
    yield records;
    summary.records += records.length;
    summary.truncated = truncated;
    summary.lastRecordId = records.map(recordId).at(-1) ?? summary.lastRecordId;
    records.length = 0;
    options.onProgress?.({ done: summary.records, total });
  }
}

type PageOptions = Omit<ExportOptions, "format" | "encoding" | "attachmentsDir">;

/** Pages along ids and by offset can be asked for again; a cursor has moved on. */
const patientReader = (reader: Reader, options: PageOptions): Reader => ({
  ...reader,
  page: (query, limit) => withPatience(() => reader.page(query, limit), options),
});

const expectedTotal = (count: number | undefined, plan: ReadPlan): number | undefined =>
  count === undefined ? undefined : Math.max(0, Math.min(count - plan.offset, plan.ceiling));
