import type { QueryFunctionName } from "../query/functions.ts";
import { operatorsOf, type QueryOperator, queryableTypes } from "../query/operators.ts";
import { maxOffset, pageSize } from "../read/plan.ts";
import { queryExamples } from "./query-examples.ts";

/** The query language as Markdown. Operators, functions and limits are those that the query engine itself uses. */
export const queryGuide = (): string =>
  [
    "# kintone queries",
    form,
    values,
    `## Operators by field type\n\n${operatorTable()}\n\n${operatorNotes}`,
    `## Functions\n\n${functionTable()}\n\n${functionNotes}`,
    combining,
    paging,
    `## Examples\n\n${exampleTable()}`,
  ].join("\n\n");

const form = `## Form

\`<condition> order by <field> asc|desc, … limit <number> offset <number>\`

Each part may be left out: an empty query asks for all records, and \`limit 5\` alone is a query. What is given stands in this
order. Fields are named by field code, not by label; kintone_get_fields lists them. \`$id\` is the record id.`;

const values = `## Values

- Texts, choices, dates and times stand in double quotes. Inside, write \`\\"\` for a double quote, \`\\\\\` for a backslash, \`\\n\` for a line break.
- Numbers may stand without quotes.
- Dates are \`"2026-01-31"\`, times \`"09:30"\`, moments \`"2026-01-31T09:30:00+09:00"\` or \`"…Z"\`.
- People, organizations and groups are named by login name or code, not by display name.
- After \`in\` and \`not in\` stands a list in parentheses, even of one value.`;

const operatorNotes = `Columns of tables and fields of related records take \`in\` and \`not in\` in place of \`=\` and \`!=\`; two conditions on columns of one
table have to hold in the same row. A lookup takes the operators of its own type. GROUP, CATEGORY and the table itself cannot be
queried. \`like\` searches words, not any part of a text, in an index that lags a little behind; it gives up above 100,000 matches.`;

const functionNotes = `Dates and moments take the time functions in place of a value, TIME does not. They follow the time zone of whoever asks. With an API token
that is Administrator, so LOGINUSER() and PRIMARY_ORGANIZATION() are of use with a password or OAuth only.`;

const combining = `## Several conditions

\`and\` binds more tightly than \`or\`; put parentheses around an \`or\` that stands beside an \`and\`. There is no \`not\` before a condition:
use \`!=\`, \`not in\`, \`not like\` or \`is not empty\`.`;

const paging = `## Order and number

Without \`order by\` kintone answers by falling \`$id\`. One request of kintone's own API answers at most ${pageSize} records from an offset of at most
${maxOffset}. kintone_query pages by itself: leave \`limit\` and \`offset\` out there to read all that match, up to \`max_records\`.`;

/** Types with the same operators share a row. */
const operatorTable = (): string => {
  const rows = new Map<string, string[]>();
  for (const type of queryableTypes) {
    const operators = code(operatorsOf(type));
    rows.set(operators, [...(rows.get(operators) ?? []), type === "__ID__" ? "$id" : type]);
  }
  return table(
    ["Field types", "Operators"],
    [...rows].map(([operators, types]) => [types.join(", "), operators]),
  );
};

const code = (operators: readonly QueryOperator[]): string => operators.map((operator) => `\`${operator}\``).join(" ");

const functionTable = (): string =>
  table(
    ["Function", "Means"],
    Object.values(functionMeanings).map(([written, meaning]) => [`\`${written}\``, meaning]),
  );

const weekdays = "with SUNDAY to SATURDAY in the parentheses that day of it";
const days = "with 1 to 31 or LAST in the parentheses that day of it";

const functionMeanings: Readonly<Record<QueryFunctionName, readonly [string, string]>> = {
  LOGINUSER: ["LOGINUSER()", "Whoever asks; for USER_SELECT, CREATOR and MODIFIER, after `in` or `not in`."],
  PRIMARY_ORGANIZATION: [
    "PRIMARY_ORGANIZATION()",
    "Their primary organization; for ORGANIZATION_SELECT. Whoever has none sees the condition ignored.",
  ],
  NOW: ["NOW()", "This moment; for DATETIME, CREATED_TIME and UPDATED_TIME."],
  TODAY: ["TODAY()", "Today."],
  YESTERDAY: ["YESTERDAY()", "Yesterday."],
  TOMORROW: ["TOMORROW()", "Tomorrow."],
  FROM_TODAY: ["FROM_TODAY(-7, DAYS)", "So many DAYS, WEEKS, MONTHS or YEARS from today, back when negative."],
  THIS_WEEK: ["THIS_WEEK()", `This week; ${weekdays}.`],
  LAST_WEEK: ["LAST_WEEK()", `Last week; ${weekdays}.`],
  NEXT_WEEK: ["NEXT_WEEK()", `Next week; ${weekdays}.`],
  THIS_MONTH: ["THIS_MONTH()", `This month; ${days}.`],
  LAST_MONTH: ["LAST_MONTH()", `Last month; ${days}.`],
  NEXT_MONTH: ["NEXT_MONTH()", `Next month; ${days}.`],
  THIS_YEAR: ["THIS_YEAR()", "This year."],
  LAST_YEAR: ["LAST_YEAR()", "Last year."],
  NEXT_YEAR: ["NEXT_YEAR()", "Next year."],
};

const exampleTable = (): string =>
  table(
    ["Query", "Asks for"],
    queryExamples.map(({ query, meaning }) => [`\`${query}\``, meaning]),
  );

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
