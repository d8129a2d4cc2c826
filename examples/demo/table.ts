import type { CallRow } from "./job.ts";

/** Prints calls in columns; Japanese characters are two columns wide. */
export const printTable = (rows: readonly CallRow[]): void => {
  const cells = rows.map(({ way, tool, milliseconds, bytes, result }) => [
    way,
    tool,
    `${milliseconds.toFixed(1)} ms`,
    `${bytes} B`,
    result,
  ]);
  const all = [["Way", "Tool", "Time", "Size", "Result"], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => width(row[column] ?? ""))));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === 2 || column === 3 ? pad(cell, widths[column]) + cell : cell + pad(cell, widths[column]),
      )
      .join("  ")
      .trimEnd();
  console.log(`\n${line(all[0] ?? [])}\n${widths.map((each) => "─".repeat(each)).join("  ")}`);
  for (const row of cells) console.log(line(row));
};

const pad = (cell: string, to = 0): string => " ".repeat(Math.max(0, to - width(cell)));

const width = (text: string): number =>
  [...text].reduce(
    (sum, character) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(character)
        ? 2
        : 1),
    0,
  );
