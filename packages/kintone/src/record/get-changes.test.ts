import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { checkToolContract } from "@tsunagu/core/testing";
import { type LocalKintone, startLocalKintone } from "@tsunagu/local";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectionTo, errorOf, everything, testToken } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneAddRecords } from "./add-records.ts";
import { kintoneDeleteRecords } from "./delete-records.ts";
import { kintoneGetChanges } from "./get-changes.ts";
import { kintoneUpdateRecords } from "./update-records.ts";

const start = Date.parse("2026-01-31T09:00:00Z");
let now = start;
let server: LocalKintone;
let toolkit: ReturnType<typeof open>;

const open = () =>
  toolkitWith(server, [kintoneGetChanges, kintoneAddRecords, kintoneUpdateRecords, kintoneDeleteRecords]);

beforeEach(async () => {
  now = start;
  server = await startLocalKintone({
    now: () => new Date(now),
    apps: [
      {
        id: 1,
        name: "案件",
        fields: {
          名前: { type: "SINGLE_LINE_TEXT" },
          更新日時: { type: "UPDATED_TIME" },
        },
        tokens: [{ token: testToken, permissions: everything }],
        records: Array.from({ length: 10 }, (_, index) => ({ 名前: { value: `案件${index + 1}` } })),
      },
    ],
  });
  toolkit = open();
});
afterEach(async () => {
  await toolkit.close();
  await server.close();
});

const after = (minutes: number): void => {
  now = start + minutes * 60_000;
};
const changes = async (input: object) =>
  (await toolkit.call("kintone_get_changes", { kintone_app_id: "1", ...input }))._unsafeUnwrap();
const ids = (records: readonly { record_id: string }[]) => records.map(({ record_id }) => record_id);
const rename = async (...record_ids: string[]) => {
  const records = record_ids.map((id) => ({ id, record: { 名前: { value: `変更${now}` } } }));
  (await toolkit.call("kintone_update_records", { kintone_app_id: "1", records }))._unsafeUnwrap();
};
const add = async (count: number) => {
  const records = Array.from({ length: count }, () => ({ 名前: { value: "新規" } }));
  (await toolkit.call("kintone_add_records", { kintone_app_id: "1", records }))._unsafeUnwrap();
};
const remove = async (...record_ids: string[]) =>
  (await toolkit.call("kintone_delete_records", { kintone_app_id: "1", record_ids }))._unsafeUnwrap();

it("keeps the contract", async () => {
  expect(
    await checkToolContract(kintoneGetChanges, {
      examples: [
        { kintone_app_id: "12", since: "2026-01-31T09:30:00+09:00" },
        { kintone_app_id: "12", since: "2026-01-31T00:30:00Z/500/2026-01-31T10:00:00Z", query: 'Status in ("Open")' },
        { kintone_app_id: "12", known: [{ record_id: "1", revision: "3" }], max_records: 100 },
      ],
    }),
  ).toEqual([]);
});

describe("since a time", () => {
  it("tells added records from changed ones, with revisions and times", async () => {
    after(30);
    await rename("3");
    await add(1);
    expect(await changes({ since: "2026-01-31T18:20:59.5+09:00" })).toEqual({
      app_id: "1",
      added: [{ record_id: "11", revision: "1", updated_time: "2026-01-31T09:30:00Z" }],
      changed: [{ record_id: "3", revision: "2", updated_time: "2026-01-31T09:30:00Z" }],
      deleted: null,
      records_read: 2,
      truncated: false,
      last_record_id: "11",
      next_since: "2026-01-31T09:25:00Z",
    });
  });

  it("narrows the records by a condition, an `or` in it included", async () => {
    const answer = await changes({ since: "2026-01-31T09:00:00Z", query: "$id = 2 or $id = 4" });
    expect(ids(answer.added)).toEqual(["2", "4"]);
  });

  it("goes on from a reading that ended at max_records, and misses no change made meanwhile", async () => {
    after(60);
    await rename("1", "2", "3", "4", "5", "6", "7");
    const seen: string[] = [];
    let since: string | null = "2026-01-31T10:00:00Z";
    for (let round = 0; round < 3; round++) {
      const answer = await changes({ since, max_records: 3 });
      seen.push(...ids(answer.changed));
      since = answer.next_since;
      after(70 + round);
      await rename("2");
      expect(answer.truncated).toBe(round < 2);
    }
    expect(seen).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
    const late = await changes({ since });
    expect(late.changed).toContainEqual({ record_id: "2", revision: "5", updated_time: "2026-01-31T10:12:00Z" });
  });

  it("never goes back behind what was asked for, and stays where it is while nothing changes", async () => {
    after(2);
    const first = await changes({ since: "2026-01-31T09:00:00Z" });
    expect(first.next_since).toBe("2026-01-31T09:00:00Z");
    const quiet = await changes({ since: "2026-01-31T12:00:00Z" });
    expect(quiet).toMatchObject({ added: [], changed: [], next_since: "2026-01-31T12:00:00Z", last_record_id: null });
  });

  it("holds every change when records are changed while others read, read after read", async () => {
    const revisions = new Map<string, number>();
    let since: string | null = "2026-01-31T09:00:00Z";
    for (let round = 1; round <= 20; round++) {
      after(round * 0.7);
      const answer = await changes({ since, max_records: 4 });
      for (const { record_id, revision } of [...answer.added, ...answer.changed])
        revisions.set(record_id, Math.max(Number(revision), revisions.get(record_id) ?? 0));
      since = answer.next_since;
      if (round <= 8) await rename(String((round * 7) % 10 || 10), String(round));
    }
    for (;;) {
      const answer = await changes({ since });
      for (const { record_id, revision } of [...answer.added, ...answer.changed])
        revisions.set(record_id, Number(revision));
      since = answer.next_since;
      if (!answer.truncated) break;
    }
    const stored = server.app(1).records();
    expect(stored.map((record) => [record["$id"]?.value, Number(record["$revision"]?.value)])).toEqual(
      [...revisions].sort(([first], [second]) => Number(first) - Number(second)),
    );
  });

  it("says so when the credential does not see update times", async () => {
    const blind = createServer((_request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ properties: { 名前: { type: "SINGLE_LINE_TEXT", code: "名前" } }, revision: "1" }));
    });
    await once(blind.listen(0, "127.0.0.1"), "listening");
    const { port } = blind.address() as AddressInfo;
    const connection = { kintone_domain: `http://localhost:${port}` };
    const input = { kintone_app_id: "1", since: "2026-01-31T09:00:00Z" };
    expect(
      errorOf(
        await toolkit.run("kintone_get_changes", input, { connection: { ...connectionTo(server), ...connection } }),
      ),
    ).toMatchObject({
      code: "unsupported",
      message: "This credential does not see when the app's records were changed.",
    });
    await toolkit.close();
    blind.close();
  });
});

describe("from known revisions", () => {
  const known = Array.from({ length: 10 }, (_, index) => ({ record_id: String(index + 1), revision: "1" }));

  it("finds what was added, changed and deleted, reading ids and revisions only", async () => {
    await rename("3");
    await add(2);
    await remove("5", "9");
    server.clearRequests();
    const answer = await changes({ known });
    expect(answer).toMatchObject({
      added: [{ record_id: "11" }, { record_id: "12" }],
      changed: [{ record_id: "3", revision: "2", updated_time: null }],
      deleted: ["5", "9"],
      records_read: 10,
      truncated: false,
      next_since: null,
    });
    expect(server.requests).toHaveLength(1);
  });

  it("judges only as far as it read", async () => {
    await remove("2", "9");
    const first = await changes({ known, max_records: 5 });
    expect(first).toMatchObject({ added: [], changed: [], deleted: ["2"], truncated: true, last_record_id: "6" });
    const rest = known.filter(({ record_id }) => Number(record_id) > 6);
    expect(await changes({ known: rest, query: "$id > 6" })).toMatchObject({ deleted: ["9"], truncated: false });
  });
});

it.each([
  [{}, "since: give either since or known"],
  [{ since: "2026-01-31T09:00:00Z", known: [] }, "since: give either since or known"],
  [{ since: "2026-01-31T09:00:00" }, "since: is not a time with Z or an offset, nor a next_since"],
  [{ since: "2026-13-31T09:00:00Z" }, "since: is not a time with Z or an offset"],
  [{ known: [1, 2, 1].map((id) => ({ record_id: `${id}`, revision: "1" })) }, "known: names record 1 twice"],
  [{ since: "2026-01-31T09:00:00Z", query: "order by $id desc" }, "query: has order by, limit or offset"],
])("refuses %j", async (input, message) => {
  expect(errorOf(await toolkit.run("kintone_get_changes", { kintone_app_id: "1", ...input }))).toMatchObject({
    code: "invalid_input",
    message,
  });
});
