import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { processApp, processToken } from "../testing/process-app.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneUpdateStatuses } from "./update-statuses.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = (kintone_api_token = processToken) =>
  toolkitWith(server, [kintoneUpdateStatuses], { kintone_api_token });
beforeEach(async () => {
  server = await startTestKintone();
  server.addApp(processApp(130));
  toolkit = connect();
});
afterEach(async () => {
  await toolkit.close();
  await server.close();
});

type Records = Parameters<typeof toolkit.call<"kintone_update_statuses">>[1]["records"];
const change = (records: Records, more: object = {}) =>
  toolkit.call("kintone_update_statuses", { kintone_app_id: "5", records, ...more });
const starts = (count: number): Records =>
  Array.from({ length: count }, (_, index) => ({ id: String(index + 1), action: "start" }));

describe("kintone_update_statuses", () => {
  it("runs actions and sets assignees; revisions rise by two", async () => {
    const output = (
      await change([
        { id: "1", action: "start", assignee: "sato" },
        { id: "2", action: "start", revision: "1" },
      ])
    )._unsafeUnwrap();
    expect(output).toEqual({
      app_id: "5",
      updated: 2,
      records: [
        { id: "1", revision: "3" },
        { id: "2", revision: "3" },
      ],
    });
    expect(server.app(5).record(1)).toMatchObject({
      Status: { value: "doing" },
      Assignee: { value: [{ code: "sato" }] },
    });
  });

  it("changes none of its hundred when one action is not possible", async () => {
    const error = errorOf(await change([...starts(1), { id: "2", action: "finish" }]));
    expect(error).toMatchObject({ code: "conflict", origin: { code: "GAIA_IL03", operation: "updateRecordsStatus" } });
    expect(server.app(5).record(1)).toMatchObject({ Status: { value: "open" } });
  });

  it("changes a hundred at a time, or all as one", async () => {
    const records = starts(130);
    records[129] = { id: "130", action: "finish" };
    const together = errorOf(await change(records, { atomic: true }));
    expect(together).toMatchObject({ code: "conflict", details: { request_index: 1 } });
    expect(server.app(5).record(1)).toMatchObject({ Status: { value: "open" } });
    const inTurn = errorOf(await change(records));
    expect(inTurn).toMatchObject({ code: "partial", message: expect.stringContaining("100 records were changed") });
    expect(inTurn.partial?.done).toContainEqual({ row: 0, id: "1", revision: "3" });
  });

  it("says that an app has no process", async () => {
    await using other = connect(server.app(1).token("edit"));
    const records = starts(1);
    const answer = await other.call("kintone_update_statuses", { kintone_app_id: "1", records });
    expect(errorOf(answer)).toMatchObject({ code: "unsupported", origin: { code: "GAIA_ST02" } });
  });

  it("passes the contract", async () => {
    const examples = [
      { kintone_app_id: "5", records: [{ id: "1", action: "start", assignee: "sato", revision: "1" }] },
    ];
    expect(await checkToolContract(kintoneUpdateStatuses, { examples })).toEqual([]);
  });
});
