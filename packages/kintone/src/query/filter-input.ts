import * as z from "@tsunagu/core/zod";
import { fieldCode } from "../schema.ts";
import type { Comparison, Condition } from "./condition.ts";

const functionNames = [
  "LOGINUSER",
  "PRIMARY_ORGANIZATION",
  "NOW",
  "TODAY",
  "YESTERDAY",
  "TOMORROW",
  "FROM_TODAY",
  "THIS_WEEK",
  "LAST_WEEK",
  "NEXT_WEEK",
  "THIS_MONTH",
  "LAST_MONTH",
  "NEXT_MONTH",
  "THIS_YEAR",
  "LAST_YEAR",
  "NEXT_YEAR",
] as const;

const value = () =>
  z.union([
    z.string().max(65_535),
    z.number(),
    z.strictObject({
      function: z.enum(functionNames).describe("A function of the query language, such as TODAY or LOGINUSER."),
      arguments: z
        .array(z.union([z.string().max(20), z.int()]))
        .max(2)
        .optional()
        .describe('Such as [-7, "DAYS"] of FROM_TODAY, ["MONDAY"] of THIS_WEEK, ["LAST"] or [15] of THIS_MONTH.'),
    }),
  ]);

const listOperators = ["in", "not in"] as const;
const emptyOperators = ["is empty", "is not empty"] as const;
const valueOperators = ["=", "!=", ">", "<", ">=", "<=", "like", "not like"] as const;

const comparison = () =>
  z
    .strictObject({
      field: fieldCode().describe("Field code, or `$id`."),
      operator: z.enum([...valueOperators, ...listOperators, ...emptyOperators]),
      value: value()
        .optional()
        .describe("What to compare with; not for `in`, `not in`, `is empty` and `is not empty`."),
      values: z.array(value()).min(1).max(500).optional().describe("The list for `in` and `not in`."),
    })
    .superRefine((given, context) => {
      const needed = includes(listOperators, given.operator)
        ? "values"
        : includes(emptyOperators, given.operator)
          ? undefined
          : "value";
      for (const key of ["value", "values"] as const) {
        if (key === needed && given[key] === undefined)
          context.addIssue({ code: "custom", path: [key], message: `is needed for the operator ${given.operator}` });
        if (key !== needed && given[key] !== undefined)
          context.addIssue({ code: "custom", path: [key], message: `is not taken by the operator ${given.operator}` });
      }
    });

const match = () =>
  z
    .enum(["all", "any", "none"])
    .default("all")
    .describe(
      "all: every condition holds (and). any: at least one holds (or). none: not one holds (not); not for fields in tables.",
    );

const group = () => z.strictObject({ match: match(), conditions: z.array(comparison()).min(1).max(100) });

/**
 * A condition on records as data, two levels deep: conditions, and groups of conditions, each joined by all, any or none.
 * Every and-or-not expression can be written so. No schema refers to itself: many clients cannot read those that do.
 */
export const filterInput = () =>
  z.strictObject({
    match: match(),
    conditions: z
      .array(z.union([comparison(), group()]))
      .min(1)
      .max(100)
      .describe(
        'Comparisons such as {"field": "Due", "operator": "<", "value": {"function": "TODAY"}}, and groups of them.',
      ),
  });

export type FilterInput = z.output<ReturnType<typeof filterInput>>;

/** A filter as the query engine takes it. */
export const filterCondition = ({ match: how, conditions }: FilterInput): Condition =>
  joined(
    how,
    conditions.map((each) =>
      "conditions" in each ? joined(each.match, each.conditions.map(compared)) : compared(each),
    ),
  );

const joined = (how: FilterInput["match"], conditions: readonly Condition[]): Condition => {
  if (how === "all") return { and: conditions };
  return how === "any" ? { or: conditions } : { not: { or: conditions } };
};

const compared = ({ field, operator, value: single, values }: z.output<ReturnType<typeof comparison>>): Comparison => {
  if (operator === "in" || operator === "not in") return { field, operator, values: (values ?? []).map(withoutBlanks) };
  if (operator === "is empty" || operator === "is not empty") return { field, operator };
  return { field, operator, value: withoutBlanks(single ?? "") };
};

const withoutBlanks = (given: z.output<ReturnType<typeof value>>) => {
  if (typeof given !== "object") return given;
  return given.arguments === undefined
    ? { function: given.function }
    : { function: given.function, arguments: given.arguments };
};

const includes = (list: readonly string[], text: string): boolean => list.includes(text);
