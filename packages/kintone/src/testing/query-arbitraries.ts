import fc from "fast-check";
import type { FilterInput } from "../query/filter-input.ts";
import type { EvaluatedField } from "./filter-evaluator.ts";
import {
  choices,
  groupCodes,
  organizationCodes,
  type QueryRecord,
  queryableFields,
  states,
  userCodes,
} from "./query-domain.ts";

type Comparison = Exclude<FilterInput["conditions"][number], { conditions: unknown }>;
type Value = NonNullable<Comparison["value"]>;

/** Texts that mean something in the query language, or break what quotes carelessly. */
const hostile = [
  '" or $id > "0',
  '\\" or $id > 0 or 名前 = \\"',
  '") or ("" = "',
  "\\",
  '"',
  '\\"',
  "or",
  "and not",
  "order by $id desc",
  "limit 1",
  "limit 500 offset 3",
  "LOGINUSER()",
  "TODAY()",
  "is not empty",
  "line\nbreak",
  "tab\there",
  "絵文字😀",
  "👩‍👩‍👧‍👦",
  "　全角「空白」　",
  "請求書 2026",
  "ＡＢＣ abc",
  "100%_",
  "",
  " ",
] as const;

const words = fc.string({
  unit: fc.constantFrom(
    '"',
    "\\",
    "(",
    ")",
    "=",
    ",",
    " or ",
    " and ",
    "limit 1",
    "order by ",
    "$id",
    "a",
    "9",
    "\n",
    "😀",
    "語",
  ),
  maxLength: 8,
});

/** Any text that a record can hold; often one that others hold as well. */
export const text = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...hostile) },
  { weight: 2, arbitrary: words },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 12 }) },
);

/** Any text that a caller can send; control characters too. */
const anyText = fc.oneof(
  { weight: 8, arbitrary: text },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("a\r\nb", "bell\u0007", "zero\u0000", "del\u007f", "\u2028", "\u0085", "half \ud83d"),
  },
);

const numeral = fc.oneof(
  fc.integer({ min: -3, max: 6 }).map(String),
  fc.constantFrom("0.1", "0.10", "-0.5", "1e1", "+2", "99999999999999999999.5", "99999999999999999999.25"),
);
const date = fc.oneof(
  fc.constantFrom("2026-03-31", "2026-04-01", "2026-02-28", "2025-04-01", "2026-12-31"),
  fc
    .date({ min: new Date("2024-01-01"), max: new Date("2028-12-31"), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10)),
);
const clock = fc.tuple(fc.nat(23), fc.nat(59)).map(([hour, minute]) => `${two(hour)}:${two(minute)}`);
const two = (number: number): string => String(number).padStart(2, "0");
const instant = fc.oneof(
  fc.constantFrom("2026-03-31T15:00:00Z", "2026-03-31T14:59:00Z", "2026-04-01T00:00:00+09:00", "2026-03-31T16:20:00Z"),
  fc.tuple(date, clock, fc.constantFrom("Z", "+09:00", "-0330")).map(([day, at, zone]) => `${day}T${at}:00${zone}`),
);
const choice = fc.constantFrom(...choices);
const some = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { maxLength: 3 });
const orEmpty = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | ""> =>
  fc.oneof({ weight: 4, arbitrary: value }, fc.constant("" as const));
const entities = (codes: readonly string[]) => some(fc.constantFrom(...codes).map((code) => ({ code })));

/** Values of the fields that a record can be given, by type. */
const fieldValues: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  SINGLE_LINE_TEXT: text,
  LINK: text,
  MULTI_LINE_TEXT: text,
  RICH_TEXT: text,
  NUMBER: orEmpty(numeral),
  CALC: orEmpty(numeral),
  CHECK_BOX: some(choice),
  MULTI_SELECT: some(choice),
  RADIO_BUTTON: orEmpty(choice),
  DROP_DOWN: orEmpty(choice),
  DATE: orEmpty(date),
  TIME: orEmpty(clock),
  DATETIME: orEmpty(instant),
  USER_SELECT: entities(userCodes),
  GROUP_SELECT: entities(groupCodes),
  ORGANIZATION_SELECT: entities(organizationCodes),
  CREATOR: fc.constantFrom(...userCodes).map((code) => ({ code })),
  MODIFIER: fc.constantFrom(...userCodes).map((code) => ({ code })),
  CREATED_TIME: instant,
  UPDATED_TIME: instant,
};

const cells = (inTable: boolean): fc.Arbitrary<QueryRecord> =>
  fc.record(
    Object.fromEntries(
      [...queryableFields]
        .filter(([, field]) => (field.table !== undefined) === inTable)
        .flatMap(([code, { type }]) => {
          const value = fieldValues[type];
          return value === undefined ? [] : [[code, value.map((each) => ({ value: each }))]];
        }),
    ),
  );

/** A record of the query app, and the names of the files to attach to it. */
export const record: fc.Arbitrary<{ readonly values: QueryRecord; readonly fileNames: readonly string[] }> = fc
  .tuple(
    cells(false),
    some(cells(true)),
    fc.array(fc.constantFrom("議事録.txt", "report or.pdf", "a b.png"), { maxLength: 2 }),
  )
  .map(([values, rows, fileNames]) => ({
    values: { ...values, Lines: { value: rows.map((row) => ({ value: row })) } },
    fileNames,
  }));

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
