import * as z from "@tsunagu/core/zod";
import type { ReadPlan } from "./plan.ts";
import { type ReadPage, readRecords } from "./read-records.ts";
import type { Reader } from "./reader.ts";
import { recordId } from "./record.ts";

/** How a read went. */
export const readSummary = () =>
  z.object({
    total_records: z.int().min(0).describe("Records read."),
    requests_made: z.int().min(1),
    request_limit: z.int().describe("Most records of one request."),
    initial_offset: z.int(),
    final_offset: z.int().nullable().describe("Offset of the last page; null where pages are not numbered."),
    used_pagination: z.boolean(),
    fields: z.array(z.string()).nullable(),
    effective_query: z.string().describe("The first query as it was sent."),
    pages: z.int().min(1),
    pagination_strategy: z.enum(["record_id", "cursor", "offset"]),
    truncated: z.boolean().describe("More records match than were read."),
    total_count: z.int().nullable().describe("How many records match in all, where that was asked."),
    warnings: z
      .array(z.string())
      .describe("What kintone warned of, such as a search that stopped at 100,000 hits: records are then missing."),
    last_record_id: z
      .string()
      .optional()
      .describe(
        "Of a read along ids: the last record's id. To go on after a truncated read, add the condition `$id > <this id>`.",
      ),
  });

/** Reads all pages of a plan, hands each to `onPage` in order, and answers with the summary. Throws a ToolFailure. */
export const readAndSummarise = async (
  reader: Reader,
  plan: ReadPlan,
  onPage: (page: ReadPage, number: number) => Promise<void>,
): Promise<z.output<ReturnType<typeof readSummary>>> => {
  let first: ReadPage | undefined;
  let last: ReadPage | undefined;
  let lastRecordId: string | undefined;
  let [pages, total] = [0, 0];
  for await (const page of readRecords(reader, plan)) {
    first ??= page;
    last = page;
    lastRecordId = page.records.map(recordId).at(-1) ?? lastRecordId;
    pages++;
    total += page.records.length;
    await onPage(page, pages);
  }
  const strategy = last?.strategy ?? "record_id";
  return {
    total_records: total,
    requests_made: reader.requests,
    request_limit: first?.limit ?? 0,
    initial_offset: plan.offset,
    final_offset: strategy === "offset" ? (last?.offset ?? null) : null,
    used_pagination: pages > 1,
    fields: reader.fields ?? null,
    effective_query: first?.query ?? "",
    pages,
    pagination_strategy: strategy,
    truncated: last?.truncated ?? false,
    total_count: first?.totalCount ?? null,
    warnings: [...reader.warnings],
    ...(strategy === "record_id" && lastRecordId !== undefined ? { last_record_id: lastRecordId } : {}),
  };
};
