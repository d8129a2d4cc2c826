import { describe, expect, it } from "vitest";
import { failure, startTestKintone, type TestKintone } from "./test-client.ts";

const start = (options = {}) =>
  startTestKintone({ Title: { type: "SINGLE_LINE_TEXT" } }, options, { records: [{}, {}] });

const raw = async (
  test: TestKintone,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  content?: string,
) => {
  const token = { "X-Cybozu-API-Token": test.app.token("view") };
  const response = await fetch(`${test.kintone.url}${path}`, {
    method,
    headers: { ...token, ...headers },
    ...(content === undefined ? {} : { body: content }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
  const body: unknown = isJson ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body };
};
const json = { "content-type": "application/json" };

describe("the server", () => {
  it("is reached as localhost and as 127.0.0.1", async () => {
    await using test = await start();
    expect(test.kintone.url).toBe(`http://localhost:${test.kintone.port}`);
    expect((await test.call("GET", "records.json")).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${test.kintone.port}/k/v1/records.json`)).status).toBe(401);
  });

  it("lets a POST override its method, and only a POST", async () => {
    await using test = await start();
    const get = { ...json, "x-http-method-override": "GET" };
    const answer = await raw(test, "POST", "/k/v1/records.json", get, JSON.stringify({ app: 1, query: "$id = 1" }));
    expect(answer).toMatchObject({ status: 200, body: { records: [{ $id: { value: "1" } }] } });
    const put = { ...json, "x-http-method-override": "PUT" };
    const change = JSON.stringify({ app: "1", id: "1", record: { Title: { value: "x" } } });
    expect((await raw(test, "POST", "/k/v1/record.json", put, change)).body).toEqual({ revision: "2" });
    expect((await raw(test, "GET", "/k/v1/records.json?app=1", { "x-http-method-override": "DELETE" })).status).toBe(
      200,
    );
    expect(test.kintone.requests.map(({ method }) => method)).toEqual(["GET", "PUT", "GET"]);
  });

  it("reads query strings as kintone's client writes them", async () => {
    await using test = await start();
    const path = `/k/v1/records.json?${new URLSearchParams({ app: "1", "fields[1]": "$revision", "fields[0]": "$id", query: "limit 1", totalCount: "true" })}`;
    const record = { $id: { type: "__ID__", value: "2" }, $revision: { type: "__REVISION__", value: "1" } };
    expect((await raw(test, "GET", path, {})).body).toEqual({ records: [record], totalCount: "2" });
    const deleted = await raw(
      test,
      "DELETE",
      "/k/v1/records.json?app=1&ids[0]=1&ids[1]=2&revisions[0]=1&revisions[1]=-1",
      {},
    );
    expect(deleted).toMatchObject({ status: 200, body: {} });
    expect(failure(await raw(test, "GET", "/k/v1/records.json?app=1&fields[100]=x", {}))).toMatchObject({
      status: 400,
      paths: ["fields"],
    });
  });

  it("refuses a URL above 8 KiB with 414", async () => {
    await using test = await start();
    const answer = await raw(test, "GET", `/k/v1/records.json?app=1&query=${"x".repeat(8200)}`, {});
    expect(answer.status).toBe(414);
  });

  it("refuses wrong content types, empty and broken JSON", async () => {
    await using test = await start();
    const post = async (headers: Readonly<Record<string, string>>, body: string) =>
      failure(await raw(test, "POST", "/k/v1/record.json", headers, body));
    expect(await post({ "content-type": "text/plain" }, "{}")).toMatchObject({ status: 400, code: "CB_IL02" });
    expect(await post(json, "")).toMatchObject({ status: 400, code: "CB_IL02" });
    expect(await post(json, "{")).toMatchObject({ status: 400, code: "CB_IJ01" });
    expect(await post(json, "[]")).toMatchObject({ status: 400, code: "CB_IJ01" });
    expect(await post({ "content-type": "application/json; charset=utf-8" }, '{"app":1}')).toMatchObject({
      status: 200,
    });
    expect(await post(json, "{}")).toEqual({ status: 400, code: "CB_VA01", paths: ["app"] });
    expect(await post(json, '{"app":0}')).toEqual({ status: 400, code: "CB_VA01", paths: ["app"] });
    expect(failure(await raw(test, "GET", "/k/v1/records.json?app=1", json))).toMatchObject({
      status: 400,
      code: "CB_IL02",
    });
  });

  it("refuses bodies above its limit", async () => {
    await using test = await start({ maxBodyBytes: 1000 });
    const answer = await raw(test, "POST", "/k/v1/record.json", json, JSON.stringify({ app: 1, x: "x".repeat(1000) }));
    expect(answer.status).toBe(413);
  });

  it("does not know other paths or methods", async () => {
    await using test = await start();
    expect((await raw(test, "GET", "/k/v1/nothing.json", {})).status).toBe(404);
    expect((await raw(test, "GET", "/favicon.ico", {})).status).toBe(404);
    expect(failure(await raw(test, "PATCH", "/k/v1/record.json", json, "{}"))).toMatchObject({
      status: 405,
      code: "CB_IL02",
    });
  });

  it("tells how many requests run, and refuses more than its limit", async () => {
    await using test = await start({ concurrencyLimit: 2, delayMs: 60 });
    const answers = await Promise.all(Array.from({ length: 3 }, () => test.call("GET", "records.json")));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 429]);
    const refused = answers.filter(({ status }) => status === 429).map(failure);
    expect(refused).toEqual([{ status: 429, code: "GAIA_TO04", paths: [] }]);
    for (const { headers } of answers) expect(headers.get("x-concurrencylimit-limit")).toBe("2");
    expect(answers.map(({ headers }) => headers.get("x-concurrencylimit-running")).toSorted()).toEqual(["1", "2", "3"]);
    expect((await test.call("GET", "records.json")).status).toBe(200);
  });

  it("gives every error an id and a message", async () => {
    await using test = await start();
    const { body } = await test.call("GET", "record.json", { id: 77 });
    expect(body).toEqual({
      code: "GAIA_RE01",
      id: expect.stringMatching(/^[\w-]{20}$/),
      message: expect.stringContaining("77"),
    });
  });

  it("logs requests without their secrets, and only so many", async () => {
    await using test = await start({ requestLogSize: 2 });
    const token = test.app.token("view");
    for (const query of ['Title = "first-secret"', 'Title = "second-secret"', 'Title = "third-secret"']) {
      await test.call("GET", "records.json", { query });
    }
    const entry = { method: "GET", path: "/k/v1/records.json", auth: "token", status: 200, fault: undefined };
    expect(test.kintone.requests).toEqual([entry, entry]);
    expect(JSON.stringify(test.kintone.requests)).not.toMatch(new RegExp(`secret|${token}`));
    test.kintone.clearRequests();
    expect(test.kintone.requests).toEqual([]);
  });
});
