/** One line of comma-separated values; a value that holds a comma, a quotation mark or a line break is quoted (RFC 4180). */
export const csvLine = (...values: readonly string[]): string =>
  values.map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(",");
