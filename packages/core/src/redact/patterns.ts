import { isSecretKey, redacted } from "./keys.ts";

/** Replaces what looks like a secret, though nobody registered it. Linear in the text's length. */
export const scrubPatterns = (text: string): string => {
  if (!worthALook.test(text)) return text;
  let scrubbed = text;
  for (const { hint, search, replacement } of shapes) {
    if (hint.test(scrubbed)) scrubbed = scrubbed.replace(search, replacement);
  }
  return assignmentSign.test(scrubbed) ? scrubAssignments(scrubbed) : scrubbed;
};

interface Shape {
  /** A cheap test that says whether the search is worth its time. */
  readonly hint: RegExp;
  readonly search: RegExp;
  readonly replacement: string;
}

const shapes: readonly Shape[] = [
  {
    hint: /PRIVATE KEY/,
    search: /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
    replacement: redacted,
  },
  {
    hint: /A(?:3T|BIA|CCA|GPA|IDA|KIA|NPA|NVA|PKA|ROA|SCA|SIA)/,
    search:
      /(?<![A-Z0-9])(?:A3T[A-Z0-9]|ABIA|ACCA|AGPA|AIDA|AKIA|ANPA|ANVA|APKA|AROA|ASCA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])/g,
    replacement: redacted,
  },
  {
    hint: /x-amz-/i,
    search: /(X-Amz-(?:Signature|Security-Token|Credential)(?:=|%3D|\\u003d))[^&\s"'<>\\]+/gi,
    replacement: `$1${redacted}`,
  },
  {
    hint: /Signature=|Credential=/i,
    search: /((?:Signature|Credential)=)[^\s,&"'<>\\]+/gi,
    replacement: `$1${redacted}`,
  },
  {
    hint: /Bearer|Basic/i,
    search: /\b((?:Bearer|Basic)[ \t]{1,4})(?=[a-z._~+/-]{0,512}[A-Z0-9=])[A-Za-z0-9._~+/=-]{6,}/g,
    replacement: `$1${redacted}`,
  },
  {
    hint: /:\/\/[^/]*@/,
    search: /(:\/\/)[^\s/:@"'<>]{0,256}:[^\s/@"'<>]{1,512}@/g,
    replacement: `$1${redacted}@`,
  },
  {
    hint: /eyJ/,
    search: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?/g,
    replacement: redacted,
  },
  {
    hint: /ABSK|bedrock-api-key-/,
    search: /(?<![A-Za-z0-9+/])(?:ABSK[A-Za-z0-9+/]{20,}={0,2}|bedrock-api-key-[A-Za-z0-9+/._-]{10,}={0,2})/g,
    replacement: redacted,
  },
];

const assignmentSign = /[:=]|%3[AaDd]/;

/** One cheap look that most texts do not pass. */
const worthALook = new RegExp(
  [assignmentSign, ...shapes.map(({ hint }) => hint)].map(({ source }) => source).join("|"),
  "i",
);

/** `name = value`, `"name": "value"`, `\"name\":\"value\"`, `'name': 'value'`, `Name: value`. */
const scrubAssignments = (text: string): string => {
  const assignment = /([A-Za-z][A-Za-z0-9_.-]{2,63})((?:\\{0,8}["']|%22)?)([ \t]{0,8}(?:=>|[:=]|%3[AaDd])[ \t]{0,8})/g;
  let scrubbed = "";
  let done = 0;
  for (let match = assignment.exec(text); match !== null; match = assignment.exec(text)) {
    const [, name = "", closing = ""] = match;
    if (!isSecretKey(name)) continue;
    const from = assignment.lastIndex;
    const value = valueAt(text, from, closing, name);
    if (value === undefined) continue;
    scrubbed += text.slice(done, from) + value.shown;
    done = value.end;
    assignment.lastIndex = value.end;
  }
  return scrubbed + text.slice(done);
};

interface FoundValue {
  readonly end: number;
  readonly shown: string;
}

/** "aws_secret_access_key: is missing" speaks about a field; it does not give its value. */
const predicate = /^(?:is|are|was|has|had|holds|comes|names|needs|must|does|cannot|not|and|or|beside|missing)$/;

const wholeLine = /^(set-?)?cookie$|authorization$/i;

/** The value that begins at a place, with its quotation marks kept. */
const valueAt = (text: string, from: number, closing: string, name: string): FoundValue | undefined => {
  const opening = matchAt(/\\{0,8}["']/y, text, from);
  if (opening !== undefined) {
    const content =
      opening.length > 1 ? untilQuote(text, from + opening.length, opening) : quotedEnd(text, from + 1, opening);
    return content === from + opening.length ? undefined : { end: content, shown: `${opening}${redacted}` };
  }
  if (closing !== "") {
    const literal = matchAt(/[^\s"',}\]\\{[][^\s"',}\]\\]*/y, text, from);
    if (literal === undefined || literal === "null" || literal === "true" || literal === "false") return undefined;
    return { end: from + literal.length, shown: `${closing}${redacted}${closing}` };
  }
  const plain = matchAt(wholeLine.test(name) ? /[^\r\n"'\\]+/y : /[^\s"'&}<>\\]+/y, text, from);
  if (plain === undefined || predicate.test(plain)) return undefined;
  return { end: from + plain.length, shown: redacted };
};

const matchAt = (search: RegExp, text: string, from: number): string | undefined => {
  search.lastIndex = from;
  return search.exec(text)?.[0];
};

/** The end of a quoted text, before its closing mark; the end of the text when there is none. */
const quotedEnd = (text: string, from: number, quote: string): number => {
  for (let index = from; index < text.length; index++) {
    if (text[index] === "\\") index++;
    else if (text[index] === quote) return index;
  }
  return text.length;
};

/** The same where the marks themselves are escaped: the next mark with just as many backslashes. */
const untilQuote = (text: string, from: number, quote: string): number => {
  for (let index = text.indexOf(quote, from); index >= 0; index = text.indexOf(quote, index + 1)) {
    if (text[index - 1] !== "\\") return index;
  }
  return text.length;
};
