/**
 * Writes parameters as kintone reads them in an address: `fields[0]=a&fields[1]=b`, and nested objects likewise.
 * Parameters that are undefined or null are left out.
 */
export const queryString = (parameters: object): string => pairs(parameters, "").join("&");

const pairs = (value: unknown, name: string): readonly string[] => {
  if (value === undefined || value === null) return [];
  if (typeof value !== "object") return [`${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`];
  return Object.entries(value).flatMap(([key, item]) => pairs(item, name === "" ? key : `${name}[${key}]`));
};
