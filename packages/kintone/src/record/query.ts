import { isObject, type JsonValue } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { flattenRecord } from "../present/flatten.ts";
import { recordsText } from "../present/record-text.ts";
import { readFieldCodes } from "../read/field-codes.ts";
import { planRead } from "../read/plan.ts";
import type { ReadPage } from "../read/read-records.ts";
import { createReader } from "../read/reader.ts";
import type { KintoneRecord } from "../read/record.ts";
import { readAndSummarise, readSummary } from "../read/summary.ts";
import { appId, fieldCode, milliseconds, recordOutput, requestTimeout } from "../schema.ts";
import { settle } from "../session.ts";

const outputMode = () => z.enum(["both", "text_only", "json_stream", "flattened_json"]);

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
    "in an index that lags a little. Choices and users take `in` and `not in`, and so do fields inside tables, in place of `=`.",
  effect: { kind: "read" },
  permissions: ["app:view records"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
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
        .union([z.string().max(100_000), z.array(fieldCode()).max(1000)])
        .optional()
        .describe(
          "Field codes to read, as a list or text with commas between. Empty reads all fields. `$id` always comes along.",
        ),
      output_mode: outputMode()
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
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      summary: readSummary(),
      records: z
        .array(recordOutput())
        .optional()
        .describe("The records, unless output_mode is text_only or json_stream."),
      text: z.string().optional().describe("The records as text, for output_mode text_only."),
    }),

  execute: ({ kintone_app_id: app, output_mode, ...input }, { session, signal, emit, report }) =>
    readFieldCodes(input.fields)
      .andThen((fields) => planRead(input.query, input.max_records).map((plan) => ({ fields, plan })))
      .asyncAndThen(({ fields, plan }) =>
        settle(async () => {
          const timeoutMs = milliseconds(input.request_timeout);
          const reader = createReader(session, {
            app,
            fields,
            includeTotalCount: input.include_total_count,
            signal,
            timeoutMs,
          });
          const kept: KintoneRecord[] = [];
          let done = 0;
          const summary = await readAndSummarise(reader, plan, async (page, number) => {
            if (output_mode === "json_stream") await emit({ type: "json", value: streamed(page, number) });
            else kept.push(...page.records);
            done += page.records.length;
            report({ message: `${done} records read`, done });
          });
          return { summary, ...inMode(output_mode, kept) };
        }),
      ),

  present: ({ summary, records, text }) => {
    const more = [
      summary.truncated ? "\nMore records match; raise max_records to read them." : "",
      ...summary.warnings.map((warning) => `\nkintone warns: ${warning}`),
    ].join("");
    if (summary.total_records === 0)
      return [{ type: "text", text: `No record matches: ${summary.effective_query}${more}` }];
    if (text !== undefined) return [{ type: "text", text: text + more }];
    if (records === undefined)
      return [{ type: "text", text: `${summary.total_records} records were sent page by page.${more}` }];
    const flat = !isObject(records[0]?.["$id"]);
    return [{ type: "text", text: (flat ? JSON.stringify(records) : recordsText(records as KintoneRecord[])) + more }];
  },
});

const inMode = (mode: z.output<ReturnType<typeof outputMode>>, records: KintoneRecord[]) => {
  switch (mode) {
    case "json_stream":
      return {};
    case "text_only":
      return { text: recordsText(records) };
    case "flattened_json":
      return { records: records.map(flattenRecord) };
    case "both":
      return { records };
  }
};

const streamed = ({ records, offset, limit }: ReadPage, page: number): JsonValue => ({
  page,
  offset: offset ?? null,
  limit,
  records: records as JsonValue,
});
