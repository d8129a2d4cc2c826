import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, expect, it } from "vitest";
import { errorOf, startTestKintone, testToken } from "../testing/local-kintone.ts";
import { openTestSession } from "../testing/open-session.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintonePlanPartitions } from "./plan-partitions.ts";
import { kintoneQuery } from "./query.ts";

let server: LocalKintone;
beforeAll(async () => {
  server = await startTestKintone({ recordCount: 2000 });
  const session = openTestSession(server, { kintone_api_token: testToken });
  const call = { signal: new AbortController().signal, repeatable: false };
  for (let from = 101; from <= 1500; from += 100) {
    const ids = Array.from({ length: 100 }, (_, index) => String(from + index));
    await session.request("deleteRecords", (client) => client.record.deleteRecords({ app: 1, ids }), call);
  }
  await session.close();
});
afterAll(() => server.close());

it("keeps the contract", async () => {
  const examples = [{ kintone_app_id: "12" }, { kintone_app_id: "12", query: "Rank > 3", partitions: 4 }];
  expect(await checkToolContract(kintonePlanPartitions, { examples })).toEqual([]);
});

it("cuts where the records are: each is in exactly one partition, whatever gaps the ids have", async () => {
  await using toolkit = toolkitWith(server, [kintonePlanPartitions, kintoneQuery]);
  const plan = (await toolkit.call("kintone_plan_partitions", { kintone_app_id: "1", partitions: 6 }))._unsafeUnwrap();
  expect(plan).toMatchObject({ total_count: 600, min_id: "1", max_id: "2000" });
  expect(plan.partitions).toHaveLength(6);
  expect(Math.max(...plan.partitions.map(({ count }) => count))).toBeLessThan(200);
  const ids: string[] = [];
  for (const { query, count } of plan.partitions) {
    const { records = [] } = (await toolkit.call("kintone_query", { kintone_app_id: "1", query }))._unsafeUnwrap();
    expect(records).toHaveLength(count);
    ids.push(...records.map((record) => String((record["$id"] as { value: string }).value)));
  }
  expect(new Set(ids).size).toBe(600);
});

it("keeps an or of the condition inside, and refuses what is no condition", async () => {
  await using toolkit = toolkitWith(server, [kintonePlanPartitions]);
  const input = { kintone_app_id: "1", query: "Rank = 1 or Rank = 2", partitions: 3 };
  const plan = (await toolkit.call("kintone_plan_partitions", input))._unsafeUnwrap();
  expect(plan.total_count).toBe(120);
  expect(plan.partitions[0]?.query).toMatch(/^\(Rank = 1 or Rank = 2\) and \$id >= \d+ and \$id <= \d+$/);
  const ordered = await toolkit.call("kintone_plan_partitions", { kintone_app_id: "1", query: "order by $id asc" });
  expect(errorOf(ordered)).toMatchObject({ code: "invalid_input" });
});

it("plans nothing for no record, and few partitions for few records", async () => {
  await using toolkit = toolkitWith(server, [kintonePlanPartitions]);
  const call = (query: string) =>
    toolkit.call("kintone_plan_partitions", { kintone_app_id: "1", query, partitions: 50 });
  expect((await call("Rank > 99"))._unsafeUnwrap()).toMatchObject({ total_count: 0, min_id: null, partitions: [] });
  const few = (await call("$id <= 3"))._unsafeUnwrap();
  expect(few).toMatchObject({ total_count: 3 });
  expect(few.partitions.length).toBeLessThanOrEqual(3);
});
