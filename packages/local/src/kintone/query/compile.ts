import type { App } from "../app.ts";
import { KintoneError } from "../errors.ts";
import { rowsOf, type StoredRecord } from "../records/values.ts";
import { type Matcher, matcherFor, type QueryContext } from "./match.ts";
import { checkOperator, type QueryField } from "./operators.ts";
import type { Comparison, Condition } from "./parser.ts";
import { compileReader } from "./read-field.ts";

/** Whether a record satisfies a condition. */
export type RecordTest = (record: StoredRecord) => boolean;

/** Checks a condition against an app's fields and turns it into a test. An unknown field is GAIA_IQ11. */
export const compileCondition = (condition: Condition, app: App, context: QueryContext): RecordTest => {
  if (condition.kind === "or") {
    const tests = condition.items.map((item) => compileCondition(item, app, context));
    return (record) => tests.some((test) => test(record));
  }
  return allOf(flatten(condition), app, context);
};

/** Finds what a field code in a query stands for. */
export const resolveField = (app: App, code: string): QueryField => {
  if (code === "$id") return { code, type: "__ID__", field: undefined, table: undefined };
  const field = app.fields.byCode.get(code);
  if (field !== undefined) return { code, type: field.type, field, table: undefined };
  for (const table of app.fields.slots) {
    const inner = table.inner?.byCode.get(code);
    if (inner !== undefined) return { code, type: inner.type, field: inner, table };
  }
  if (app.fields.byCode.get(code.split(".")[0] ?? "")?.type === "REFERENCE_TABLE") {
    throw new KintoneError(
      400,
      "GAIA_IR02",
      `${code}: conditions on related records are not supported by the local kintone.`,
    );
  }
  throw new KintoneError(400, "GAIA_IQ11", `Field ${code} does not exist.`);
};

const flatten = (condition: Condition): readonly Condition[] =>
  condition.kind === "and" ? condition.items.flatMap(flatten) : [condition];

const allOf = (items: readonly Condition[], app: App, context: QueryContext): RecordTest => {
  const tests: RecordTest[] = [];
  const rowTests = new Map<QueryField["table"], { field: QueryField; match: Matcher }[]>();
  for (const item of items) {
    if (item.kind !== "comparison") {
      tests.push(compileCondition(item, app, context));
      continue;
    }
    const { field, match } = compileComparison(item, app, context);
    if (field.table === undefined) tests.push(recordTest(field, match));
    else rowTests.set(field.table, [...(rowTests.get(field.table) ?? []), { field, match }]);
  }
  for (const [table, conditions] of rowTests) tests.push(sameRow(table, conditions));
  return (record) => tests.every((test) => test(record));
};

const compileComparison = (
  comparison: Comparison,
  app: App,
  context: QueryContext,
): { field: QueryField; match: Matcher } => {
  const field = resolveField(app, comparison.code);
  const process = app.process;
  if (field.type === "STATUS" && process?.enable !== true)
    throw new KintoneError(400, "GAIA_ST02", "Process management is off in this app.");
  checkOperator(field, comparison.operator);
  return { field, match: matcherFor(field, comparison, context) };
};

/** Several conditions on one table hold when a single row satisfies all of them. */
const sameRow =
  (
    table: QueryField["table"],
    conditions: readonly { readonly field: QueryField; readonly match: Matcher }[],
  ): RecordTest =>
  (record) =>
    rowsOf(record.values[table?.slot ?? -1]).some((row) =>
      conditions.every(({ field, match }) => match(row.values[field.field?.slot ?? -1])),
    );

const recordTest = (field: QueryField, match: Matcher): RecordTest => {
  const read = compileReader(field);
  return (record) => match(read(record));
};
