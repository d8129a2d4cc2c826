import type { RowProblem } from "./input-row.ts";

/** What became of rows that were sent. */
export interface ChunkOutcome {
  readonly added: number;
  readonly updated: number;
  readonly problems: readonly RowProblem[];
}

export const nothingSent: ChunkOutcome = { added: 0, updated: 0, problems: [] };

/** Both outcomes together. */
export const bothOutcomes = (first: ChunkOutcome, second: ChunkOutcome): ChunkOutcome => ({
  added: first.added + second.added,
  updated: first.updated + second.updated,
  problems: [...first.problems, ...second.problems],
});
