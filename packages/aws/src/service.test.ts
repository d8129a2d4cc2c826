import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createToolkit } from "@tsunagu/core";
import { describe, expect, test } from "vitest";
import { s3ListBuckets } from "./s3/index.ts";
import { expectFailure, succeeded } from "./testing/expect-failure.ts";
import { useLocalToolkit } from "./testing/local-toolkit.ts";

const local = useLocalToolkit();

test("a call that is stopped already sends nothing", async () => {
  local().aws.requests.clear();
  const result = await local().call("s3_list_buckets", {}, { signal: AbortSignal.abort() });
  expectFailure(result, { code: "aborted" }, local());
  expect(local().aws.requests.list()).toEqual([]);
});

test("calls of one connection share their connections to the service", async () => {
  const sockets = new Set<unknown>();
  const server = createServer((request, response) => {
    sockets.add(request.socket);
    response.end("<ListAllMyBucketsResult/>");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const aws = { ...local().connection, aws_endpoint_url: `http://127.0.0.1:${port}` };
  const toolkit = createToolkit({ tools: [s3ListBuckets], connections: { aws } });
  for (let index = 0; index < 5; index++) succeeded(await toolkit.call("s3_list_buckets", {}));
  expect(sockets.size).toBe(1);
  const left = Promise.all([...sockets].map((socket) => once(socket as NodeJS.EventEmitter, "close")));
  await toolkit.close();
  await left;
  server.close();
});

describe("a proxy", () => {
  test("is what requests go through, and its password is not told", async () => {
    const asked: (string | undefined)[] = [];
    const proxy = createServer();
    proxy.on("connect", (request, socket) => {
      asked.push(request.url, request.headers["proxy-authorization"]);
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
    proxy.listen(0, "127.0.0.1");
    await once(proxy, "listening");
    const password = "made-up-proxy-word";
    const { port } = proxy.address() as AddressInfo;
    const { aws_endpoint_url: _local, ...keys } = local().connection;
    const aws = { ...keys, aws_proxy_url: `http://user:${password}@127.0.0.1:${port}` };
    await using toolkit = createToolkit({ tools: [s3ListBuckets], connections: { aws } });
    const result = await toolkit.call("s3_list_buckets", {}, { deadlineMs: 5_000 });
    proxy.close();
    proxy.closeAllConnections();
    const error = expectFailure(result, { code: "unavailable" }, local(), [password]);
    expect(error.message).not.toContain("undefined");
    expect(asked[0]).toBe("s3.us-east-1.amazonaws.com:443");
    expect(asked[1]).toBe(`Basic ${Buffer.from(`user:${password}`).toString("base64")}`);
  });
});
