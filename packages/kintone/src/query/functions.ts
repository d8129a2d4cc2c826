import { type ToolError, toolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";

/** A function of the query language, such as `{ function: "FROM_TODAY", arguments: [-7, "DAYS"] }`. */
export interface QueryFunction {
  readonly function: QueryFunctionName;
  readonly arguments?: readonly (string | number)[];
}

export type QueryFunctionName = keyof typeof argumentsOf;

const none = /^$/;
const weekday = /^(|SUNDAY|MONDAY|TUESDAY|WEDNESDAY|THURSDAY|FRIDAY|SATURDAY)$/;
const dayOfMonth = /^(|[1-9]|[12]\d|3[01]|LAST)$/;

const argumentsOf = {
  LOGINUSER: none,
  PRIMARY_ORGANIZATION: none,
  NOW: none,
  TODAY: none,
  YESTERDAY: none,
  TOMORROW: none,
  FROM_TODAY: /^-?\d{1,6}, (DAYS|WEEKS|MONTHS|YEARS)$/,
  THIS_WEEK: weekday,
  LAST_WEEK: weekday,
  NEXT_WEEK: weekday,
  THIS_MONTH: dayOfMonth,
  LAST_MONTH: dayOfMonth,
  NEXT_MONTH: dayOfMonth,
  THIS_YEAR: none,
  LAST_YEAR: none,
  NEXT_YEAR: none,
} as const;

/** Writes a function call. Errors: `invalid_input` for an unknown name and for arguments that the function does not take. */
export const functionCall = ({ function: name, arguments: given = [] }: QueryFunction): Result<string, ToolError> => {
  const pattern = Object.hasOwn(argumentsOf, name) ? argumentsOf[name] : undefined;
  if (pattern === undefined) return err(toolError("invalid_input", `query: there is no function ${String(name)}.`));
  const text = given.join(", ");
  if (!pattern.test(text)) return err(toolError("invalid_input", `query: ${name} does not take (${text}).`));
  return ok(`${name}(${text})`);
};
