import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf, startTestKintone, testToken } from "../testing/local-kintone.ts";
import { processApp, processToken } from "../testing/process-app.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneBulkRequest } from "./bulk-request.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = (policy = {}) =>
  toolkitWith(server, [kintoneBulkRequest], { kintone_api_token: `${testToken},${processToken}` }, { policy });
beforeEach(async () => {
  server = await startTestKintone({ recordCount: 3 });
  server.addApp(processApp(2));
  toolkit = connect();
});
afterEach(async () => {
  await toolkit.close();
  await server.close();
});

type Requests = Parameters<typeof toolkit.call<"kintone_bulk_request">>[1]["requests"];
const send = (requests: Requests, more: object = {}) => toolkit.call("kintone_bulk_request", { requests, ...more });
const everyKind: Requests = [
  { operation: "add_records", kintone_app_id: "1", records: [{ Memo: { value: "new" } }] },
  {
    operation: "update_records",
    kintone_app_id: "1",
    records: [{ updateKey: { field: "Code", value: "T-1" }, record: { Memo: { value: "by key" } }, revision: "1" }],
  },
  {
    operation: "update_records",
    kintone_app_id: "1",
    upsert: true,
    records: [
      { updateKey: { field: "Code", value: "T-9" }, record: { Memo: { value: "upserted" }, Docs: { value: null } } },
    ],
  },
  { operation: "delete_records", kintone_app_id: "1", record_ids: ["2"], revisions: ["1"] },
  { operation: "update_statuses", kintone_app_id: "5", records: [{ id: "1", action: "start", assignee: "sato" }] },
  { operation: "update_assignees", kintone_app_id: "5", record_id: "2", assignees: ["sato"], revision: "1" },
];

describe("kintone_bulk_request", () => {
  it("makes every kind of write as one, across apps", async () => {
    const { results } = (await send(everyKind))._unsafeUnwrap();
    expect(results).toEqual([
      { operation: "add_records", app_id: "1", records: [{ id: "4", revision: "1" }] },
      { operation: "update_records", app_id: "1", records: [{ id: "1", revision: "2" }] },
      { operation: "update_records", app_id: "1", records: [{ id: "5", revision: "1" }] },
      { operation: "delete_records", app_id: "1", records: [{ id: "2", revision: null }] },
      { operation: "update_statuses", app_id: "5", records: [{ id: "1", revision: "3" }] },
      { operation: "update_assignees", app_id: "5", records: [{ id: "2", revision: "2" }] },
    ]);
    expect(server.app(1).record(5)).toMatchObject({
      Code: { value: "T-9" },
      Memo: { value: "upserted" },
      Docs: { value: [] },
    });
    expect(server.app(1).record(2)).toBeUndefined();
    expect(server.requests.filter(({ method }) => method === "POST")).toHaveLength(1);
  });

  it("takes all back when one fails, and names it", async () => {
    const late: Requests = [...everyKind, { operation: "delete_records", kintone_app_id: "1", record_ids: ["77"] }];
    const error = errorOf(await send(late));
    expect(error).toMatchObject({
      code: "not_found",
      message: expect.stringContaining("requests.6 (delete_records) failed, and nothing was written"),
      issues: [{ path: ["requests", 6] }],
      details: { request_index: 6 },
      origin: { code: "GAIA_RE01", operation: "bulkRequest" },
    });
    expect(server.app(1).recordCount).toBe(3);
    expect(server.app(1).record(1)).toMatchObject({ $revision: { value: "1" } });
    expect(server.app(5).record(1)).toMatchObject({ Status: { value: "open" } });
  });

  it("names the field of the request that kintone refuses", async () => {
    const requests: Requests = [
      { operation: "delete_records", kintone_app_id: "1", record_ids: ["1"] },
      {
        operation: "add_records",
        kintone_app_id: "1",
        records: [{ Memo: { value: "x" } }, { Rank: { value: 99_999 } }],
      },
    ];
    expect(errorOf(await send(requests)).issues?.[0]?.path).toEqual(["requests", 1, "records", 1, "Rank"]);
  });

  it("checks codes against each app's form, and keys and revisions, before anything is written", async () => {
    const wrong = { Mmeo: { value: 1 } };
    const unknown = errorOf(
      await send([
        { operation: "add_records", kintone_app_id: "5", records: [{ Title: { value: "fine" } }] },
        { operation: "update_records", kintone_app_id: "1", records: [{ id: "1", record: wrong }] },
      ]),
    );
    expect(unknown.issues?.[0]?.path).toEqual(["requests", 1, "records", 0, "record", "Mmeo"]);
    const keyless = await send([
      { operation: "update_records", kintone_app_id: "1", records: [{ record: { Memo: { value: "x" } } }] },
    ]);
    expect(errorOf(keyless).issues?.[0]?.path).toEqual(["requests", 0, "records", 0]);
    const uneven = await send([
      { operation: "delete_records", kintone_app_id: "1", record_ids: ["1", "2"], revisions: ["1"] },
    ]);
    expect(errorOf(uneven).issues?.[0]?.path).toEqual(["requests", 0, "revisions"]);
    expect(server.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("does no more than its requests say: without a deletion it is a write", async () => {
    await using careful = connect({ dryRun: true });
    const plans = await Promise.all(
      [everyKind, everyKind.slice(0, 1)].map((requests) => careful.run("kintone_bulk_request", { requests })),
    );
    expect(plans.map((plan) => plan._unsafeUnwrap())).toMatchObject([
      { effect: { kind: "destroy" } },
      { effect: { kind: "write" }, plan: "Carries out as one: add_records (1) in kintone app 1." },
    ]);
  });

  it("passes the contract", async () => {
    const examples = [{ requests: everyKind.map((request) => ({ ...request })) }] as never;
    expect(await checkToolContract(kintoneBulkRequest, { examples })).toEqual([]);
  });
});
