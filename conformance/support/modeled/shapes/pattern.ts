import { createContext, Script } from "node:vm";

const MATCH_TIMEOUT_MS = 1000;
/** So few characters cannot make any pattern take long; watching the clock costs more than matching them. */
const UNWATCHED_LENGTH = 20;

const compiled = new Map<string, RegExp>();
const sandbox = createContext({ pattern: /^$/, text: "" });
const match = new Script("pattern.test(text)");

/**
 * Whether the whole text matches a pattern of a service model. Throws when the pattern cannot be compiled, or when
 * matching takes longer than a second.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const expression = compilePattern(pattern);
  if (text.length <= UNWATCHED_LENGTH) return expression.test(text);
  Object.assign(sandbox, { pattern: expression, text });
  return match.runInContext(sandbox, { timeout: MATCH_TIMEOUT_MS }) === true;
}

/** The models write patterns for Java; what they use of it beyond JavaScript is translated. */
export function compilePattern(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known) return known;
  const ignoresCase = pattern.startsWith("(?i)");
  const source = pattern
    .replace(/^\(\?i\)/, "")
    .replace(/^\\A/, "^")
    .replace(/\\z$/, "$")
    .replaceAll("[\\p{Print}]", "[\\x20-\\x7E]")
    .replaceAll("\\p{XDigit}", "[0-9A-Fa-f]");
  const expression = compile(`^(?:${source})$`, ignoresCase ? "i" : "");
  compiled.set(pattern, expression);
  return expression;
}

/** Unicode mode refuses escapes that need none, such as `\_`; what uses them is compiled without. */
function compile(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, `${flags}u`);
  } catch (error) {
    if (source.includes("\\p{")) throw error;
    return new RegExp(source, flags);
  }
}
