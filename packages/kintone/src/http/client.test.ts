import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { createClient } from "./client.ts";
import type { HttpClient } from "./http-client.ts";

const recorded = () => {
  const calls: [string, string, object][] = [];
  const note =
    (method: string) =>
    <T>(path: string, parameters: object): Promise<T> => {
      calls.push([method, path, parameters]);
      return Promise.resolve({ ids: [], revisions: [], records: [], results: [] } as T);
    };
  const http: HttpClient = {
    get: note("get"),
    getData: note("getData"),
    post: note("post"),
    postData: note("postData"),
    put: note("put"),
    delete: note("delete"),
  };
  return { http, calls };
};

describe("createClient", () => {
  it("is over the version whose inner shape it relies on", async () => {
    const manifest = createRequire(import.meta.url).resolve("@kintone/rest-api-client/package.json");
    expect(JSON.parse(await readFile(manifest, "utf8"))).toMatchObject({ version: "6.2.1" });
  });

  it("sends every resource's calls through the given client", async () => {
    const { http, calls } = recorded();
    const client = await createClient(http, undefined);
    await client.record.getRecords({ app: 1 });
    await client.record.addRecord({ app: 1 });
    await client.record.updateRecords({ app: 1, upsert: true, records: [] });
    await client.record.deleteCursor({ id: "c" });
    await client.app.getFormFields({ app: 1 });
    await client.space.getSpace({ id: 1 });
    await client.plugin.getPlugins({});
    await client.bulkRequest({ requests: [{ method: "PUT", endpointName: "records", payload: {} }] });
    await client.search({ query: [{ operator: "AND", keywords: ["x"] }] });
    expect(calls.map(([method, path]) => `${method} ${path}`)).toEqual([
      "get /k/v1/records.json",
      "post /k/v1/record.json",
      "put /k/v1/records.json",
      "delete /k/v1/records/cursor.json",
      "get /k/v1/app/form/fields.json",
      "get /k/v1/space.json",
      "get /k/v1/plugins.json",
      "post /k/v1/bulkRequest.json",
      "post /k/v1/search.json",
    ]);
    expect(calls.at(-2)?.[2]).toEqual({ requests: [{ api: "/k/v1/records.json", method: "PUT", payload: {} }] });
  });

  it("sends to the guest space", async () => {
    const { http, calls } = recorded();
    const client = await createClient(http, "7");
    await client.record.getRecords({ app: 1 });
    await client.bulkRequest({ requests: [] });
    expect(calls.map(([, path]) => path)).toEqual(["/k/guest/7/v1/records.json", "/k/guest/7/v1/bulkRequest.json"]);
  });

  it("is not loaded by importing this package", async () => {
    const index = new URL("../index.ts", import.meta.url).href;
    const script = `await import(${JSON.stringify(index)});
      const { createRequire } = await import("node:module");
      const { cache } = createRequire(${JSON.stringify(index)});
      const loaded = () => Object.keys(cache).filter((path) => /rest-api-client|axios/.test(path)).length;
      const before = loaded();
      await import("@kintone/rest-api-client");
      console.log(JSON.stringify({ before, after: loaded() }));`;
    const options = ["--conditions=@tsunagu/source", "--input-type=module", "--eval", script];
    const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: import.meta.dirname });
    const { before, after } = JSON.parse(stdout) as { before: number; after: number };
    expect(before).toBe(0);
    expect(after).toBeGreaterThan(0);
  });
});
