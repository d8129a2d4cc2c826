import { KintoneError } from "../errors.ts";
import { querySyntaxError, type Token, tokenize } from "./tokenizer.ts";

/** The operators of the query language. */
export type Operator =
  | "="
  | "!="
  | ">"
  | "<"
  | ">="
  | "<="
  | "in"
  | "not in"
  | "like"
  | "not like"
  | "is empty"
  | "is not empty";

/** What a field is compared with: literal text, or a function such as `TODAY()`. */
export type Operand =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "function"; readonly name: string; readonly arguments: readonly string[] };

/** One comparison of a field. */
export interface Comparison {
  readonly kind: "comparison";
  readonly code: string;
  readonly operator: Operator;
  readonly operands: readonly Operand[];
}

/** A condition: comparisons joined by `and` and `or`. */
export type Condition = Comparison | { readonly kind: "and" | "or"; readonly items: readonly Condition[] };

/** A parsed query; `limit` and `offset` are undefined when not written. */
export interface Query {
  readonly condition: Condition | undefined;
  readonly order: readonly { readonly code: string; readonly descending: boolean }[];
  readonly limit: number | undefined;
  readonly offset: number | undefined;
}

/**
 * Parses a kintone query: conditions (`and` binds tighter than `or`), then `order by`, `limit`, `offset`.
 * Bad syntax is CB_VA01, a limit above 500 GAIA_QU01, an offset above 10,000 GAIA_QU02.
 */
export const parseQuery = (text: string): Query => new Parser(tokenize(text)).query();

const MAX_LIMIT = 500;
const MAX_OFFSET = 10_000;
const MAX_DEPTH = 100;

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  query(): Query {
    const condition = this.#atEnd() || this.#atOptions() ? undefined : this.#any(0);
    const order = this.#order();
    const limit = this.#count("limit", MAX_LIMIT, "GAIA_QU01");
    const offset = this.#count("offset", MAX_OFFSET, "GAIA_QU02");
    if (!this.#atEnd()) throw querySyntaxError(`${this.#peek()?.text} is not expected here.`);
    return { condition, order, limit, offset };
  }

  #any(depth: number): Condition {
    const items = [this.#all(depth)];
    while (this.#accept("or")) items.push(this.#all(depth));
    return join("or", items);
  }

  #all(depth: number): Condition {
    const items = [this.#single(depth)];
    while (this.#accept("and")) items.push(this.#single(depth));
    return join("and", items);
  }

  #single(depth: number): Condition {
    if (depth > MAX_DEPTH) throw querySyntaxError("parentheses are nested too deeply.");
    if (this.#peek()?.kind !== "open") return this.#comparison();
    this.#next("open");
    const condition = this.#any(depth + 1);
    this.#next("close");
    return condition;
  }

  #comparison(): Comparison {
    const code = this.#next("word").text;
    const operator = this.#operator();
    if (operator === "is empty" || operator === "is not empty")
      return { kind: "comparison", code, operator, operands: [] };
    const operands = operator === "in" || operator === "not in" ? this.#list() : [this.#operand()];
    return { kind: "comparison", code, operator, operands };
  }

  #operator(): Operator {
    const token = this.#take();
    if (token?.kind === "operator") return SYMBOLS[token.text] ?? this.#unexpected(token);
    const word = token?.kind === "word" ? token.text.toLowerCase() : "";
    if (word === "in" || word === "like") return word;
    if (word === "not")
      return this.#accept("in") ? "not in" : this.#accept("like") ? "not like" : this.#unexpected(this.#peek());
    if (word !== "is") return this.#unexpected(token);
    const negated = this.#accept("not");
    if (!this.#accept("empty")) return this.#unexpected(this.#peek());
    return negated ? "is not empty" : "is empty";
  }

  #list(): Operand[] {
    this.#next("open");
    const operands = [this.#operand()];
    while (this.#peek()?.kind === "comma") {
      this.#next("comma");
      operands.push(this.#operand());
    }
    this.#next("close");
    return operands;
  }

  #operand(): Operand {
    const token = this.#take();
    if (token?.kind === "string" || token?.kind === "number") return { kind: "literal", text: token.text };
    if (token?.kind !== "word" || this.#peek()?.kind !== "open") return this.#unexpected(token);
    return { kind: "function", name: token.text, arguments: this.#arguments() };
  }

  #arguments(): string[] {
    this.#next("open");
    const values: string[] = [];
    while (this.#peek()?.kind !== "close") {
      if (values.length > 0) this.#next("comma");
      const token = this.#take();
      if (token?.kind !== "word" && token?.kind !== "number" && token?.kind !== "string")
        return this.#unexpected(token);
      values.push(token.text);
    }
    this.#next("close");
    return values;
  }

  #order(): { code: string; descending: boolean }[] {
    if (!this.#isWord("order")) return [];
    this.#take();
    if (!this.#accept("by")) return this.#unexpected(this.#peek());
    const keys = [this.#orderKey()];
    while (this.#peek()?.kind === "comma") {
      this.#next("comma");
      keys.push(this.#orderKey());
    }
    return keys;
  }

  #orderKey(): { code: string; descending: boolean } {
    const code = this.#next("word").text;
    if (this.#accept("desc")) return { code, descending: true };
    this.#accept("asc");
    return { code, descending: false };
  }

  #count(word: "limit" | "offset", most: number, code: string): number | undefined {
    if (!this.#accept(word)) return undefined;
    const { text } = this.#next("number");
    if (!/^\d+$/.test(text)) throw querySyntaxError(`${word} must be a whole number of 0 or more.`);
    if (Number(text) > most) throw new KintoneError(400, code, `The query's ${word} must be ${most} or less.`);
    return Number(text);
  }

  #atOptions(): boolean {
    const following = this.#tokens[this.#at + 1];
    if (this.#isWord("order")) return following?.kind === "word" && following.text.toLowerCase() === "by";
    return (this.#isWord("limit") || this.#isWord("offset")) && following?.kind === "number";
  }

  #atEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  #isWord(word: string): boolean {
    const token = this.#peek();
    return token?.kind === "word" && token.text.toLowerCase() === word;
  }

  #accept(word: string): boolean {
    if (!this.#isWord(word)) return false;
    this.#at += 1;
    return true;
  }

  #next(kind: Token["kind"]): Token {
    const token = this.#take();
    return token?.kind === kind ? token : this.#unexpected(token);
  }

  #take(): Token | undefined {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #unexpected(token: Token | undefined): never {
    throw querySyntaxError(token === undefined ? "it ends too early." : `${token.text} is not expected here.`);
  }
}

const SYMBOLS: Readonly<Record<string, Operator>> = {
  "=": "=",
  "!=": "!=",
  ">": ">",
  "<": "<",
  ">=": ">=",
  "<=": "<=",
};

const join = (kind: "and" | "or", items: readonly Condition[]): Condition => {
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind, items };
};
