import fc from "fast-check";
import {
  choices,
  groupCodes,
  organizationCodes,
  type QueryRecord,
  queryableFields,
  userCodes,
} from "./query-domain.ts";

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
export const anyText = fc.oneof(
  { weight: 8, arbitrary: text },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("a\r\nb", "bell\u0007", "zero\u0000", "del\u007f", "\u2028", "\u0085", "half \ud83d"),
  },
);

/** Numbers as text, some of more digits than a double holds. */
export const numeral = fc.oneof(
  fc.integer({ min: -3, max: 6 }).map(String),
  fc.constantFrom("0.1", "0.10", "-0.5", "1e1", "+2", "99999999999999999999.5", "99999999999999999999.25"),
);
/** Days around the month's end at which the clock stands still. */
export const date = fc.oneof(
  fc.constantFrom("2026-03-31", "2026-04-01", "2026-02-28", "2025-04-01", "2026-12-31"),
  fc
    .date({ min: new Date("2024-01-01"), max: new Date("2028-12-31"), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10)),
);
/** A time of day. */
export const clock = fc.tuple(fc.nat(23), fc.nat(59)).map(([hour, minute]) => `${two(hour)}:${two(minute)}`);
const two = (number: number): string => String(number).padStart(2, "0");
/** Moments, in several time zones. */
export const instant = fc.oneof(
  fc.constantFrom("2026-03-31T15:00:00Z", "2026-03-31T14:59:00Z", "2026-04-01T00:00:00+09:00", "2026-03-31T16:20:00Z"),
  fc.tuple(date, clock, fc.constantFrom("Z", "+09:00", "-0330")).map(([day, at, zone]) => `${day}T${at}:00${zone}`),
);
/** One of the choices of every choice field. */
export const choice = fc.constantFrom(...choices);
const some = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { maxLength: 3 });
/** A value, or none. */
export const orEmpty = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | ""> =>
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
