import { expect, test, vi } from "vitest";
import { checkFilters, checkTextsBesideFilters } from "../packages/kintone/src/testing/check-filters.ts";

vi.setConfig({ testTimeout: 600_000 }); // half a minute on an idle machine

test("10,000 structured filters mean over HTTP what they say", async () => {
  const tally = await checkFilters({ apps: 200, filtersPerApp: 50 });
  expect(tally.filters).toBe(10_000);
  expect(tally.matching).toBeGreaterThan(2_000);
  expect(tally.refused).toBeGreaterThan(500);
});

test("no query text beside 3,000 structured filters widens one", async () => {
  expect(await checkTextsBesideFilters({ apps: 60, filtersPerApp: 50 })).toBeGreaterThan(300);
});
