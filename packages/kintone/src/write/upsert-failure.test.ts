import { toolError } from "@tsunagu/core";
import { expect, it } from "vitest";
import { fateUnknown } from "../http/errors.ts";
import { chunkRows, type WrittenRow } from "./upsert-chunks.ts";
import { writeError } from "./upsert-failure.ts";
import type { UpsertRow } from "./upsert-rows.ts";

const rows = Array.from(
  { length: 1050 },
  (_, row): UpsertRow => ({
    row,
    key: row % 3 === 0 ? undefined : { id: String(row + 1) },
    record: {},
    revision: undefined,
  }),
);
const chunks = chunkRows(rows);
const failAt = (index: number, error: Parameters<typeof writeError>[0]) => {
  const done = chunks
    .slice(0, index)
    .flatMap((chunk) =>
      chunk.rows.map(({ row }): WrittenRow => ({ row, id: "1", revision: "1", operation: "UPDATE" })),
    );
  const failed = chunks[index] ?? { kind: "add", rows: [] };
  return writeError(error, { done, failed, notSent: chunks.slice(index + 1) }).partial as unknown as {
    done: { row: number }[];
    failed: { rows: number[]; field: string | null; written: string }[];
    remaining: number[];
  };
};
const named = toolError("invalid_input", "bad", {
  issues: [
    { path: ["records", 4, "Rank"], message: "high" },
    { path: ["records", 7, "Rank"], message: "high" },
  ],
});
const lost = toolError("unavailable", "broke", { hint: fateUnknown });
const refused = toolError("forbidden", "no");

it("splits rows by hundred, those with a key first", () => {
  expect(chunks.map((chunk) => `${chunk.kind} ${chunk.rows.length}`)).toEqual([
    ...Array.from({ length: 7 }, () => "upsert 100"),
    ...Array.from({ length: 3 }, () => "add 100"),
    "add 50",
  ]);
  expect(chunks.flatMap((chunk) => chunk.rows.map(({ row }) => row)).sort((a, b) => a - b)).toEqual(
    rows.map(({ row }) => row),
  );
});

it.each([
  ["rows that are named", named, 2],
  ["a request that is lost", lost, 100],
  ["a request that is refused", refused, 100],
])("puts every row into exactly one list after %s", (_name, error, failedRows) => {
  for (const index of [1, 5, 8, chunks.length - 2]) {
    const { done, failed, remaining } = failAt(index, error);
    const all = [...done.map(({ row }) => row), ...failed.flatMap((failure) => failure.rows), ...remaining];
    expect(all.toSorted((a, b) => a - b)).toEqual(rows.map(({ row }) => row));
    expect(failed.flatMap((failure) => failure.rows)).toHaveLength(failedRows);
    expect(new Set(failed.map(({ written }) => written))).toEqual(new Set([error === lost ? "unknown" : "no"]));
  }
});
