import type { JsonValue } from "../json.ts";

const openDict = /\s*\{/y;
const closeDict = /\s*\}/y;
const openList = /\s*\[/y;
const closeList = /\s*\]/y;
const comma = /\s*,/y;
const colon = /\s*:/y;
const word = /\s*(?:True|False|None|true|false|null)\b/y;
const number = /\s*-?(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][+-]?\d+)?(?![\w.])/y;
const string = /\s*(?:'[^'\\\n]*(?:\\[\s\S][^'\\\n]*)*'|"[^"\\\n]*(?:\\[\s\S][^"\\\n]*)*")/y;
const end = /\s*$/y;
const mostLevels = 200;

const words: Readonly<Record<string, JsonValue>> = { True: true, true: true, False: false, false: false };

/**
 * Reads the text of a dict or list of Python, such as `{'name': 'A', 'done': True, 'note': None}`: what a value of a Python
 * program becomes where it is put into a text. Answers undefined for any other text, and for what JSON has no value for.
 *
 * @see The Python Language Reference, Lexical analysis, Literals
 */
export const readPythonLiteral = (text: string): JsonValue | undefined => {
  let at = 0;
  const take = (token: RegExp): string | undefined => {
    token.lastIndex = at;
    const found = token.exec(text)?.[0];
    at += found?.length ?? 0;
    return found?.trim();
  };
  const need = (token: RegExp): string => {
    const found = take(token);
    if (found === undefined) throw new SyntaxError(`Not a Python literal at ${at}.`);
    return found;
  };
  const items = <Item>(close: RegExp, item: () => Item): Item[] => {
    const found: Item[] = [];
    while (take(close) === undefined) {
      found.push(item());
      if (take(comma) === undefined) {
        need(close);
        break;
      }
    }
    return found;
  };
  const value = (level: number): JsonValue => {
    if (level > mostLevels) throw new SyntaxError(`More than ${mostLevels} levels.`);
    if (take(openDict) !== undefined) return Object.fromEntries(items(closeDict, () => entry(level + 1)));
    if (take(openList) !== undefined) return items(closeList, () => value(level + 1));
    const name = take(word);
    if (name !== undefined) return words[name] ?? null;
    const digits = take(number);
    return digits === undefined ? unquote(need(string)) : Number(digits);
  };
  const entry = (level: number): [string, JsonValue] => {
    const key = unquote(need(string));
    need(colon);
    return [key, value(level)];
  };
  try {
    const read = value(0);
    need(end);
    return read;
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
};

const escapes = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g;
const escaped: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** The text that a quoted one stands for. An escape that Python does not know stands for itself. */
const unquote = (quoted: string): string =>
  quoted.slice(1, -1).replace(escapes, (whole, x?: string, u?: string, long?: string, octal?: string, one = "") => {
    const hexadecimal = x ?? u ?? long;
    if (hexadecimal !== undefined) return fromCode(Number.parseInt(hexadecimal, 16));
    return octal === undefined ? (escaped[one] ?? whole) : fromCode(Number.parseInt(octal, 8));
  });

const fromCode = (code: number): string => {
  if (code > 0x10ffff) throw new SyntaxError("An escape beyond Unicode.");
  return String.fromCodePoint(code);
};
