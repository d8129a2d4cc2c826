const shortestVariant = 6;

/** A secret as it may appear in text: itself and in every encoding that requests, logs and JSON put it in. */
export const encodingsOf = (secret: string): readonly string[] => {
  const bytes = Buffer.from(secret);
  const direct = [
    secret,
    ...percentEncoded(secret),
    ...jsonEscaped(secret),
    ...markupEscaped(secret),
    pythonEscaped(secret),
  ];
  const binary = [bytes.toString("hex"), bytes.toString("hex").toUpperCase(), ...base64At(bytes)];
  const nested = [...percentEncoded(secret), ...binary].flatMap(percentEncoded);
  return [...new Set([...direct, ...binary, ...nested])].filter((variant) => variant.length >= shortestVariant);
};

const percentEncoded = (text: string): readonly string[] => {
  const plain = encode(text);
  const strict = plain.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  const form = strict.replaceAll("%20", "+");
  const all = [plain, strict, form];
  return [...all, ...all.map(lowerHex)];
};

/** A lone surrogate has no UTF-8 form; what is sent in its place is the replacement character. */
const encode = (text: string): string => encodeURIComponent(text.toWellFormed());

const lowerHex = (text: string): string => text.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());

const jsonEscaped = (text: string): readonly string[] => {
  const once = JSON.stringify(text).slice(1, -1);
  const slashes = once.replaceAll("/", "\\/");
  const forms = [once, slashes, asciiOnly(once), htmlSafe(once), htmlSafe(asciiOnly(once))];
  return forms.flatMap((form) => [form, JSON.stringify(form).slice(1, -1)]);
};

const asciiOnly = (text: string): string => text.replace(/[\u0080-\uffff]/g, unicodeEscape);

/** As encoders do that guard against markup: `<`, `>`, `&` and the line separators. */
const htmlSafe = (text: string): string => text.replace(/[<>&\u2028\u2029]/g, unicodeEscape);

const unicodeEscape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

const markupEscaped = (text: string): readonly string[] => {
  const basic = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const quoted = basic.replaceAll('"', "&quot;");
  return [
    basic,
    quoted,
    ...["&#39;", "&apos;", "&#x27;"].flatMap((apostrophe) => [
      basic.replaceAll("'", apostrophe),
      quoted.replaceAll("'", apostrophe),
    ]),
  ];
};

const pythonEscaped = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("'", "\\'");

/** The characters of a base64 text that only the secret decides, wherever in the encoded bytes it stands. */
const base64At = (bytes: Buffer): readonly string[] =>
  [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    const inner = text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return [inner, inner.replaceAll("+", "-").replaceAll("/", "_")];
  });
