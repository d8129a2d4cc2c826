import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createToolkit, Secret, type ToolTrace, toolChannel } from "@tsunagu/core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type ConnectedClient, connectHttp, modern } from "../testing/connect.ts";
import { fixtureTools } from "../testing/fixture-tools.ts";
import { type McpHttpServer, serveMcpHttp } from "./serve.ts";

const toolkit = createToolkit({ tools: fixtureTools });
const identity = { name: "fixture", version: "1" };
afterAll(() => toolkit.close());

describe.each([
  { era: "2025", options: {} },
  { era: "2026", options: modern },
])("a listening server, spoken to in the protocol of $era", ({ options }) => {
  let server: McpHttpServer;
  let client: ConnectedClient;

  beforeAll(async () => {
    server = await serveMcpHttp(toolkit, { ...identity, embeddedFileBytes: 1000 });
    client = await connectHttp(server.url, options);
    await client.listTools();
  });

  afterAll(async () => {
    await client.close();
    await server.close();
  });

  it("lists and calls, and says what failed", async () => {
    expect((await client.listTools()).tools.map((tool) => tool.name)).toEqual(fixtureTools.map((tool) => tool.name));
    const done = await client.callTool({ name: "echo_text", arguments: { text: "ab" } });
    expect(done).toMatchObject({ structuredContent: { text: "ab", length: 2 } });
    const failed = await client.callTool({ name: "fail_named", arguments: { code: "rate_limited" } });
    expect(failed).toMatchObject({
      isError: true,
      _meta: { "tsunagu/error": { code: "rate_limited", retryable: true } },
    });
  });

  it("serves clients side by side", async () => {
    await using other = await connectHttp(server.url, options);
    const calls = [client, other, client, other].map((each, index) =>
      each.callTool({ name: "echo_text", arguments: { text: String(index) } }),
    );
    const texts = (await Promise.all(calls)).map((result) => result.structuredContent);
    expect(texts).toEqual(["0", "1", "2", "3"].map((text) => ({ text, length: 1 })));
  });

  it("streams progress", async () => {
    const seen: number[] = [];
    const call = { name: "count_up", arguments: { to: 3 } };
    await client.callTool(call, { onprogress: ({ progress }) => seen.push(progress) });
    expect(seen.length).toBeGreaterThan(0); // the client drops those that it reads together with the result
    expect(seen).toEqual([1, 2, 3].slice(0, seen.length));
  });

  it("puts files into the answer: images to be seen, others as resources", async () => {
    const make = (name: string, media_type: string) =>
      client.callTool({ name: "make_file", arguments: { name, media_type, size: 3 } });
    const csv = await make("見積.csv", "text/csv");
    expect(csv.structuredContent).toMatchObject({
      file: { uri: null, name: "見積.csv", media_type: "text/csv", size: 3 },
    });
    expect(csv.content[1]).toMatchObject({ type: "resource", resource: { mimeType: "text/csv", blob: "YWFh" } });
    expect(csv.content[1]).toHaveProperty("resource.uri", expect.stringContaining(encodeURIComponent("見積.csv")));
    const image = await make("a.png", "image/png");
    expect(image.content[1]).toMatchObject({ type: "image", mimeType: "image/png", data: "YWFh" });
  });

  it("refuses a file that is too large for an answer, with the way out", async () => {
    const result = await client.callTool({ name: "make_file", arguments: { name: "big.bin", size: 1001 } });
    expect(result).toMatchObject({
      isError: true,
      _meta: { "tsunagu/error": { code: "too_large", hint: expect.stringContaining("files directory") } },
    });
  });
});

it("stops a call when its client of the 2025 protocol hangs up", async () => {
  const directory = await mkdtemp(join(tmpdir(), "mcp-test-"));
  await using server = await serveMcpHttp(toolkit, identity);
  await using client = await connectHttp(server.url);
  const mark = join(directory, "mark");
  const call = { name: "wait_long", arguments: { mark } };
  const waiting = client.callTool(call, { onprogress: () => void client.close() });
  await expect(waiting).rejects.toThrow("closed");
  await vi.waitFor(() => expect(existsSync(mark)).toBe(true));
  await rm(directory, { recursive: true });
});

it("stops a call when its client cancels it", async () => {
  const directory = await mkdtemp(join(tmpdir(), "mcp-test-"));
  await using server = await serveMcpHttp(toolkit, identity);
  await using client = await connectHttp(server.url, modern);
  const mark = join(directory, "mark");
  const stop = new AbortController();
  const call = { name: "wait_long", arguments: { mark } };
  const waiting = client.callTool(call, { signal: stop.signal, onprogress: () => stop.abort("enough") });
  await expect(waiting).rejects.toThrow("enough");
  await vi.waitFor(() => expect(existsSync(mark)).toBe(true));
  await rm(directory, { recursive: true });
});

it("passes the client's trace on", async () => {
  await using server = await serveMcpHttp(toolkit, identity);
  await using client = await connectHttp(server.url, modern);
  const traces: ToolTrace[] = [];
  const onStart = (trace: unknown): void => void traces.push(trace as ToolTrace);
  toolChannel.start.subscribe(onStart);
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  await client.callTool({ name: "echo_text", arguments: { text: "a" }, _meta: { traceparent } });
  toolChannel.start.unsubscribe(onStart);
  expect(traces).toMatchObject([{ tool: "echo_text", traceparent }]);
});

it("asks for approval over HTTP, and binds it to the very call", async () => {
  await using guarded = createToolkit({ tools: fixtureTools, policy: { approval: "destroy" } });
  await using server = await serveMcpHttp(guarded, identity);
  await using client = await connectHttp(server.url, { ...modern, capabilities: { elicitation: { form: {} } } });
  let questions = 0;
  client.setRequestHandler("elicitation/create", () => {
    questions++;
    return { action: "accept", content: { approve: true } };
  });
  const burn = { name: "burn_book", arguments: { title: "Kokoro" } };
  expect(await client.callTool(burn)).toMatchObject({ structuredContent: { burnt: "Kokoro" } });
  expect(questions).toBe(1);
  const forged = { ...burn, inputResponses: { approval: { action: "accept", content: { approve: true } } } };
  expect(await client.callTool(forged)).toMatchObject({ structuredContent: { burnt: "Kokoro" } });
  expect(questions).toBe(2);
});

describe("who may reach it", () => {
  const list = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
  const post = (url: URL, headers: Record<string, string>): Promise<number | undefined> => {
    const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
    const accept = { accept: "application/json, text/event-stream", "content-type": "application/json" };
    request(url, { method: "POST", headers: { ...accept, ...headers } }, (response: IncomingMessage) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end(list);
    return promise;
  };

  it("refuses other hosts, pages of other origins, and other paths", async () => {
    await using server = await serveMcpHttp(toolkit, identity);
    const { url } = server;
    expect(await post(url, {})).toBe(200);
    expect(await post(url, { origin: "http://localhost:8080" })).toBe(200);
    expect(await post(url, { host: "evil.example" })).toBe(403);
    expect(await post(url, { origin: "https://evil.example" })).toBe(403);
    expect(await post(url, { origin: "null" })).toBe(403);
    expect(await post(new URL("/", url), {})).toBe(404);
  });

  it("takes the hosts and origins that it is told", async () => {
    const options = { ...identity, allowedHosts: ["tools.example"], allowedOrigins: ["app.example"] };
    await using server = await serveMcpHttp(toolkit, options);
    expect(await post(server.url, { host: "tools.example", origin: "https://app.example" })).toBe(200);
    expect(await post(server.url, {})).toBe(403);
  });

  it("demands the bearer token, where there is one", async () => {
    await using server = await serveMcpHttp(toolkit, { ...identity, bearerToken: new Secret("open-sesame") });
    expect(await post(server.url, {})).toBe(401);
    expect(await post(server.url, { authorization: "Bearer open-sesam" })).toBe(401);
    expect(await post(server.url, { authorization: "Bearer open-sesame" })).toBe(200);
    await using client = await connectHttp(server.url, modern, { authorization: "Bearer open-sesame" });
    expect((await client.listTools()).tools).toHaveLength(fixtureTools.length);
  });

  it("does not listen beyond this machine without a token", async () => {
    await expect(serveMcpHttp(toolkit, { ...identity, host: "0.0.0.0" })).rejects.toThrow(TypeError);
  });

  it("refuses a request over its limit", async () => {
    await using server = await serveMcpHttp(toolkit, { ...identity, requestBytes: 20 });
    expect(await post(server.url, {})).toBe(413);
  });
});
