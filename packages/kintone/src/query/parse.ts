import type { ToolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";
import { type QueryToken, queryError, tokenizeQuery } from "./tokenize.ts";

/** A query taken apart. Joined again in this order it means the same. */
export interface ParsedQuery {
  /** Which records; empty for all. Its parentheses are balanced, so that it can be put into parentheses. */
  readonly condition: string;
  /** What follows `order by`, if anything. */
  readonly orderBy: string | undefined;
  readonly limit: number | undefined;
  readonly offset: number | undefined;
}

/**
 * Takes a query apart into condition, `order by`, `limit` and `offset`. Keywords count only outside of literals and
 * parentheses. Errors: `invalid_input` for unbalanced quotes or parentheses, a clause that comes twice, and a `limit` or
 * `offset` that is not a number.
 */
export const parseQuery = (query: string): Result<ParsedQuery, ToolError> =>
  tokenizeQuery(query).andThen((tokens) => balanced(tokens).andThen(() => splitClauses(query, tokens)));

/** The condition, order and paging of a query as one text. */
export const joinQuery = ({ condition, orderBy, limit, offset }: ParsedQuery): string =>
  [
    condition,
    orderBy === undefined ? "" : `order by ${orderBy}`,
    limit === undefined ? "" : `limit ${limit}`,
    offset === undefined || offset === 0 ? "" : `offset ${offset}`,
  ]
    .filter((part) => part !== "")
    .join(" ");

/** Both conditions at once, each in parentheses so that an `or` in one stays inside. */
export const bothConditions = (first: string, second: string): string =>
  first === "" ? second : `(${first}) and ${second}`;

const balanced = (tokens: readonly QueryToken[]): Result<void, ToolError> => {
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === "open") depth++;
    if (token.kind === "close") depth--;
    if (depth < 0)
      return err(
        queryError(`The parenthesis at character ${token.end} closes nothing.`, "Remove it, or open it before."),
      );
  }
  return depth === 0
    ? ok(undefined)
    : err(queryError("A parenthesis is not closed.", "Close every parenthesis that is opened."));
};

type ClauseName = "order by" | "limit" | "offset";
interface Clause {
  readonly name: ClauseName;
  readonly start: number;
  /** Index of the first token after the keyword. */
  readonly first: number;
}

const splitClauses = (query: string, tokens: readonly QueryToken[]): Result<ParsedQuery, ToolError> => {
  const clauses = findClauses(tokens);
  const values = new Map<ClauseName, string>();
  for (const [index, { name, first }] of clauses.entries()) {
    const end = clauses[index + 1]?.start ?? query.length;
    const value = query.slice(tokens[first]?.start ?? query.length, end).trim();
    if (values.has(name)) return err(queryError(`${name} comes twice.`, "Give it once."));
    if (value === "") return err(queryError(`Nothing follows ${name}.`, "Complete it, or leave it out."));
    if (name !== "order by" && !/^\d{1,9}$/.test(value)) {
      return err(
        queryError(
          `${name} is followed by more than a number: ${value.slice(0, 40)}.`,
          "Put conditions first, then order by, limit, offset.",
        ),
      );
    }
    values.set(name, value);
  }
  const condition = query.slice(0, clauses[0]?.start ?? query.length).trim();
  const number = (name: ClauseName): number | undefined => (values.has(name) ? Number(values.get(name)) : undefined);
  return ok({ condition, orderBy: values.get("order by"), limit: number("limit"), offset: number("offset") });
};

/** A keyword opens a clause where it cannot be a field code: `order` before `by`, `limit` and `offset` before a number. */
const findClauses = (tokens: readonly QueryToken[]): readonly Clause[] => {
  const clauses: Clause[] = [];
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.kind === "open") depth++;
    if (token.kind === "close") depth--;
    if (depth > 0 || token.kind !== "word") continue;
    const next = tokens[index + 1];
    const word = token.text.toLowerCase();
    if (word === "order" && next?.kind === "word" && next.text.toLowerCase() === "by") {
      clauses.push({ name: "order by", start: token.start, first: index + 2 });
    } else if ((word === "limit" || word === "offset") && next?.kind === "word" && /^\d/.test(next.text)) {
      clauses.push({ name: word, start: token.start, first: index + 1 });
    }
  }
  return clauses;
};
