/**
 * Writes parameters as kintone reads them in an address: `fields[0]=a&fields[1]=b`, and nested objects likewise.
 * Parameters that are undefined or null are left out; half a character becomes U+FFFD, as in UTF-8.
 */
export const queryString = (parameters: object): string => pairs(parameters, "").join("&");

const pairs = (value: unknown, name: string): readonly string[] => {
  if (value === undefined || value === null) return [];
  if (typeof value !== "object") return [`${encoded(name)}=${encoded(String(value))}`];
  return Object.entries(value).flatMap(([key, item]) => pairs(item, name === "" ? key : `${name}[${key}]`));
};

const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());
