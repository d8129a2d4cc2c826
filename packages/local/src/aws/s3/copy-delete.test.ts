import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startLocalAws } from "../start.ts";
import { element, elements, send, type TestRequest } from "../testing/client.ts";
import type { LocalAws } from "../types.ts";

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws();
  await send(aws, { method: "PUT", path: "/objects" });
});
afterAll(() => aws.close());

const put = (key: string, body = "", options: TestRequest = {}) =>
  send(aws, { method: "PUT", path: `/objects/${key}`, body, ...options });
const get = (key: string) => send(aws, { path: `/objects/${key}` });

describe("copying and deleting", () => {
  const copy = (key: string, source: string, headers: Record<string, string> = {}) =>
    put(key, "", { headers: { "x-amz-copy-source": source, ...headers } });

  test("metadata is copied or replaced", async () => {
    await put("source", "hello", { headers: { "x-amz-meta-a": "1", "content-type": "text/plain" } });
    const copied = await copy("target", "objects/source");
    expect(element(copied, "ETag")).toBe(`&quot;${createHash("md5").update("hello").digest("hex")}&quot;`);
    expect((await get("target")).headers).toMatchObject({ "x-amz-meta-a": "1", "content-type": "text/plain" });
    await copy("target", "objects/source", { "x-amz-metadata-directive": "REPLACE", "content-type": "text/csv" });
    expect(aws.s3.object("objects", "target")).toMatchObject({ contentType: "text/csv", metadata: {} });
  });

  test("what cannot be copied", async () => {
    expect(await copy("source", "objects/source")).toMatchObject({ status: 400, code: "InvalidRequest" });
    expect(await copy("target", "objects/absent")).toMatchObject({ status: 404, code: "NoSuchKey" });
    expect(await copy("target", "objects")).toMatchObject({ status: 400, code: "InvalidArgument" });
    expect(await copy("target", "objects/source", { "x-amz-copy-source-if-match": '"x"' })).toMatchObject({
      status: 412,
    });
  });

  test("deleting is idempotent, and can be conditional", async () => {
    const { headers } = await put("gone", "x");
    const drop = (extra: TestRequest = {}) => send(aws, { method: "DELETE", path: "/objects/gone", ...extra });
    expect(await drop({ headers: { "if-match": '"other"' } })).toMatchObject({ status: 412 });
    expect(await drop({ headers: { "if-match": headers["etag"] ?? "" } })).toMatchObject({ status: 204 });
    expect(await drop()).toMatchObject({ status: 204 });
  });

  test("many are deleted at once", async () => {
    await put("many 1");
    await put("many&2");
    const body =
      "<Delete><Object><Key>many 1</Key></Object><Object><Key>many&amp;2</Key></Object><Object><Key>never</Key></Object></Delete>";
    const headers = { "content-md5": createHash("md5").update(body).digest("base64") };
    const drop = (options: TestRequest) =>
      send(aws, { method: "POST", path: "/objects", query: { delete: "" }, body, ...options });
    expect(await drop({})).toMatchObject({ status: 400, code: "InvalidRequest" });
    expect(elements(await drop({ headers }), "Key")).toEqual(["many 1", "many&amp;2", "never"]);
    expect(aws.s3.object("objects", "many&2")).toBeUndefined();
    const broken = "<Delete><Object>";
    const broke = await drop({
      body: broken,
      headers: { "content-md5": createHash("md5").update(broken).digest("base64") },
    });
    expect(broke).toMatchObject({ status: 400, code: "MalformedXML" });
  });
});
