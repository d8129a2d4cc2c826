import { invalidField } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok } from "neverthrow";
import { planPartitions } from "../bulk/partitions.ts";
import { kintoneTool } from "../connector.ts";
import { parseQuery } from "../query/parse.ts";
import { countOf, createReader, orThrow } from "../read/reader.ts";
import { appId, milliseconds, requestTimeout } from "../schema.ts";
import { settle } from "../session.ts";

/**
 * Splits an app's records by id ranges, so that many workers can each take one.
 *
 * @see kintone REST API, Get Records
 */
export const kintonePlanPartitions = kintoneTool({
  name: "kintone_plan_partitions",
  title: "Plan partitions of kintone records",
  description:
    "Splits the records of a kintone app that match a condition into ranges of record ids with about as many records each, so that " +
    "many workers can each export or process one. Each partition has a query for kintone_export_records or kintone_query; together " +
    "they hold every matching record exactly once. Records that are added later are in none. Makes about three requests for each " +
    "partition; kintone runs at most 100 calls at once for a whole domain.",
  effect: { kind: "read" },
  permissions: ["app:view records"],
  deadlineMs: 10 * 60_000,

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      query: z
        .string()
        .max(20_000)
        .default("")
        .describe("Condition of a kintone query, without `order by`, `limit` and `offset`. Empty takes all records."),
      partitions: z
        .int()
        .min(1)
        .max(200)
        .default(10)
        .describe("How many partitions. There are fewer when the ids do not suffice."),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      app_id: z.string(),
      total_count: z.int().describe("Records in all partitions."),
      min_id: z.string().nullable().describe("Lowest record id; null when no record matches."),
      max_id: z.string().nullable(),
      partitions: z.array(
        z.object({
          index: z.int().describe("From 0."),
          from_id: z.string(),
          to_id: z.string().describe("Last id that the partition may hold."),
          count: z.int().describe("Records in it now."),
          query: z.string().describe("Condition of the partition's records."),
        }),
      ),
    }),

  execute: ({ kintone_app_id: app, query, partitions: wanted, request_timeout }, { session, signal, report }) =>
    parseQuery(query)
      .andThen(({ condition, orderBy, limit, offset }) =>
        orderBy === undefined && limit === undefined && offset === undefined
          ? ok(condition)
          : err(invalidField("query", "has order by, limit or offset", "Give a condition only.")),
      )
      .asyncAndThen((condition) =>
        settle(async () => {
          const calls = { signal, timeoutMs: milliseconds(request_timeout) };
          const reader = createReader(session, { app, fields: ["$id"], ...calls });
          const count = async (counted: string): Promise<number> => {
            const read = session.request(
              "getRecords",
              (client) =>
                client.record.getRecords({ app, query: `${counted} limit 1`, fields: ["$id"], totalCount: true }),
              { ...calls, repeatable: true },
            );
            return countOf(orThrow(await read).totalCount) ?? 0;
          };
          const planned = await planPartitions(condition, wanted, count, reader);
          report({ message: `${planned.length} partitions planned`, done: planned.length, total: planned.length });
          return {
            app_id: app,
            total_count: planned.reduce((sum, partition) => sum + partition.count, 0),
            min_id: planned[0]?.fromId ?? null,
            max_id: planned.at(-1)?.toId ?? null,
            partitions: planned.map(({ fromId, toId, ...partition }, index) => ({
              index,
              from_id: fromId,
              to_id: toId,
              ...partition,
            })),
          };
        }),
      ),

  present: ({ total_count, partitions }) => [
    {
      type: "text",
      text: [
        `${total_count} records in ${partitions.length} partitions.`,
        ...partitions.map(({ index, count, query }) => `${index}: ${count} records, ${query}`),
      ].join("\n"),
    },
  ],
});
