import { type ToolError, toolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";

/** A piece of a query. Blanks between pieces are not tokens. */
export interface QueryToken {
  readonly kind: "literal" | "word" | "operator" | "open" | "close" | "comma";
  readonly start: number;
  /** The position after the last character. */
  readonly end: number;
  /** As written; a literal with its quotes. */
  readonly text: string;
}

/**
 * Splits a kintone query into its tokens, so that what stands inside a string literal is never taken for a keyword.
 * Errors: `invalid_input` for a literal without its closing quote.
 *
 * @see kintone REST API, query strings
 */
export const tokenizeQuery = (query: string): Result<readonly QueryToken[], ToolError> => {
  const tokens: QueryToken[] = [];
  let start = 0;
  while (start < query.length) {
    const character = query.charAt(start);
    if (blank.test(character)) {
      start++;
      continue;
    }
    const kind = kinds[character] ?? (operators.has(character) ? "operator" : character === '"' ? "literal" : "word");
    const end = endOf(kind, query, start);
    if (end === undefined) {
      return err(
        queryError(
          `The literal that begins at character ${start + 1} has no closing quote.`,
          'Close it with ", and write \\" inside.',
        ),
      );
    }
    tokens.push({ kind, start, end, text: query.slice(start, end) });
    start = end;
  }
  return ok(tokens);
};

/** An `invalid_input` error about the query. */
export const queryError = (problem: string, hint: string): ToolError =>
  toolError("invalid_input", `query: ${problem}`, { issues: [{ path: ["query"], message: problem }], hint });

const blank = /\s/;
const operators: ReadonlySet<string> = new Set(["=", "!", "<", ">"]);
const kinds: Readonly<Record<string, QueryToken["kind"] | undefined>> = { "(": "open", ")": "close", ",": "comma" };

const endOf = (kind: QueryToken["kind"], query: string, start: number): number | undefined => {
  if (kind === "literal") return endOfLiteral(query, start);
  if (kind === "operator") return query.charAt(start + 1) === "=" ? start + 2 : start + 1;
  if (kind !== "word") return start + 1;
  let end = start + 1;
  while (end < query.length && !/[\s()",=!<>]/.test(query.charAt(end))) end++;
  return end;
};

const endOfLiteral = (query: string, start: number): number | undefined => {
  for (let index = start + 1; index < query.length; index++) {
    const character = query.charAt(index);
    if (character === "\\") index++;
    else if (character === '"') return index + 1;
  }
  return undefined;
};
