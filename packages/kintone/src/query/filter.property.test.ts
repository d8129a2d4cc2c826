import { expect, test } from "vitest";
import { checkFilters, checkTextsBesideFilters } from "../testing/check-filters.ts";

test("structured filters mean over HTTP what they say", async () => {
  const tally = await checkFilters({ apps: 6, filtersPerApp: 30 });
  expect(tally.filters).toBe(180);
  expect(tally.matching).toBeGreaterThan(30);
  expect(tally.refused).toBeGreaterThan(5);
});

test("no query text beside a structured filter widens it", async () => {
  expect(await checkTextsBesideFilters({ apps: 4, filtersPerApp: 30 })).toBeGreaterThan(10);
});
