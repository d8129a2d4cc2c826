import { once } from "node:events";
import { connect } from "node:net";
import { createRedactor, noConnector, silentLogger, toolError, toolFor } from "@tsunagu/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { createDifyService } from "../../testing/dify-service.ts";
import { rememberTool } from "../../testing/fixture/hooks.ts";
import { fixtureTools } from "../../testing/fixture/tools.ts";
import type { PluginCaller } from "../../testing/host-calls.ts";
import { type ServerlessHost, startServerlessHost } from "../../testing/serverless-host.ts";
import { startUploadServer, type UploadServer } from "../../testing/upload-server.ts";
import { type PluginServer, servePlugin } from "../serve-plugin.ts";
import { type HttpListener, listen } from "./listen.ts";

const plugin = { name: "fixture", tools: [...fixtureTools, rememberTool] };
const mebibyte = 1024 * 1024;
let uploads: UploadServer;
let host: ServerlessHost;
let server: PluginServer;
let listener: HttpListener;
let url: string;
let caller: PluginCaller;

beforeAll(async () => {
  uploads = await startUploadServer();
  host = await startServerlessHost({ service: createDifyService({ storageBytes: 1000, uploads }) });
  server = servePlugin(plugin, { redactor: createRedactor(), logger: silentLogger });
  listener = await listen(server, { host: "127.0.0.1", port: 0, daemonUrl: `${host.daemonUrl}/` });
  url = `http://127.0.0.1:${listener.port}`;
  caller = host.caller(url);
});
afterAll(async () => {
  expect(host.problems).toEqual([]);
  await listener.close();
  await server.close();
  await host[Symbol.asyncDispose]();
  await uploads[Symbol.asyncDispose]();
});

test("a call is answered line by line, and ends", async () => {
  const echo = await caller.invoke({ tool: "fixture_echo", tool_parameters: { text: "hi" } });
  expect(echo).toMatchObject({ text: "hi", json: [{ echo: "hi" }], variables: { length: 2 } });
  const failed = await caller.invoke({ tool: "fixture_fail" });
  expect(failed.error).toMatchObject({ error_type: "InvokeRateLimitError" });
});

test("health is told, and nothing else is there", async () => {
  expect(await (await fetch(`${url}/health`)).text()).toBe("OK");
  expect((await fetch(`${url}/`)).status).toBe(404);
  expect((await fetch(`${url}/invoke`)).status).toBe(404);
});

test("a file of 14 MiB goes as messages, one of 16 MiB is stored in Dify by a backwards call", async () => {
  const small = await caller.invoke({ tool: "fixture_file", tool_parameters: { size: 14 * mebibyte } });
  expect(small.files.map(({ bytes }) => bytes.byteLength)).toEqual([14 * mebibyte]);
  const large = await caller.invoke({ tool: "fixture_file", tool_parameters: { size: 16 * mebibyte } });
  expect(large.files).toEqual([]);
  const [stored] = uploads.uploads;
  expect(stored?.bytes.byteLength).toBe(16 * mebibyte);
  expect(large.messages[0]).toMatchObject({
    type: "binary_link",
    message: { text: expect.stringContaining(`/files/tools/${stored?.id}`) },
    meta: { filename: "made.bin", mime_type: "application/x-made", size: 16 * mebibyte },
  });
}, 20_000);

test("backwards calls go through transactions of the session", async () => {
  const before = host.transactions();
  const remember = { tool: "fixture_remember", tool_parameters: { key: "k", text: "v" } };
  expect((await caller.invoke(remember)).json).toEqual([{ before: null }]);
  expect((await caller.invoke(remember)).json).toEqual([{ before: "v" }]);
  expect(host.transactions() - before).toBe(5); // get, exist, set; get, set
});

test("a daemon that wraps its answers, and one that knows no session, are understood", async () => {
  const service = createDifyService({ storageBytes: 100 });
  await using wrapped = await startServerlessHost({ service, wrapped: true });
  const own = await listen(server, { host: "127.0.0.1", port: 0, daemonUrl: wrapped.daemonUrl });
  const ownUrl = `http://127.0.0.1:${own.port}`;
  const remember = { tool: "fixture_remember", tool_parameters: { key: "w", text: "v" } };
  expect((await wrapped.caller(ownUrl).invoke(remember)).json).toEqual([{ before: null }]);
  const stranger = await host.caller(ownUrl).invoke(remember); // a session of another daemon
  expect(stranger.error?.message).toContain("failed to get session info from cache");
  await own.close();
});

test("a daemon that cannot be reached is an error that names what to set", async () => {
  const own = await listen(server, { host: "127.0.0.1", port: 0, daemonUrl: url });
  const remember = { tool: "fixture_remember", tool_parameters: { key: "k", text: "v" } };
  const { error } = await host.caller(`http://127.0.0.1:${own.port}`).invoke(remember);
  expect(error?.message).toContain("DIFY_PLUGIN_DAEMON_URL");
  await own.close();
});

test("200 calls run at the same time", async () => {
  const calls = Array.from({ length: 200 }, (_, index) =>
    caller.invoke({ tool: "fixture_echo", tool_parameters: { text: `${index}` } }),
  );
  expect((await Promise.all(calls)).map(({ text }) => text)).toEqual(calls.map((_, index) => `${index}`));
});

test.each([
  ["a body over the limit", `{"session_id":"s1","data":"${"x".repeat(5_242_880)}"}`, "larger than this plugin reads"],
  ["no body", "", "has no action"],
])("%s is answered with an error of the session in the header", async (_name, body, message) => {
  const headers = { "dify-plugin-session-id": "s1" };
  const text = await (await fetch(`${url}/invoke`, { method: "POST", headers, body })).text();
  const lines = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.map((line) => [line.session_id, line.data.type])).toEqual([
    ["s1", "error"],
    ["s1", "end"],
  ]);
  expect(lines[0].data.data.message).toContain(message);
});

test("when the daemon leaves, its call is stopped", async () => {
  const endings: string[] = [];
  const own = servePlugin(plugin, {
    redactor: createRedactor(),
    logger: { ...silentLogger, warn: (fields) => void endings.push(JSON.stringify(fields)) },
  });
  const ownListener = await listen(own, { host: "127.0.0.1", port: 0, daemonUrl: host.daemonUrl });
  const data = { type: "tool", action: "invoke_tool", tool: "fixture_slow", tool_parameters: { milliseconds: 60_000 } };
  const body = JSON.stringify({ session_id: "s", event: "request", data });
  const socket = connect(ownListener.port, "127.0.0.1");
  await once(socket, "connect");
  socket.write(`POST /invoke HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  await once(socket, "data"); // the head of the answer
  socket.destroy();
  await expect.poll(() => endings.join()).toContain("aborted");
  await ownListener.close();
  await own.close();
});

test("a tool waits for a slow reader", async () => {
  let made = 0;
  const body = async function* (): AsyncGenerator<Uint8Array> {
    for (const block = Buffer.alloc(65_536); made < 14 * mebibyte; made += block.byteLength) yield block;
  };
  const tool = toolFor(noConnector)({
    name: "fixture_counted",
    title: "Counted",
    description: "Makes a file and counts what is taken of it.",
    effect: { kind: "read" },
    permissions: [],
    input: z.object({}),
    output: z.object({ size: z.int() }),
    execute: (_input, { files }) =>
      files.write({ name: "a", mediaType: "a/b", size: 14 * mebibyte, body: body() }).map(({ size }) => ({ size })),
  });
  const own = servePlugin({ name: "fixture", tools: [tool] }, { redactor: createRedactor(), logger: silentLogger });
  const ownListener = await listen(own, { host: "127.0.0.1", port: 0, daemonUrl: host.daemonUrl });
  const data = { type: "tool", action: "invoke_tool", tool: "fixture_counted", tool_parameters: {} };
  const request = JSON.stringify({ session_id: "slow", event: "request", data });
  const socket = connect(ownListener.port, "127.0.0.1");
  socket.pause();
  socket.write(
    `POST /invoke HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${request.length}\r\n\r\n${request}`,
  );
  await expect.poll(() => made).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(made).toBeLessThan(13 * mebibyte); // what the machine's own buffers take, and a little
  let received = 0;
  for await (const chunk of socket) received += (chunk as Buffer).byteLength;
  expect(made).toBe(14 * mebibyte);
  expect(received).toBeGreaterThan(18 * mebibyte);
  await ownListener.close();
  await own.close();
});

test("a stop ends open calls with an error, and a crash does at once", async () => {
  for (const end of ["stop", "abandon"] as const) {
    const own = servePlugin(plugin, { redactor: createRedactor(), logger: silentLogger });
    const ownListener = await listen(own, { host: "127.0.0.1", port: 0, daemonUrl: host.daemonUrl });
    let begun = false;
    const call = host
      .caller(`http://127.0.0.1:${ownListener.port}`)
      .invoke({ tool: "fixture_slow", tool_parameters: { milliseconds: 1000, reports: 1 } }, async () => {
        begun = true;
      });
    await expect.poll(() => begun).toBe(true);
    const error = toolError("aborted", "The plugin is being stopped.");
    if (end === "stop") await own.stop(error, 500);
    else own.abandon(error);
    await ownListener.close();
    expect((await call).error).toMatchObject({ args: { code: "aborted" } });
    await own.close();
  }
});
