/**
 * The file name in a Content-Disposition header: `filename*` (RFC 5987) before `filename`. A `filename` in raw UTF-8, which
 * HTTP libraries hand on as Latin-1, is read as UTF-8. undefined when there is none that can be read.
 */
export const dispositionFileName = (header: string | undefined): string | undefined => {
  if (header === undefined) return undefined;
  const parameters = new Map<string, string>();
  for (const [, name = "", quoted, plain] of header.matchAll(
    /;\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/g,
  )) {
    parameters.set(name.toLowerCase(), quoted?.replaceAll(/\\(.)/g, "$1") ?? plain ?? "");
  }
  const extended = parameters.get("filename*");
  const plain = parameters.get("filename");
  return (extended && decodeExtended(extended)) || (plain && decodeRaw(plain)) || undefined;
};

const decodeExtended = (value: string): string | undefined => {
  const match = /^([\w-]*)'[^']*'(.*)$/.exec(value);
  if (match?.[1]?.toLowerCase() !== "utf-8") return undefined;
  try {
    return decodeURIComponent(match[2] ?? "");
  } catch {
    return undefined; // not percent-encoded UTF-8
  }
};

const decodeRaw = (value: string): string => {
  if ([...value].some((character) => character > "\u00ff")) return value;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(value, "latin1"));
  } catch {
    return value; // really Latin-1
  }
};
