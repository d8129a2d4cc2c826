import { describe, expect, it } from "vitest";
import { failure, startTestKintone } from "../test-client.ts";

const process = {
  enable: true,
  states: ["open", "doing", "done"],
  actions: [
    { name: "start", from: "open", to: "doing" },
    { name: "finish", from: "doing", to: "done" },
  ],
};
const users = [{ code: "mori", password: "secret-1" }];
const start = () => startTestKintone({}, { users }, { process, records: [{}, {}] });

describe("statuses", () => {
  it("runs an action, sets the assignee and raises the revision by two", async () => {
    await using test = await start();
    const answer = await test.call("PUT", "record/status.json", { id: 1, action: "start", assignee: "mori" });
    expect(answer.body).toEqual({ revision: "3" });
    expect(test.app.record(1)).toMatchObject({ Status: { value: "doing" }, Assignee: { value: [{ code: "mori" }] } });
    expect(
      (await test.call("GET", "records.json", { query: 'Status = "doing"', totalCount: true })).body,
    ).toMatchObject({ totalCount: "1" });
  });

  it("changes several records in one piece", async () => {
    await using test = await start();
    const records = [
      { id: 1, action: "start" },
      { id: 2, action: "finish" },
    ];
    expect(failure(await test.call("PUT", "records/status.json", { records }))).toMatchObject({
      status: 400,
      code: "GAIA_IL03",
    });
    expect(test.app.record(1)).toMatchObject({ Status: { value: "open" } });
    const both = [
      { id: 1, action: "start" },
      { id: 2, action: "start", revision: 1 },
    ];
    const answer = await test.call("PUT", "records/status.json", { records: both });
    expect(answer.body).toEqual({
      records: [
        { id: "1", revision: "3" },
        { id: "2", revision: "3" },
      ],
    });
  });

  it("sets assignees", async () => {
    await using test = await start();
    expect((await test.call("PUT", "record/assignees.json", { id: 1, assignees: ["mori"] })).body).toEqual({
      revision: "2",
    });
    expect(test.app.record(1)).toMatchObject({ Assignee: { value: [{ code: "mori" }] } });
    expect(failure(await test.call("PUT", "record/assignees.json", { id: 1, assignees: ["nobody"] }))).toMatchObject({
      code: "GAIA_IL26",
    });
  });

  it("needs process management", async () => {
    await using test = await startTestKintone({}, {}, { records: [{}] });
    const answer = await test.call("PUT", "record/status.json", { id: 1, action: "start" });
    expect(failure(answer)).toMatchObject({ status: 400, code: "GAIA_ST02" });
    expect(test.app.record(1)).not.toHaveProperty("Status");
  });
});
