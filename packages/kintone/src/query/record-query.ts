import { invalidField, type ToolError } from "@tsunagu/core";
import { err, ok, Result } from "neverthrow";
import { buildCondition, checkFieldCode, type QueryField } from "./condition.ts";
import { type FilterInput, filterCondition } from "./filter-input.ts";
import { bothConditions, joinQuery, type ParsedQuery, parseQuery } from "./parse.ts";

/** A query in parts, structured and as text. */
export interface RecordQuery {
  readonly filter?: FilterInput | undefined;
  /** A query as text, beside the filter. */
  readonly query: string;
  readonly order_by?: readonly { readonly field: string; readonly order: "asc" | "desc" }[] | undefined;
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
}

const defaultLimit = 100;

/**
 * Joins the parts into one query: filter and text both have to hold. With `fields`, the filter's operators and the order's
 * codes are checked against the form. Errors: `invalid_input`, naming the part.
 */
export const joinRecordQuery = (
  { filter, query, order_by, limit, offset }: RecordQuery,
  fields: ReadonlyMap<string, QueryField> | undefined,
): Result<string, ToolError> => {
  const filtered = filter === undefined ? ok("") : inPart("filter", buildCondition(filterCondition(filter), fields));
  return filtered.andThen((condition) =>
    buildOrder(order_by, fields).andThen((orderBy) =>
      parseQuery(query).andThen((text) => {
        const twice = givenTwice(text, { orderBy, limit, offset });
        if (twice !== undefined) return err(twice);
        return ok(
          joinQuery({
            condition: both(condition, text.condition),
            orderBy: orderBy ?? text.orderBy,
            limit: limit ?? text.limit ?? defaultLimit,
            offset: offset ?? text.offset,
          }),
        );
      }),
    ),
  );
};

/** An error of the query engine as one about another part of the input. */
const inPart = <T>(part: string, result: Result<T, ToolError>): Result<T, ToolError> =>
  result.mapErr((error) =>
    invalidField(
      part,
      error.issues?.[0]?.message ?? error.message,
      "Call kintone_get_fields for the field codes and types. Nothing was sent.",
    ),
  );

const buildOrder = (
  order: RecordQuery["order_by"],
  fields: ReadonlyMap<string, QueryField> | undefined,
): Result<string | undefined, ToolError> => {
  if (order === undefined) return ok(undefined);
  const parts = order.map(({ field, order: way }) => checkFieldCode(field, fields).map(() => `${field} ${way}`));
  return inPart("order_by", Result.combine(parts)).map((texts) => texts.join(", "));
};

/** Both have to hold; an empty one holds always. */
const both = (first: string, second: string): string => {
  if (second === "") return first;
  return first === "" ? second : bothConditions(first, `(${second})`);
};

const givenTwice = (
  text: ParsedQuery,
  given: {
    readonly orderBy: string | undefined;
    readonly limit: number | undefined;
    readonly offset: number | undefined;
  },
): ToolError | undefined => {
  const parts = [
    ["order_by", "order by", given.orderBy, text.orderBy],
    ["limit", "limit", given.limit, text.limit],
    ["offset", "offset", given.offset, text.offset],
  ] as const;
  const twice = parts.find(([, , own, inText]) => own !== undefined && inText !== undefined);
  return twice && invalidField(twice[0], `is given, and the query has its own ${twice[1]}`, "Give it in one place.");
};
