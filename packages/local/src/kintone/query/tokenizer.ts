import { invalidInput, type KintoneError } from "../errors.ts";

/** A piece of query text. */
export interface Token {
  readonly kind: "word" | "number" | "string" | "operator" | "open" | "close" | "comma";
  readonly text: string;
}

/**
 * Cuts a query into tokens. Blanks, tabs, line breaks and the ideographic space separate them;
 * inside a string literal raw control characters are refused and `\"`, `\\`, `\t`, `\n`, `\r` are understood.
 *
 * @see kintone REST API, Query String
 */
export const tokenize = (query: string): Token[] => {
  const tokens: Token[] = [];
  let at = 0;
  while (at < query.length) {
    const rest = query.slice(at, at + 2);
    const character = rest.charAt(0);
    if (isBlank(character)) {
      at += 1;
    } else if (character === '"') {
      const literal = readString(query, at);
      tokens.push({ kind: "string", text: literal.text });
      at = literal.end;
    } else {
      const token = readSymbol(rest) ?? readWord(query, at);
      tokens.push(token);
      at += token.text.length;
    }
  }
  return tokens;
};

/** 400 CB_VA01 under `query`: the query text is not valid. */
export const querySyntaxError = (detail: string): KintoneError =>
  invalidInput("query", `The query is not valid: ${detail}`);

const ESCAPES: Readonly<Record<string, string>> = { '"': '"', "\\": "\\", t: "\t", n: "\n", r: "\r" };

const readString = (query: string, start: number): { text: string; end: number } => {
  let text = "";
  let at = start + 1;
  while (at < query.length) {
    const character = query.charAt(at);
    if (character === '"') return { text, end: at + 1 };
    if (isControl(character)) throw querySyntaxError("a string holds a raw control character; write it as \\t or \\n.");
    if (character !== "\\") {
      text += character;
      at += 1;
      continue;
    }
    const escaped = ESCAPES[query.charAt(at + 1)];
    if (escaped === undefined) throw querySyntaxError('in a string, \\ may only stand before ", \\, t, n or r.');
    text += escaped;
    at += 2;
  }
  throw querySyntaxError("a string has no closing quotation mark.");
};

const readSymbol = (rest: string): Token | undefined => {
  const [first = ""] = rest;
  if (rest === "!=" || rest === ">=" || rest === "<=") return { kind: "operator", text: rest };
  if (first === "=" || first === ">" || first === "<") return { kind: "operator", text: first };
  if (first === "(") return { kind: "open", text: first };
  if (first === ")") return { kind: "close", text: first };
  if (first === ",") return { kind: "comma", text: first };
  return undefined;
};

const readWord = (query: string, start: number): Token => {
  let end = start;
  while (end < query.length && !endsWord(query.charAt(end))) end += 1;
  const text = query.slice(start, end);
  if (text === "") throw querySyntaxError(`${query.charAt(start)} is not expected here.`);
  return { kind: /^-?\d+(\.\d+)?$/.test(text) ? "number" : "word", text };
};

const endsWord = (character: string): boolean => isBlank(character) || '"=!<>(),'.includes(character);
const isBlank = (character: string): boolean => " \t\r\n\u3000".includes(character);
const isControl = (character: string): boolean => character < " " || character === "\u007f";
