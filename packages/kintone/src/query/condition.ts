import { type ToolError, toolError } from "@tsunagu/core";
import { err, ok, Result } from "neverthrow";
import { escapeQueryString, hasUnescapable } from "./escape.ts";
import { functionCall, type QueryFunction } from "./functions.ts";
import { comparesOrder, isNeverEmpty, operatorsOf, oppositeOf, type QueryOperator } from "./operators.ts";
import { tokenizeQuery } from "./tokenize.ts";

/** A condition as data: comparisons, joined by and, or and not. An empty `and` or `or` is an error. */
export type Condition =
  | { readonly and: readonly Condition[] }
  | { readonly or: readonly Condition[] }
  | { readonly not: Condition }
  | Comparison;

/** One comparison. `in` takes a list; `is empty` takes nothing; the others take one value. */
export type Comparison =
  | { readonly field: string; readonly operator: "in" | "not in"; readonly values: readonly QueryValue[] }
  | { readonly field: string; readonly operator: "is empty" | "is not empty" }
  | {
      readonly field: string;
      readonly operator: Exclude<QueryOperator, "in" | "not in" | "is empty" | "is not empty">;
      readonly value: QueryValue;
    };

export type QueryValue = string | number | QueryFunction;

/** What a form says about a field that a condition names; of `kintone_get_fields`, by field code. */
export interface QueryField {
  readonly type: string;
  /** The field stands inside a table. */
  readonly inTable?: boolean;
}

/**
 * Writes a condition as a kintone query. All values are escaped, so that no value changes what the condition means; `not`
 * is written as the opposite comparisons, since the language has no word for it; the opposite of one by order also takes
 * what is empty, as `not` says. With `fields`, each operator is checked against its field's type, and `not` around a field
 * in a table is refused: kintone asks for some row, and cannot say that none is so. Errors: `invalid_input`.
 */
export const buildCondition = (
  condition: Condition,
  fields?: ReadonlyMap<string, QueryField> | undefined,
): Result<string, ToolError> => build(condition, false, fields);

const build = (
  condition: Condition,
  negated: boolean,
  fields: ReadonlyMap<string, QueryField> | undefined,
): Result<string, ToolError> => {
  if ("not" in condition) return build(condition.not, !negated, fields);
  if ("and" in condition) return joined(condition.and, negated ? "or" : "and", negated, fields);
  if ("or" in condition) return joined(condition.or, negated ? "and" : "or", negated, fields);
  return checkFieldCode(condition.field, fields)
    .andThen((known) => checkComparison(condition, negated, known).map(() => known))
    .andThen((known) => operand(condition).map((text) => comparisonText(condition, negated, known, text)));
};

const checkComparison = (
  { field, operator }: Comparison,
  negated: boolean,
  known: QueryField | undefined,
): Result<void, ToolError> => {
  if (!Object.hasOwn(oppositeOf, operator)) return refuse(`${JSON.stringify(operator)} is not an operator.`);
  if (negated && known?.inTable === true) {
    const problem = `${field} is in a table, where kintone asks for some row and cannot say that none is so.`;
    return refuse(`${problem} Write ${oppositeOf[operator]} outside of not or none: some row is so.`);
  }
  return checkOperator(field, negated ? oppositeOf[operator] : operator, known);
};

const comparisonText = (
  { field, operator }: Comparison,
  negated: boolean,
  known: QueryField | undefined,
  text: string,
): string => {
  const used = negated ? oppositeOf[operator] : operator;
  const comparison = [field, used, text].filter((part) => part !== "").join(" ");
  const alsoEmpty = negated && comparesOrder(operator) && field !== "$id" && !isNeverEmpty(known?.type ?? "");
  return alsoEmpty ? `${comparison} or ${field} = ""` : comparison;
};

const joined = (
  conditions: readonly Condition[],
  word: "and" | "or",
  negated: boolean,
  fields: ReadonlyMap<string, QueryField> | undefined,
): Result<string, ToolError> => {
  if (conditions.length === 0) return refuse(`\`${word}\` joins no conditions.`);
  return Result.combine(conditions.map((condition) => build(condition, negated, fields))).map((texts) =>
    texts.length === 1 ? texts.join("") : texts.map((text) => `(${text})`).join(` ${word} `),
  );
};

const reserved: ReadonlySet<string> = new Set(["and", "or", "not", "in", "like", "is"]);

/**
 * Checks that a text is a field code, which is one word of the language and none of its own, and one of `fields` where those
 * are known. A field of a related app is written `List.Field`. Errors: `invalid_input`.
 */
export const checkFieldCode = (
  field: string,
  fields: ReadonlyMap<string, QueryField> | undefined,
): Result<QueryField | undefined, ToolError> => {
  const tokens = tokenizeQuery(field).unwrapOr([]);
  const word =
    tokens.length === 1 && tokens[0]?.kind === "word" && tokens[0].text === field && !reserved.has(field.toLowerCase());
  if (!word) return refuse(`${JSON.stringify(field)} is not a field code.`);
  if (fields === undefined) return ok(undefined);
  const known = fields.get(field) ?? (field === "$id" ? { type: "__ID__" } : relatedField(field, fields));
  return known === undefined ? refuse(`the app has no field ${field}.`) : ok(known);
};

/** Of the related app's field the type is not known here. */
const relatedField = (field: string, fields: ReadonlyMap<string, QueryField>): QueryField | undefined => {
  const list = fields.get(field.split(".", 1)[0] ?? "");
  return field.includes(".") && list?.type === "REFERENCE_TABLE" ? { type: "RELATED_FIELD", inTable: true } : undefined;
};

const checkOperator = (
  field: string,
  operator: QueryOperator,
  known: QueryField | undefined,
): Result<void, ToolError> => {
  if (known === undefined) return ok(undefined);
  const operators = operatorsOf(known.type, { inTable: known.inTable ?? false });
  if (operators.includes(operator)) return ok(undefined);
  const able = operators.length === 0 ? "cannot be used in a query" : `takes ${operators.join(", ")}`;
  return refuse(`${field} (${known.type}${known.inTable ? " in a table" : ""}) ${able}, not ${operator}.`);
};

const operand = (comparison: Comparison): Result<string, ToolError> => {
  if ("values" in comparison) {
    if (comparison.values.length === 0) return refuse(`${comparison.field} ${comparison.operator}: the list is empty.`);
    return Result.combine(comparison.values.map(valueText)).map((texts) => `(${texts.join(", ")})`);
  }
  if (!("value" in comparison)) return ok("");
  if (comparison.value === "" && comparesOrder(comparison.operator))
    return refuse(`${comparison.field} ${comparison.operator}: empty text has no order; use = or !=.`);
  return valueText(comparison.value);
};

const valueText = (value: QueryValue): Result<string, ToolError> => {
  if (typeof value === "object") return functionCall(value);
  if (typeof value === "string") {
    return hasUnescapable(value)
      ? refuse("a value holds a control character or half a character, which kintone refuses.")
      : ok(`"${escapeQueryString(value)}"`);
  }
  return Number.isFinite(value) ? ok(`"${value}"`) : refuse("a value is not a finite number.");
};

const refuse = (problem: string): Result<never, ToolError> =>
  err(toolError("invalid_input", `query: ${problem}`, { issues: [{ path: ["query"], message: problem }] }));
