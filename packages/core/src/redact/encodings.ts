/**
 * Expressions, as their sources, that find a secret as it may appear in text: itself, with any of its characters escaped as
 * URLs, JSON (also JSON in JSON), markup or Python do, in base64 at any offset, and in hexadecimal.
 */
export const searchesFor = (secret: string): readonly string[] => {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString("hex");
  return [flexible(secret), ...base64At(bytes).map(flexible), hex, hex.toUpperCase()];
};

/** Each character as itself or in any of its escaped forms. The forms begin differently, so the search stays linear. */
const flexible = (text: string): string => {
  let source = "";
  for (const [part] of text.matchAll(/\\+|./gsu)) {
    source += part.startsWith("\\") ? backslashes(part.length) : /[A-Za-z0-9]/.test(part) ? part : character(part);
  }
  return source;
};

/** Every round of escaping doubles backslashes. */
const backslashes = (count: number): string =>
  `(?:\\\\{${count},${count * 8}}|(?:%(?:25)*5[cC]){${count}}|(?:&#(?:92|[xX]5[cC]);){${count}})`;

const character = (part: string): string => {
  const code = part.codePointAt(0) ?? 0;
  const forms = [
    `\\\\{0,8}${literal(part)}`,
    percent(part),
    unicodeEscape(part),
    `&#(?:0*${code}|[xX]0*${anyCase(code.toString(16))});`,
  ];
  return `(?:${[...forms, ...(namedForms[part] ?? [])].join("|")})`;
};

/** Forms with a name of their own. */
const namedForms: Readonly<Record<string, readonly string[]>> = {
  "&": ["&amp;"],
  "<": ["&lt;"],
  ">": ["&gt;"],
  '"': ["&quot;"],
  "'": ["&apos;"],
  " ": ["\\+"],
  "\n": ["\\\\{1,8}n"],
  "\r": ["\\\\{1,8}r"],
  "\t": ["\\\\{1,8}t"],
  "\b": ["\\\\{1,8}b"],
  "\f": ["\\\\{1,8}f"],
  "+": ["-"],
  "/": ["_"],
  "=": [],
};

/** UTF-8 bytes, percent-encoded once or more often. A lone surrogate has no such form; its replacement is what is sent. */
const percent = (part: string): string =>
  [...Buffer.from(part.toWellFormed())]
    .map((byte) => `%(?:25)*${anyCase(byte.toString(16).padStart(2, "0"))}`)
    .join("");

const unicodeEscape = (part: string): string =>
  part
    .split("")
    .map((unit) => `\\\\{1,8}u${anyCase(unit.charCodeAt(0).toString(16).padStart(4, "0"))}`)
    .join("");

const anyCase = (hex: string): string => hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

/** The characters of a base64 text that only the secret decides, wherever in the encoded bytes it stands. */
const base64At = (bytes: Buffer): readonly string[] =>
  [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  });
