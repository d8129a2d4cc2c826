import fc from "fast-check";
import type { FilterInput } from "../query/filter-input.ts";
import { kintoneGetRecords } from "../record/get-records.ts";
import { kintoneUpdateAssignees } from "../record/update-assignees.ts";
import { kintoneUpdateStatuses } from "../record/update-statuses.ts";
import { type EvaluatedRecord, evaluateFilter } from "./filter-evaluator.ts";
import { testUser } from "./local-kintone.ts";
import { filter, queryText } from "./query-arbitraries.ts";
import { type QueryRecord, queryApp, queryEvaluation, startQueryKintone, userCodes } from "./query-domain.ts";
import { record } from "./query-values.ts";
import { passwordOf, toolkitWith } from "./toolkit-with.ts";

export interface FilterRuns {
  /** Apps that are made, each with its own random records. */
  readonly apps: number;
  readonly filtersPerApp: number;
}

/** How many filters matched some records, and how many had to be refused: a check that finds neither checks nothing. */
export interface FilterTally {
  readonly filters: number;
  readonly matching: number;
  readonly refused: number;
}

/**
 * Sends random structured filters over random records to the local kintone through kintone_get_records, and compares each
 * answer with what the evaluator says. Throws at the first filter on which they do not agree, with a seed to repeat it.
 */
export const checkFilters = async ({ apps, filtersPerApp }: FilterRuns): Promise<FilterTally> => {
  await using world = await openWorld();
  let [filters, matching, refused] = [0, 0, 0];
  const property = fc.asyncProperty(
    fc.array(record, { minLength: 4, maxLength: 8 }),
    fc.array(filter, { minLength: filtersPerApp, maxLength: filtersPerApp }),
    async (records, tried) => {
      const app = await world.addApp(records);
      for (const each of tried) {
        const expected = app.expected(each);
        const got = await app.ask({ filter: each });
        sameOutcome(each, expected, got, app.stored);
        filters++;
        if (expected === undefined) refused++;
        else if (expected.length > 0) matching++;
      }
    },
  );
  await fc.assert(property, { numRuns: apps, endOnFailure: true, reporter });
  return { filters, matching, refused };
};

/**
 * Sends random structured filters beside hostile query texts: whatever the text, no record comes back that the filter leaves
 * out. Answers with how many pairs kintone took.
 */
export const checkTextsBesideFilters = async ({ apps, filtersPerApp }: FilterRuns): Promise<number> => {
  await using world = await openWorld();
  let taken = 0;
  const property = fc.asyncProperty(
    fc.array(record, { minLength: 4, maxLength: 8 }),
    fc.array(fc.tuple(filter, queryText), { minLength: filtersPerApp, maxLength: filtersPerApp }),
    async (records, tried) => {
      const app = await world.addApp(records);
      for (const [each, query] of tried) {
        const allowed = app.expected(each) ?? [];
        const got = await app.ask({ filter: each, query });
        if (got === undefined) continue;
        taken++;
        const widened = got.filter((id) => !allowed.includes(id));
        if (widened.length > 0) throw new Error(`${query} adds ${widened.join(", ")} to ${JSON.stringify(each)}`);
      }
    },
  );
  await fc.assert(property, { numRuns: apps, endOnFailure: true, reporter });
  return taken;
};

const sameOutcome = (
  tried: FilterInput,
  expected: readonly string[] | undefined,
  got: readonly string[] | undefined,
  stored: readonly EvaluatedRecord[],
): void => {
  if (JSON.stringify(expected) === JSON.stringify(got)) return;
  const show = (ids: readonly string[] | undefined) => (ids === undefined ? "refused" : `[${ids.join(", ")}]`);
  const odd = stored.filter((each) => expected?.includes(idOf(each)) !== got?.includes(idOf(each)));
  const records = expected === undefined || got === undefined ? "" : ` over ${JSON.stringify(odd)}`;
  throw new Error(`Expected ${show(expected)}, got ${show(got)} of ${JSON.stringify(tried)}${records}`);
};

/** Only the filter in question and the seed: the records of a whole run would bury them. */
const reporter = <T>(run: fc.RunDetails<T>): void => {
  if (!run.failed) return;
  const reason = run.errorInstance instanceof Error ? run.errorInstance.message : String(run.errorInstance);
  throw new Error(`${reason} (seed ${run.seed}, path ${run.counterexamplePath})`, { cause: run.errorInstance });
};

interface SeededRecord {
  readonly values: QueryRecord;
  readonly fileNames: readonly string[];
}

const openWorld = async () => {
  const server = await startQueryKintone();
  const tools = [kintoneGetRecords, kintoneUpdateStatuses, kintoneUpdateAssignees] as const;
  const toolkit = toolkitWith(server, tools, passwordOf(testUser));
  const attach = (name: string) => ({ fileKey: server.addFile({ name, data: new Uint8Array([1]) }) });
  return {
    addApp: async (records: readonly SeededRecord[]) => {
      const app = server.addApp(
        queryApp(records.map(({ values, fileNames }) => ({ ...values, Docs: { value: fileNames.map(attach) } }))),
      );
      const kintone_app_id = String(app.id);
      const moved = await toolkit.call("kintone_update_statuses", {
        kintone_app_id,
        records: [
          { id: "1", action: "start" },
          { id: "2", action: "finish" },
        ],
      });
      const assigned = await toolkit.call("kintone_update_assignees", {
        kintone_app_id,
        record_id: "3",
        assignees: [userCodes[1]],
      });
      moved.andThen(() => assigned)._unsafeUnwrap();
      const stored = app.records();
      return {
        stored,
        /** Ids that the evaluator says match, newest first; undefined for a filter that must be refused. */
        expected: (tried: FilterInput): readonly string[] | undefined => {
          const test = evaluateFilter(tried, queryEvaluation);
          return test && stored.filter(test).map(idOf).reverse();
        },
        /** Ids that kintone answers with; undefined when the question is refused as not valid. */
        ask: async (asked: { readonly filter: FilterInput; readonly query?: string }) => {
          const answer = await toolkit.call("kintone_get_records", { kintone_app_id, ...asked, fields: ["$id"] });
          if (answer.isOk()) return answer.value.records.map(idOf);
          if (answer.error.code === "invalid_input") return undefined;
          throw new Error(`${answer.error.message} of ${JSON.stringify(asked)}`);
        },
      };
    },
    [Symbol.asyncDispose]: async () => {
      await toolkit.close();
      await server.close();
    },
  };
};

const idOf = (record: Readonly<Record<string, unknown>>): string => {
  const field = record["$id"];
  return typeof field === "object" && field !== null && "value" in field ? String(field.value) : "";
};
