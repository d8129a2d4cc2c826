/** Rows as columns of text, two spaces apart. */
export const table = (rows: readonly (readonly string[])[], indent = ""): string => {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
  return rows.map((row) => `${indent}${line(row)}`.trimEnd()).join("\n");
};
