import { invalidField } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok } from "neverthrow";
import { changePointPattern, readChangePoint } from "../changes/change-point.ts";
import { changesFromKnown } from "../changes/changes-from-known.ts";
import { changesSince } from "../changes/changes-since.ts";
import { kintoneTool } from "../connector.ts";
import { parseQuery } from "../query/parse.ts";
import { appId, milliseconds, recordIdInput, requestTimeout } from "../schema.ts";
import { settle } from "../session.ts";

const maxKnown = 10_000;

/**
 * Finds the records of an app that were added or changed since a time, or added, changed and deleted since known revisions.
 *
 * @see kintone REST API, Get Records
 */
export const kintoneGetChanges = kintoneTool({
  name: "kintone_get_changes",
  title: "Get changes of kintone records",
  description:
    "Finds which records of a kintone app changed: since a time (`since`), or since revisions that you know (`known`); give one of them. " +
    "Answers with record ids and revisions; read the values with kintone_query. To follow an app, call again with the answer's " +
    "next_since: no change is missed, and changes of the last minutes come again, to be told apart by id and revision. By time, deleted " +
    "records cannot be seen, nor records added with an update time of their own; with `known` all ids are read, at 500 a request, and " +
    "deletions are found.",
  effect: { kind: "read" },
  permissions: ["app:view records"],
  deadlineMs: 10 * 60_000,

  input: () =>
    z
      .strictObject({
        kintone_app_id: appId(),
        since: z
          .string()
          .max(64)
          .regex(changePointPattern, "is not a time with Z or an offset, nor a next_since")
          .optional()
          .describe(
            "Time from which on changes count, such as 2026-01-31T09:30:00+09:00, in whole minutes; or next_since of the last answer.",
          ),
        known: z
          .array(
            z.strictObject({
              record_id: recordIdInput(),
              revision: z.string().regex(/^\d{1,18}$/, "has to be a whole number"),
            }),
          )
          .max(maxKnown)
          .optional()
          .describe("Records as you know them: id and revision of each, in place of since."),
        query: z
          .string()
          .max(20_000)
          .default("")
          .describe(
            "Condition of a kintone query that narrows the records, without `order by`, `limit` and `offset`. A known record that it no longer holds for counts as deleted.",
          ),
        max_records: z
          .int()
          .min(1)
          .max(100_000)
          .default(10_000)
          .describe("Most records to read: of `since` the changed ones, of `known` all of the app."),
        request_timeout: requestTimeout(),
      })
      .superRefine(({ since, known }, context) => {
        const add = (path: string, message: string): void =>
          context.addIssue({ code: "custom", path: [path], message });
        if ((since === undefined) === (known === undefined)) add("since", "give either since or known");
        const ids = new Set<string>();
        const twice = known?.find(({ record_id }) => ids.size === ids.add(record_id).size);
        if (twice !== undefined) add("known", `names record ${twice.record_id} twice`);
      }),

  output: () => {
    const changes = z.array(
      z.object({
        record_id: z.string(),
        revision: z.string(),
        updated_time: z.string().nullable().describe("UTC, in whole minutes; null with known."),
      }),
    );
    return z.object({
      app_id: z.string(),
      added: changes.describe("Records added since then, by ascending id."),
      changed: changes.describe("Records changed since then that were there before."),
      deleted: z
        .array(z.string())
        .nullable()
        .describe("Ids of known records that are gone; null with since, where they cannot be seen."),
      records_read: z.int().min(0),
      truncated: z
        .boolean()
        .describe(
          "There are more. With since, call again with next_since; with known, call with the known records above last_record_id and the condition `$id > <last_record_id>`.",
        ),
      last_record_id: z.string().nullable().describe("Id of the last record that was read."),
      next_since: z.string().nullable().describe("What to give as since next time; null with known."),
    });
  },

  execute: ({ kintone_app_id: app, since, known = [], query, max_records, request_timeout }, context) =>
    parseQuery(query)
      .andThen(({ condition, orderBy, limit, offset }) =>
        orderBy === undefined && limit === undefined && offset === undefined
          ? ok(condition)
          : err(invalidField("query", "has order by, limit or offset", "Give a condition only.")),
      )
      .andThen((condition) =>
        since === undefined
          ? ok({ condition, point: undefined })
          : readChangePoint(since, "since").map((point) => ({ condition, point })),
      )
      .asyncAndThen(({ condition, point }) =>
        settle(async () => {
          const { session, signal, report } = context;
          const onProgress = (done: number): void => report({ message: `${done} records read`, done });
          const timeoutMs = milliseconds(request_timeout);
          const read = { app, condition, maxRecords: max_records, signal, timeoutMs, onProgress };
          const changes =
            point === undefined
              ? await changesFromKnown(session, known, read)
              : await changesSince(session, point, read);
          return { app_id: app, ...changes };
        }),
      ),

  present: ({ added, changed, deleted, truncated, next_since }) => {
    const ids = (records: readonly { readonly record_id: string }[]) => records.map(({ record_id }) => record_id);
    const lines = [listed("added", ids(added)), listed("changed", ids(changed)), listed("deleted", deleted ?? [])];
    const next = next_since === null ? "" : `\nNext: since ${next_since}`;
    return [{ type: "text", text: `${lines.join("\n")}${truncated ? "\nThere are more." : ""}${next}` }];
  },
});

const mostListed = 50;

const listed = (what: string, ids: readonly string[]): string => {
  const more = ids.length > mostListed ? ", …" : "";
  return `${ids.length} ${what}${ids.length === 0 ? "" : `: ${ids.slice(0, mostListed).join(", ")}${more}`}`;
};
