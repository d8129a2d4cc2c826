import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startLocalAws } from "./start.ts";
import { element, exchange, presign, send, sendJson, sendSts } from "./testing/client.ts";
import type { LocalAws } from "./types.ts";

let aws: LocalAws;
beforeEach(async () => {
  aws = await startLocalAws();
  await send(aws, { method: "PUT", path: "/faulty" });
  await send(aws, { method: "PUT", path: "/faulty/object", body: "0123456789" });
});
afterEach(() => aws.close());

describe("faults", () => {
  test("throttling, in each service's form", async () => {
    aws.faults.inject({ kind: "throttle", count: 3 });
    const s3 = await send(aws, {});
    expect(s3).toMatchObject({ status: 503, code: "SlowDown", headers: { "content-type": "application/xml" } });
    expect(await sendJson(aws, "dynamodb", "ListTables", {})).toMatchObject({
      status: 400,
      code: "ThrottlingException",
    });
    expect(await sendSts(aws, { Action: "GetCallerIdentity" })).toMatchObject({ status: 400, code: "Throttling" });
    expect(aws.faults.pending).toBe(0);
    expect(await send(aws, {})).toMatchObject({ status: 200 });
  });

  test("only what matches, and only so often", async () => {
    aws.faults.inject({ kind: "unavailable_html", service: "s3", operation: "PutObject", count: 2 });
    expect(await send(aws, { path: "/faulty/object" })).toMatchObject({ status: 200 });
    const put = () => send(aws, { method: "PUT", path: "/faulty/new", body: "x" });
    expect(await put()).toMatchObject({ status: 503, headers: { "content-type": "text/html" } });
    expect(aws.s3.object("faulty", "new")).toBeUndefined();
    aws.faults.clear();
    expect(await put()).toMatchObject({ status: 200 });
    expect(() => aws.faults.inject({ kind: "throttle", count: 0 })).toThrow(
      "count must be a whole number from 1, but is 0",
    );
  });

  test("connections are cut before or after the work is done", async () => {
    aws.faults.inject({ kind: "connection_cut" });
    await expect(send(aws, { method: "PUT", path: "/faulty/cut", body: "x" })).rejects.toThrow("socket hang up");
    expect(aws.s3.object("faulty", "cut")).toBeUndefined();
    aws.faults.inject({ kind: "lost_answer" });
    await expect(send(aws, { method: "PUT", path: "/faulty/cut", body: "x" })).rejects.toThrow("socket hang up");
    expect(aws.s3.object("faulty", "cut")).toMatchObject({ size: 1 });
    aws.faults.inject({ kind: "truncated_body" });
    await expect(send(aws, { path: "/faulty/object" })).rejects.toThrow("aborted");
  });

  test("bodies that are invalid or slow", async () => {
    aws.faults.inject({ kind: "invalid_body" });
    expect(await send(aws, {})).toMatchObject({ status: 200, text: '<?xml version="1.0"?><Result><Broken' });
    aws.faults.inject({ kind: "slow_body", pauseMs: 10 });
    const started = performance.now();
    expect(await send(aws, { path: "/faulty/object" })).toMatchObject({ text: "0123456789" });
    expect(performance.now() - started).toBeGreaterThan(40);
  });
});

describe("the log", () => {
  test("names operations and holds no secrets", async () => {
    aws.requests.clear();
    const response = await send(aws, { path: "/faulty/object" });
    await exchange(aws, "GET", presign(aws, { path: "/faulty/absent" }));
    await sendSts(aws, { Action: "GetCallerIdentity" });
    await sendJson(aws, "ssm", "GetParameter", { Name: "/x" });
    await send(aws, { service: "sqs" });
    expect(aws.requests.list()).toMatchObject([
      { service: "s3", operation: "GetObject", status: 200, requestId: response.headers["x-amz-request-id"] },
      { service: "s3", operation: "GetObject", status: 404 },
      { service: "sts", operation: "GetCallerIdentity", status: 200 },
      { service: "ssm", operation: "GetParameter", status: 400 },
      { service: "unknown", operation: "Unknown", status: 400 },
    ]);
    const text = JSON.stringify(aws.requests.list());
    expect(text).not.toContain(aws.credentials.secretAccessKey);
    expect(text).not.toContain("absent");
  });

  test("is bounded", async () => {
    const many = Array.from({ length: 20 }, async () => {
      for (let count = 0; count < 51; count += 1) await exchange(aws, "GET", "/");
    });
    await Promise.all(many);
    expect(aws.requests.list().length).toBe(1000);
  });
});

describe("the connection", () => {
  const continuing = (path: string) =>
    new Promise<{ continued: boolean; status: number | undefined }>((resolve, reject) => {
      const target = presign(aws, { method: "PUT", path });
      let continued = false;
      const headers = { expect: "100-continue", "content-length": "4" };
      const outgoing = request({ host: "127.0.0.1", port: aws.port, method: "PUT", path: target, headers });
      outgoing.on("continue", () => {
        continued = true;
        outgoing.end("body");
      });
      outgoing.on("response", (incoming) => {
        incoming.resume();
        outgoing.destroy();
        resolve({ continued, status: incoming.statusCode });
      });
      outgoing.on("error", reject);
      outgoing.flushHeaders();
    });

  test("a body is asked for only when it is wanted", async () => {
    expect(await continuing("/faulty/continued")).toEqual({ continued: true, status: 200 });
    expect(await continuing("/no-such-bucket/x")).toEqual({ continued: false, status: 404 });
  });

  test("an upload that the client gives up leaves nothing", async () => {
    const outgoing = request({
      ...{ host: "127.0.0.1", port: aws.port, method: "PUT" },
      path: presign(aws, { method: "PUT", path: "/faulty/given-up" }),
      headers: { "content-length": "1000000" },
    });
    outgoing.write(Buffer.alloc(1000));
    setTimeout(() => outgoing.destroy(), 20);
    await expect(once(outgoing, "response")).rejects.toThrow("socket hang up");
    await expect.poll(() => aws.requests.list().at(-1)).toMatchObject({ operation: "PutObject", status: 0 });
    expect(aws.s3.object("faulty", "given-up")).toBeUndefined();
  });

  test("a path that is no UTF-8 is refused", async () => {
    expect(await exchange(aws, "GET", "/faulty/%ff")).toMatchObject({ status: 400, code: "InvalidURI" });
  });
});

describe("starting and closing", () => {
  test("listens on loopback, with keys to print", () => {
    expect(aws.url).toBe(`http://127.0.0.1:${aws.port}`);
    expect(aws.credentials.accessKeyId).toMatch(/^[A-Z0-9]{20}$/);
    expect(aws.credentials.secretAccessKey).toHaveLength(40);
  });

  test("removes its files, and can be closed twice", async () => {
    const dataDirectory = await mkdtemp(join(tmpdir(), "local-aws-test-"));
    const other = await startLocalAws({ dataDirectory });
    await send(other, { method: "PUT", path: "/large" });
    await send(other, { method: "PUT", path: "/large/object", body: Buffer.alloc(2 * 1024 * 1024) });
    expect(await readdir(dataDirectory)).toHaveLength(1);
    await other.close();
    await other.close();
    expect(await readdir(dataDirectory)).toEqual([]);
    await rm(dataDirectory, { recursive: true });
    await expect(exchange(other, "GET", "/")).rejects.toThrow("ECONNREFUSED");
  });

  test("a port that is taken is an error", async () => {
    await expect(startLocalAws({ port: aws.port })).rejects.toThrow("EADDRINUSE");
    await expect(startLocalAws({ credentials: [] })).rejects.toThrow("credentials must hold at least one key pair");
  });

  test("is disposed of at the end of a block", async () => {
    let url = "";
    {
      await using other = await startLocalAws();
      url = other.url;
      expect(element(await send(other, {}), "ID")).toMatch(/^[0-9a-f]{64}$/);
    }
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });
});
