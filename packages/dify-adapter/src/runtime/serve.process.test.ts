import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TempDirectory } from "@tsunagu/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pluginFiles } from "../manifest/plugin-files.ts";
import { startDaemon } from "../testing/daemon.ts";
import { startDebuggingHost } from "../testing/debugging-host.ts";
import { createDifyService } from "../testing/dify-service.ts";
import { bundleFixture } from "../testing/fixture/bundle-fixture.ts";
import { fixturePlugin } from "../testing/fixture/plugin.ts";
import { installFiles } from "../testing/install-files.ts";
import { startServerlessHost } from "../testing/serverless-host.ts";
import { startUploadServer } from "../testing/upload-server.ts";

const key = "7d0c3a90-0000-4000-8000-abcdefabcdef";
let directory: TempDirectory;

beforeAll(async () => {
  directory = await bundleFixture("serve-main.ts");
  const files = [...pluginFiles(fixturePlugin)].map(([path, content]): [string, Buffer] => [
    path,
    Buffer.from(content),
  ]);
  await installFiles(new Map(files), directory.path);
});
afterAll(() => directory[Symbol.asyncDispose]());

/** The fixture plugin as a process with settings in its environment. Dispose it to end the process. */
const start = (environment: Readonly<Record<string, string>>) => {
  const child = spawn(process.execPath, ["app/main.mjs"], {
    cwd: directory.path,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const exited = once(child, "exit").then(([code]) => code as number | null);
  return {
    kill: (signal: NodeJS.Signals) => void child.kill(signal),
    output: () => output,
    exited,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
};
const remote = (port: number): Record<string, string> => ({
  INSTALL_METHOD: "remote",
  REMOTE_INSTALL_URL: `127.0.0.1:${port}`,
  REMOTE_INSTALL_KEY: key,
});

test("without INSTALL_METHOD the plugin runs on standard input and output, and stores large files in Dify", async () => {
  await using uploads = await startUploadServer();
  const service = createDifyService({ storageBytes: 1000, uploads });
  await using daemon = await startDaemon({
    command: process.execPath,
    args: ["app/main.mjs"],
    cwd: directory.path,
    callMs: 20_000,
    service,
  });
  const remember = { tool: "fixture_remember", tool_parameters: { key: "k", text: "v" } };
  expect((await daemon.invoke(remember)).json).toEqual([{ before: null }]);
  expect((await daemon.invoke(remember)).json).toEqual([{ before: "v" }]);
  const size = 40 * 1024 * 1024;
  const { messages, files, error } = await daemon.invoke({ tool: "fixture_file", tool_parameters: { size } });
  expect({ error, files }).toEqual({ error: undefined, files: [] });
  expect(messages[0]).toMatchObject({ type: "binary_link", meta: { size } });
  expect(uploads.uploads.map(({ bytes }) => bytes.byteLength)).toEqual([size]);
  expect(daemon.problems).toEqual([]);
}, 30_000);

test("remote: the plugin stays connected while a tool computes, and after the host restarts", async () => {
  let host = await startDebuggingHost({ key, heartbeatMs: 3000 });
  const { port } = host;
  await writeFile(join(directory.path, ".env"), "HEARTBEAT_INTERVAL=1\nREMOTE_INSTALL_KEY=not-this-one\n");
  await using plugin = start(remote(port));
  try {
    const { providers } = await host.registered();
    expect(providers[0]).toMatchObject({ identity: { name: "fixture" } });
    const { json } = await host.invoke({ tool: "fixture_block", tool_parameters: { milliseconds: 6000 } });
    expect(json).toHaveLength(1);
    expect(host.registrations()).toBe(1);

    await host[Symbol.asyncDispose]();
    host = await startDebuggingHost({ key, port });
    await host.registered();
    expect((await host.invoke({ tool: "fixture-echo", tool_parameters: { text: "back" } })).text).toBe("back");
    plugin.kill("SIGTERM");
    expect(await plugin.exited).toBe(0);
    expect(host.problems).toEqual([]);
  } finally {
    await host[Symbol.asyncDispose]();
  }
  expect(plugin.output()).toContain("Connecting to Dify again");
  expect(plugin.output()).not.toContain(key);
}, 30_000);

test("remote: a refused key ends the process with Dify's words, and without the key", async () => {
  await using host = await startDebuggingHost({ key: "another" });
  await using plugin = start(remote(host.port));
  expect(await plugin.exited).toBe(1);
  expect(plugin.output()).toContain("handshake failed, invalid key");
  expect(plugin.output()).not.toContain(key);
});

test("remote: a crash answers every open call first", async () => {
  await using host = await startDebuggingHost({ key });
  await using plugin = start(remote(host.port));
  await host.registered();
  const open = Array.from({ length: 20 }, () =>
    host.invoke({ tool: "fixture_slow", tool_parameters: { milliseconds: 50_000 } }),
  );
  const crashed = host.invoke({ tool: "fixture_crash" });
  for (const { error } of await Promise.all([...open, crashed])) expect(error?.args["code"]).toBe("internal");
  expect(await plugin.exited).toBe(1);
});

test("a variable that cannot be used is named", async () => {
  await using plugin = start({ INSTALL_METHOD: "remote", REMOTE_INSTALL_URL: "nowhere", REMOTE_INSTALL_KEY: key });
  expect(await plugin.exited).toBe(1);
  expect(plugin.output()).toContain("REMOTE_INSTALL_URL");
  expect(plugin.output()).not.toContain(key);
});

test.each([
  { INSTALL_METHOD: "serverless", SERVERLESS_HOST: "127.0.0.1", SERVERLESS_PORT: "0" },
  { INSTALL_METHOD: "aws_lambda", AWS_LAMBDA_HOST: "127.0.0.1", AWS_LAMBDA_PORT: "0" },
])("as an HTTP server: $INSTALL_METHOD", async (variables) => {
  await using host = await startServerlessHost({ service: createDifyService({ storageBytes: 1000 }) });
  await using plugin = start({ ...variables, DIFY_PLUGIN_DAEMON_URL: host.daemonUrl });
  await expect.poll(plugin.output, { timeout: 10_000 }).toMatch(/^.*Serving Flask app.*:(\d+)$/m);
  const url = `http://127.0.0.1:${/:(\d+)$/m.exec(plugin.output())?.[1]}`;
  expect((await fetch(`${url}/`)).status).toBe(404);
  const caller = host.caller(url);
  expect((await caller.invoke({ tool: "fixture-echo", tool_parameters: { text: "hi" } })).text).toBe("hi");
  const open = caller.invoke({ tool: "fixture_slow", tool_parameters: { milliseconds: 50_000, reports: 1 } });
  expect((await caller.invoke({ tool: "fixture_crash" })).error?.args["code"]).toBe("internal");
  expect((await open).error?.args["code"]).toBe("internal");
  expect(await plugin.exited).toBe(1);
  expect(host.problems).toEqual([]);
});

test("inside of Lambda's runtime the program gives a handler", async () => {
  const program = `
    globalThis.awslambda = { streamifyResponse: (handler) => handler, HttpResponseStream: { from: (stream) => stream } };
    const { handler } = await import(${JSON.stringify(join(directory.path, "app/main.mjs"))});
    const { PassThrough } = await import("node:stream");
    const stream = new PassThrough();
    const data = { type: "tool", action: "invoke_tool", tool: "fixture_echo", tool_parameters: { text: "hi" } };
    const body = JSON.stringify({ session_id: "s", event: "request", data });
    await handler({ rawPath: "/invoke", requestContext: { http: { method: "POST" } }, headers: {}, body }, stream);
    process.stdout.write(stream.read());`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
  await once(child, "close");
  expect(output).toContain('"echo":"hi"');
  expect(output).toContain('"type":"end"');
});
