import type { JsonValue, ToolContext } from "@tsunagu/core";
import * as z from "zod";
import { kintoneTool } from "../connector.ts";
import { flattenRecord } from "../present/flatten.ts";
import { recordsText } from "../present/record-text.ts";
import { readFieldCodes } from "../read/field-codes.ts";
import { planRead, type ReadPlan } from "../read/plan.ts";
import { readRecords } from "../read/read-records.ts";
import { createReader, type Page } from "../read/reader.ts";
import type { KintoneRecord } from "../read/record.ts";
import { appId, fieldCode, milliseconds, recordOutput, requestTimeout } from "../schema.ts";
import { type KintoneSession, settle } from "../session.ts";

const input = z.strictObject({
  kintone_app_id: appId,
  query: z
    .string()
    .max(20_000)
    .default("")
    .describe(
      'kintone query: a condition, then `order by`, `limit`, `offset`, each optional, such as `Status in ("Open") and Due < TODAY() order by Due asc`. ' +
        "Empty reads all records. Texts stand in double quotes, with \\ before a double quote inside. Without `limit` all " +
        "matching records are read, up to `max_records`; a `limit` above 500 is read in pages.",
    ),
  fields: z
    .union([z.string().max(100_000), z.array(fieldCode).max(1000)])
    .optional()
    .describe(
      "Field codes to read, as a list or text with commas between. Empty reads all fields. `$id` always comes along.",
    ),
  output_mode: z
    .enum(["both", "text_only", "json_stream", "flattened_json"])
    .default("both")
    .describe(
      "both: records as JSON and text. text_only: text alone. flattened_json: each field its bare value. json_stream: each page " +
        "is sent as JSON as soon as it is read, and the answer holds only the summary; for large reads.",
    ),
  max_records: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(10_000)
    .describe("Most records to read. When more match, the summary says `truncated: true`."),
  include_total_count: z
    .boolean()
    .default(false)
    .describe("Also counts how many records match in all. Slower on large apps."),
  request_timeout: requestTimeout,
});

const summary = z.object({
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
  last_record_id: z
    .string()
    .optional()
    .describe("The last record's id. To go on after a truncated read by id: `$id > <this id>`."),
});

/**
 * Reads the records of an app that match a query, each once, in as many pages as it takes.
 *
 * @see kintone REST API, Get Records; Create Cursor; query strings
 */
export const kintoneQuery = kintoneTool({
  name: "kintone_query",
  title: "Query kintone records",
  description:
    "Reads the records of a kintone app that match a query. Call kintone_get_fields first for the field codes, types and choices. " +
    "Without `order by` records come by ascending `$id`, or newest first when `limit` is given. `like` searches whole words " +
    "in an index that lags a little. Tables and user fields take `in` and `not in`, not `=`.",
  effect: { kind: "read" },
  permissions: ["app:view records"],
  input,
  output: z.object({
    summary,
    records: z.array(recordOutput).optional().describe("The records, unless output_mode is text_only or json_stream."),
    text: z.string().optional().describe("The records as text, for output_mode text_only."),
  }),

  execute: ({ fields, query, max_records, ...how }, context) =>
    readFieldCodes(fields)
      .andThen((codes) => planRead(query, max_records).map((plan) => ({ codes, plan })))
      .asyncAndThen(({ codes, plan }) => settle(() => read({ ...how, codes, plan }, context))),

  present: ({ summary: { total_records, truncated, effective_query }, records, text }) => {
    if (total_records === 0) return [{ type: "text", text: `No record matches: ${effective_query}` }];
    const more = truncated ? "\nMore records match; raise max_records to read them." : "";
    if (text !== undefined) return [{ type: "text", text: text + more }];
    if (records === undefined)
      return [{ type: "text", text: `${total_records} records were sent page by page.${more}` }];
    const wrapped = records.every((record) => isWrapped(record));
    return [
      { type: "text", text: (wrapped ? recordsText(records as KintoneRecord[]) : JSON.stringify(records)) + more },
    ];
  },
});

type Read = Omit<z.output<typeof input>, "fields" | "query" | "max_records"> & {
  readonly codes: readonly string[] | undefined;
  readonly plan: ReadPlan;
};

const read = async (input: Read, context: ToolContext<KintoneSession>) => {
  const { codes, plan, output_mode, include_total_count, kintone_app_id, request_timeout } = input;
  const { session, signal } = context;
  const reader = createReader(session, {
    app: kintone_app_id,
    fields: codes,
    includeTotalCount: include_total_count,
    signal,
    timeoutMs: milliseconds(request_timeout),
  });
  const kept: KintoneRecord[] = [];
  const pages: Omit<Page, "records">[] = [];
  let total = 0;
  let truncated = false;
  let lastRecordId: string | undefined;
  for await (const { records, ...page } of readRecords(reader, plan)) {
    pages.push(page);
    total += records.length;
    truncated ||= page.truncated;
    lastRecordId = (records.at(-1)?.["$id"]?.value as string | undefined) ?? lastRecordId;
    if (output_mode === "json_stream")
      await context.emit({ type: "json", value: streamed(records, page, pages.length) });
    else kept.push(...records);
    context.report({ message: `${total} records read`, done: total });
  }
  const [first, last] = [pages[0], pages.at(-1)];
  return {
    summary: {
      total_records: total,
      requests_made: reader.requests,
      request_limit: first?.limit ?? 0,
      initial_offset: plan.offset,
      final_offset: last?.strategy === "offset" ? (last.offset ?? null) : null,
      used_pagination: pages.length > 1,
      fields: reader.fields ?? null,
      effective_query: first?.query ?? "",
      pages: pages.length,
      pagination_strategy: last?.strategy ?? ("record_id" as const),
      truncated,
      total_count: pages.find((page) => page.totalCount !== undefined)?.totalCount ?? null,
      ...(lastRecordId === undefined ? {} : { last_record_id: lastRecordId }),
    },
    ...recordsIn(output_mode, kept),
  };
};

const recordsIn = (mode: Read["output_mode"], records: readonly KintoneRecord[]) => {
  switch (mode) {
    case "json_stream":
      return {};
    case "text_only":
      return { text: recordsText(records) };
    case "flattened_json":
      return { records: records.map(flattenRecord) };
    case "both":
      return { records: [...records] };
  }
};

const streamed = (
  records: readonly KintoneRecord[],
  { offset, limit }: Omit<Page, "records">,
  page: number,
): JsonValue => ({
  page,
  offset: offset ?? null,
  limit,
  records: records as unknown as JsonValue,
});

/** Whether a record is as kintone answers it, each field an object with a value, rather than flattened. */
const isWrapped = (record: Readonly<Record<string, unknown>>): boolean =>
  typeof record["$id"] === "object" ||
  Object.values(record).every((field) => typeof field === "object" && field !== null && "value" in field);
