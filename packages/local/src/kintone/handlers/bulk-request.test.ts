import { describe, expect, it } from "vitest";
import { failure, startTestKintone, uploadFile } from "../test-client.ts";

const fields = { Title: { type: "SINGLE_LINE_TEXT", required: true, unique: true }, Files: { type: "FILE" } };
const title = (value: string) => ({ Title: { value } });

describe("bulkRequest.json", () => {
  it("runs writes in order and gives each one's answer", async () => {
    await using test = await startTestKintone(fields, {}, { records: [title("a"), title("b")] });
    const app = test.app.id;
    const requests = [
      { method: "DELETE", api: "/k/v1/records.json", payload: { app, ids: [1] } },
      { method: "POST", api: "/k/v1/record.json", payload: { app, record: title("a") } },
      { method: "PUT", api: "/k/v1/records.json", payload: { app, records: [{ id: 2, record: title("B") }] } },
    ];
    const answer = await test.call("POST", "bulkRequest.json", { requests });
    expect(answer).toMatchObject({
      status: 200,
      body: { results: [{}, { id: "3", revision: "1" }, { records: [{ id: "2", revision: "2" }] }] },
    });
  });

  it("takes everything back when one fails: records, ids, unique values, upload keys", async () => {
    await using test = await startTestKintone(fields, {}, { records: [title("a"), title("b")] });
    const app = test.app.id;
    const fileKey = await uploadFile(test, "a.txt", "a");
    const before = test.app.records();
    const requests = [
      {
        method: "POST",
        api: "/k/v1/record.json",
        payload: { app, record: { ...title("c"), Files: { value: [{ fileKey }] } } },
      },
      { method: "PUT", api: "/k/v1/record.json", payload: { app, id: 1, record: title("z") } },
      { method: "DELETE", api: "/k/v1/records.json", payload: { app, ids: [2] } },
      { method: "POST", api: "/k/v1/record.json", payload: { app, record: {} } },
      { method: "POST", api: "/k/v1/record.json", payload: { app, record: title("d") } },
    ];
    const answer = await test.call("POST", "bulkRequest.json", { requests });
    expect(answer).toMatchObject({
      status: 400,
      body: { results: [{}, {}, {}, { code: "CB_VA01", errors: { "record.Title.value": {} } }, {}] },
    });
    expect(test.app.records()).toEqual(before);
    const retry = { ...title("z"), Files: { value: [{ fileKey }] } };
    expect((await test.call("POST", "record.json", { record: retry })).body).toEqual({ id: "3", revision: "1" });
  });

  it("answers with the failing call's own status", async () => {
    await using test = await startTestKintone(fields, {}, { records: [title("a")] });
    const payload = { app: test.app.id, id: 1, revision: 9, record: title("x") };
    const answer = await test.call("POST", "bulkRequest.json", {
      requests: [{ method: "PUT", api: "/k/v1/record.json", payload }],
    });
    expect(answer).toMatchObject({ status: 409, body: { results: [{ code: "GAIA_CO02" }] } });
  });

  it("takes at most 20 writes, of one space, and no reads", async () => {
    await using test = await startTestKintone(fields);
    const payload = { app: test.app.id, record: title("x") };
    const request = { method: "POST", api: "/k/v1/record.json", payload };
    const many = await test.call("POST", "bulkRequest.json", { requests: Array.from({ length: 21 }, () => request) });
    expect(failure(many)).toEqual({ status: 400, code: "CB_VA01", paths: ["requests"] });
    const read = await test.call("POST", "bulkRequest.json", { requests: [{ ...request, method: "GET" }] });
    expect(read).toMatchObject({ status: 400, body: { results: [{ code: "CB_VA01" }] } });
    const guest = await test.call("POST", "bulkRequest.json", {
      requests: [{ ...request, api: "/k/guest/3/v1/record.json" }],
    });
    expect(guest).toMatchObject({ status: 400, body: { results: [{ code: "CB_VA01" }] } });
  });
});
