import { describe, expect, it } from "vitest";
import { failure, startTestKintone, type TestKintone } from "./test-client.ts";

const start = () => startTestKintone({ Title: { type: "SINGLE_LINE_TEXT" } }, {}, { records: [{}, {}, {}] });
const add = (test: TestKintone) => test.call("POST", "record.json", { record: {} });
const read = (test: TestKintone) => test.call("GET", "records.json");

describe("faults", () => {
  it("answer in place of the call, as often as planned, and then stop", async () => {
    await using test = await start();
    test.kintone.faults.next({ kind: "too_many_requests" }, { times: 2 });
    test.kintone.faults.next({ kind: "database_locked" });
    test.kintone.faults.next({ kind: "unavailable_page" });
    test.kintone.faults.next({ kind: "error", status: 520, code: "GAIA_XX01" });
    expect(failure(await add(test))).toMatchObject({ status: 429, code: "GAIA_TO04" });
    expect(failure(await add(test))).toMatchObject({ status: 429, code: "GAIA_TO04" });
    expect(failure(await add(test))).toMatchObject({ status: 400, code: "GAIA_DA02" });
    const page = await add(test);
    expect(page.status).toBe(503);
    expect(page.headers.get("content-type")).toMatch(/^text\/html/);
    expect(failure(await add(test))).toMatchObject({ status: 520, code: "GAIA_XX01" });
    expect(test.app.recordCount).toBe(3);
    expect((await add(test)).status).toBe(200);
  });

  it("strike only what they are aimed at", async () => {
    await using test = await start();
    test.kintone.faults.next({ kind: "database_locked" }, { method: "GET", path: "records.json", after: 1 });
    expect((await add(test)).status).toBe(200);
    expect((await read(test)).status).toBe(200);
    expect((await read(test)).status).toBe(400);
    expect((await read(test)).status).toBe(200);
    test.kintone.faults.next({ kind: "database_locked" });
    test.kintone.faults.clear();
    expect(test.kintone.faults.pending).toBe(0);
    expect((await read(test)).status).toBe(200);
  });

  it("cut the connection before or after the call is done", async () => {
    await using test = await start();
    test.kintone.faults.next({ kind: "cut_before_commit" });
    await expect(add(test)).rejects.toThrow();
    expect(test.app.recordCount).toBe(3);
    test.kintone.faults.next({ kind: "cut_after_commit" });
    await expect(add(test)).rejects.toThrow();
    expect(test.app.recordCount).toBe(4);
    expect(test.kintone.requests.map(({ status, fault }) => ({ status, fault }))).toEqual([
      { status: 0, fault: "cut_before_commit" },
      { status: 0, fault: "cut_after_commit" },
    ]);
  });

  it("spoil the answer: stopped half-way, not JSON, slow", async () => {
    await using test = await start();
    test.kintone.faults.next({ kind: "truncated_body" });
    await expect(read(test)).rejects.toThrow();
    test.kintone.faults.next({ kind: "invalid_json" });
    await expect(read(test)).rejects.toThrow(SyntaxError);
    test.kintone.faults.next({ kind: "slow_body", milliseconds: 80 });
    const before = performance.now();
    expect(await read(test)).toMatchObject({ status: 200, body: { records: [{}, {}, {}] } });
    expect(performance.now() - before).toBeGreaterThan(75);
  });

  it("leave a caller without an answer until it gives up", async () => {
    await using test = await start();
    test.kintone.faults.next({ kind: "hang" });
    const headers = { "X-Cybozu-API-Token": test.app.token("view") };
    const caller = new AbortController();
    const waiting = fetch(`${test.kintone.url}/k/v1/records.json?app=1`, { headers, signal: caller.signal });
    const refusal = expect(waiting).rejects.toThrow(/abort/i);
    await expect.poll(() => test.kintone.faults.pending).toBe(0);
    caller.abort();
    await refusal;
    expect((await read(test)).status).toBe(200);
  });

  it("refuse connections until told to accept them again", async () => {
    await using test = await start();
    await test.kintone.refuseConnections();
    await expect(read(test)).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
    await test.kintone.acceptConnections();
    expect((await read(test)).status).toBe(200);
  });

  it("end with the server: closing does not wait for a caller that hangs", async () => {
    const test = await start();
    test.kintone.faults.next({ kind: "hang" });
    const waiting = read(test);
    const refusal = expect(waiting).rejects.toThrow();
    await expect.poll(() => test.kintone.faults.pending).toBe(0);
    await test.kintone.close();
    await refusal;
  });
});
