import type { ToolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";
import { parseQuery } from "../query/parse.ts";
import { queryError } from "../query/tokenize.ts";

/** What to read, and in which order. */
export interface ReadPlan {
  readonly condition: string;
  /** Along the record ids, which pages without end; or by fields, which kintone sorts for us. */
  readonly order:
    | { readonly by: "id"; readonly direction: "asc" | "desc" }
    | { readonly by: "fields"; readonly orderBy: string };
  readonly offset: number;
  /** Most records to answer with. */
  readonly ceiling: number;
  /** The ceiling is the query's own limit: whether there are more does not matter. */
  readonly exact: boolean;
}

/** The highest offset that kintone takes. */
export const maxOffset = 10_000;
/** Most records of one call of kintone. */
export const pageSize = 500;

/**
 * Plans a read. Without `order by`: by ascending id when there is no `limit` either, and newest first, as kintone does,
 * when there is. Errors: `invalid_input` for a query that cannot be taken apart, a limit of 0 and an offset out of reach.
 */
export const planRead = (query: string, maxRecords: number): Result<ReadPlan, ToolError> =>
  parseQuery(query).andThen(({ condition, orderBy, limit, offset = 0 }) => {
    if (limit === 0)
      return err(queryError("limit is 0, which asks for nothing.", "Leave limit out, or give at least 1."));
    const order = orderOf(orderBy, limit);
    if (order.by === "id" && offset > maxOffset) {
      return err(
        queryError(
          `offset is above ${maxOffset}, where kintone stops.`,
          "Leave offset out and add a condition such as $id > 10000.",
        ),
      );
    }
    const exact = limit !== undefined && limit <= maxRecords;
    return ok({ condition, order, offset, ceiling: exact ? limit : maxRecords, exact });
  });

const orderOf = (orderBy: string | undefined, limit: number | undefined): ReadPlan["order"] => {
  if (orderBy === undefined) return { by: "id", direction: limit === undefined ? "asc" : "desc" };
  const byId = /^\$id\s+(asc|desc)$/i.exec(orderBy);
  if (byId === null) return { by: "fields", orderBy };
  return { by: "id", direction: byId[1]?.toLowerCase() === "asc" ? "asc" : "desc" };
};
