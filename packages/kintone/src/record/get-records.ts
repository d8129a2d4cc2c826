import * as z from "@tsunagu/core/zod";
import { okAsync } from "neverthrow";
import { kintoneTool } from "../connector.ts";
import { recordsText } from "../present/record-text.ts";
import { filterInput } from "../query/filter-input.ts";
import { readQueryFields } from "../query/query-fields.ts";
import { joinRecordQuery } from "../query/record-query.ts";
import { readFieldCodes } from "../read/field-codes.ts";
import { maxOffset, pageSize } from "../read/plan.ts";
import { createReader } from "../read/reader.ts";
import type { KintoneRecord } from "../read/record.ts";
import { appId, fieldCode, milliseconds, recordOutput, requestTimeout } from "../schema.ts";
import { settle } from "../session.ts";

/**
 * Reads one page of the records that match a filter, and counts all that match.
 *
 * @see kintone REST API, Get Records; query strings
 */
export const kintoneGetRecords = kintoneTool({
  name: "kintone_get_records",
  title: "Get kintone records",
  description:
    "Reads one page of the records of a kintone app that match a structured filter, a query text, or both, and counts all that " +
    "match. Call kintone_get_fields first for the field codes and types. The filter says and, or, not, query functions and " +
    "`is empty`; its values are always escaped, and its operators are checked against the field types. At most 500 records a call " +
    "up to an offset of 10,000; to read more, use kintone_query. `like` searches words in an index that lags a little.",
  effect: { kind: "read" },
  permissions: ["app:view records"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      filter: filterInput()
        .optional()
        .describe(
          'Which records, as data: {"match": "all", "conditions": [{"field": "Status", "operator": "in", "values": ["Open"]}, ' +
            '{"match": "any", "conditions": [{"field": "Due", "operator": "<", "value": {"function": "TODAY"}}, {"field": "Memo", "operator": "is empty"}]}]}. ' +
            "Choices, users and fields inside tables take `in` and `not in`.",
        ),
      query: z
        .string()
        .max(20_000)
        .default("")
        .describe(
          'kintone query as text, in place of the filter or beside it (both then have to hold), such as `Status in ("Open")`. ' +
            "Write `order by`, `limit` and `offset` here or in their own fields, not both.",
        ),
      order_by: z
        .array(
          z.strictObject({
            field: fieldCode().describe("Field code, or `$id`."),
            order: z.enum(["asc", "desc"]).default("asc"),
          }),
        )
        .min(1)
        .max(20)
        .optional()
        .describe("Order of the records, the first field counting most. Without it: newest first."),
      limit: z.int().min(1).max(pageSize).optional().describe("Most records to answer with. Without it 100."),
      offset: z
        .int()
        .min(0)
        .max(maxOffset)
        .optional()
        .describe("Matching records to pass over at the start. Without it 0."),
      fields: z
        .union([z.string().max(100_000), z.array(fieldCode()).max(1000)])
        .optional()
        .describe(
          "Field codes to read, as a list or text with commas between. Empty reads all fields. `$id` always comes along.",
        ),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      app_id: z.string(),
      total_count: z.int().nullable().describe("How many records match in all; null when kintone does not say."),
      effective_query: z.string().describe("The query as it was sent."),
      warnings: z
        .array(z.string())
        .describe("What kintone warned of, such as a search that stopped at 100,000 hits: records are then missing."),
      records: z.array(recordOutput()).describe("The records: field code to type and value."),
    }),

  execute: ({ kintone_app_id: app, fields, request_timeout, ...parts }, { session, signal }) => {
    const options = { signal, timeoutMs: milliseconds(request_timeout) };
    const known =
      parts.filter === undefined && parts.order_by === undefined
        ? okAsync(undefined)
        : readQueryFields(session, app, options);
    return known
      .andThen((form) => joinRecordQuery(parts, form))
      .andThen((query) => readFieldCodes(fields).map((codes) => ({ query, codes })))
      .andThen(({ query, codes }) =>
        settle(async () => {
          const reader = createReader(session, { app, fields: codes, includeTotalCount: true, ...options });
          const { records, totalCount } = await reader.page(query, pageSize);
          return {
            app_id: app,
            total_count: totalCount ?? null,
            effective_query: query,
            warnings: [...reader.warnings],
            records: [...records],
          };
        }),
      );
  },

  present: ({ total_count, effective_query, warnings, records }) => {
    const warned = warnings.map((warning) => `\nkintone warns: ${warning}`).join("");
    if (records.length === 0) return [{ type: "text", text: `No record matches: ${effective_query}${warned}` }];
    const shown = recordsText(records as KintoneRecord[]);
    return [{ type: "text", text: `${total_count ?? "?"} records match.${warned}\n${shown}` }];
  },
});
