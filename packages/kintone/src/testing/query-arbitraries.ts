import fc from "fast-check";
import type { FilterInput } from "../query/filter-input.ts";
import type { EvaluatedField } from "./filter-evaluator.ts";
import { groupCodes, organizationCodes, queryableFields, states, userCodes } from "./query-domain.ts";
import { anyText, choice, clock, date, instant, numeral, orEmpty } from "./query-values.ts";

type Comparison = Exclude<FilterInput["conditions"][number], { conditions: unknown }>;
type Value = NonNullable<Comparison["value"]>;

const operandOf = (type: string): fc.Arbitrary<Value> => {
  if (/^(__ID__|RECORD_NUMBER|NUMBER|CALC)$/.test(type))
    return fc.oneof(numeral, fc.integer({ min: -2, max: 8 }), fc.constant(""));
  if (/TIME|DATE/.test(type)) return fc.oneof(date, clock, instant, fc.constant(""), anyFunction);
  if (/_SELECT$|CREATOR|MODIFIER|ASSIGNEE/.test(type) && type !== "MULTI_SELECT")
    return fc.oneof(fc.constantFrom(...userCodes, ...groupCodes, ...organizationCodes, ""), anyFunction);
  if (/^(CHECK_BOX|RADIO_BUTTON|DROP_DOWN|MULTI_SELECT)$/.test(type)) return orEmpty(choice);
  if (type === "STATUS") return fc.oneof(fc.constantFrom(...states), anyText);
  return fc.oneof(
    { weight: 6, arbitrary: anyText },
    fc.constantFrom("議事録", "report", "pdf", "abc", "2026"),
    fc.integer(),
  );
};

const anyFunction: fc.Arbitrary<Value> = fc
  .tuple(
    fc.constantFrom(
      ...(["LOGINUSER", "PRIMARY_ORGANIZATION", "NOW", "TODAY", "YESTERDAY", "TOMORROW", "FROM_TODAY"] as const),
      ...(["THIS_WEEK", "LAST_WEEK", "NEXT_WEEK", "THIS_MONTH", "LAST_MONTH", "NEXT_MONTH"] as const),
      ...(["THIS_YEAR", "LAST_YEAR", "NEXT_YEAR"] as const),
    ),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant(undefined) },
      fc.tuple(fc.integer({ min: -60, max: 60 }), fc.constantFrom("DAYS", "WEEKS", "MONTHS", "YEARS")),
      fc.constantFrom(["MONDAY"], ["SUNDAY"], ["LAST"], [31], [1], ["1) or ($id > 0"], [32]),
    ),
  )
  .map(([name, given]): Value => {
    const fitting = name === "FROM_TODAY" && given === undefined ? [1, "DAYS"] : given;
    return fitting === undefined ? { function: name } : { function: name, arguments: [...fitting] };
  });

const operators = [
  "=",
  "!=",
  ">",
  "<",
  ">=",
  "<=",
  "in",
  "not in",
  "like",
  "not like",
  "is empty",
  "is not empty",
] as const;

const fittingOperators = ({ type, table }: EvaluatedField): readonly Comparison["operator"][] => {
  if (/^(__ID__|RECORD_NUMBER|NUMBER|CALC)$/.test(type))
    return table ? [">", "<", ">=", "<=", "in", "not in"] : operators.slice(0, 8);
  if (/TIME|DATE/.test(type)) return table ? operators.slice(2, 6) : operators.slice(0, 6);
  if (/^(SINGLE_LINE_TEXT|LINK)$/.test(type))
    return [...(table ? [] : (["=", "!="] as const)), ...operators.slice(6, 10)];
  if (/^(MULTI_LINE_TEXT|FILE)$/.test(type)) return operators.slice(8);
  return type === "RICH_TEXT" ? ["like", "not like"] : ["in", "not in"];
};

/** A comparison; one in twenty with any operator and any operand, which is then likely refused. */
const comparison: fc.Arbitrary<Comparison> = fc.constantFrom(...queryableFields).chain(([field, known]) =>
  fc
    .tuple(fc.integer({ min: 1, max: 20 }), fc.constantFrom(...operators), fc.constantFrom(...fittingOperators(known)))
    .chain(([draw, any, fitting]) => {
      const operator = draw === 1 ? any : fitting;
      const operand = draw === 2 ? fc.oneof(anyText, anyFunction) : operandOf(known.type);
      if (operator === "is empty" || operator === "is not empty") return fc.constant<Comparison>({ field, operator });
      if (operator === "in" || operator === "not in")
        return fc
          .array(operand, { minLength: 1, maxLength: 3 })
          .map((values): Comparison => ({ field, operator, values }));
      return operand.map((value): Comparison => ({ field, operator, value }));
    }),
);

const match = fc.constantFrom("all", "any", "none");
const group = fc.record({ match, conditions: fc.array(comparison, { minLength: 1, maxLength: 3 }) });

/** Structured filters of every shape. */
export const filter: fc.Arbitrary<FilterInput> = fc.record({
  match,
  conditions: fc.array(fc.oneof({ weight: 2, arbitrary: comparison }, group), { minLength: 1, maxLength: 3 }),
});

/** Query texts, sound and broken, that try to say more than they may. */
export const queryText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "",
    "$id > 0",
    "$id > 0 or $id < 0",
    ") or ($id > 0",
    '$id > 0) or (名前 != "x"',
    '") or ($id > "0',
    "$id > 0 order by $id asc limit 500",
    "or $id > 0",
    'Memo like "limit 5" or $id >= 1',
    "$id in (1, 2, 3) or limit > 0",
    'order = "order by" or $id != 0',
  ),
  fc
    .array(
      fc.constantFrom(
        "$id",
        ">",
        "<=",
        "0",
        '"3"',
        "or",
        "and",
        "(",
        ")",
        '"',
        "\\",
        "limit",
        "order",
        "by",
        "offset",
        "5",
        ",",
        "\n",
        "in",
        "名前",
        "=",
      ),
      {
        maxLength: 10,
      },
    )
    .map((parts) => parts.join(" ")),
);
