import type { StandardSchemaV1 } from "@standard-schema/spec";
import { err, ok, type Result } from "neverthrow";
import type { Issue } from "../error.ts";
import type { Parsed, ToolSchema } from "../tool.ts";

/** Validates a value; answers with the parsed value or with each field's problem, at once where the schema does. */
export const validate = <S extends ToolSchema>(schema: S, value: unknown): Validated<S> | Promise<Validated<S>> => {
  const result = schema["~standard"].validate(value);
  return result instanceof Promise ? result.then(toResult<S>) : toResult(result);
};

/** A parsed value, or each field's problem. */
export type Validated<S extends ToolSchema> = Result<Parsed<S>, readonly Issue[]>;

const toResult = <S extends ToolSchema>(result: StandardSchemaV1.Result<unknown>): Validated<S> =>
  result.issues === undefined ? ok(result.value as Parsed<S>) : err(result.issues.map(toIssue));

const toIssue = (issue: StandardSchemaV1.Issue): Issue => ({
  path: (issue.path ?? []).map((segment) => pathKey(typeof segment === "object" ? segment.key : segment)),
  message: issue.message,
});

const pathKey = (key: PropertyKey): string | number => (typeof key === "symbol" ? key.toString() : key);
