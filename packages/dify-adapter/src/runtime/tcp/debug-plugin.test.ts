import { createRedactor, type Logger, redactingLogger, ToolFailure } from "@tsunagu/core";
import { expect, test } from "vitest";
import { pluginFiles } from "../../manifest/plugin-files.ts";
import { type DebuggingHostOptions, startDebuggingHost } from "../../testing/debugging-host.ts";
import { createDifyService } from "../../testing/dify-service.ts";
import { rememberTool } from "../../testing/fixture/hooks.ts";
import { fixturePlugin } from "../../testing/fixture/plugin.ts";
import { servePlugin } from "../serve-plugin.ts";
import { type DebugOptions, debugPlugin } from "./debug-plugin.ts";

const key = "0b8e4a52-0000-4000-8000-123456789abc";
const plugin = { ...fixturePlugin, tools: [...fixturePlugin.tools, rememberTool] };

/** Debugs the fixture plugin; dispose it to stop. `lines` is all that was logged. */
const debug = (port: number, options: Partial<DebugOptions> = {}) => {
  const redactor = createRedactor();
  const lines: string[] = [];
  const keep = (fields: object, message: string): void => void lines.push(`${message} ${JSON.stringify(fields)}`);
  const logger: Logger = redactingLogger({ debug: keep, info: keep, warn: keep, error: keep }, redactor);
  const stopped = new AbortController();
  const server = servePlugin(plugin, { redactor, logger });
  const debugged = debugPlugin(server, {
    host: "127.0.0.1",
    port,
    key,
    files: pluginFiles(fixturePlugin),
    redactor,
    logger,
    signal: stopped.signal,
    heartbeatMs: 50,
    retryMs: 20,
    ...options,
  });
  debugged.catch(() => {}); // awaited by the tests that expect it
  return {
    debugged,
    lines,
    [Symbol.asyncDispose]: async () => {
      stopped.abort();
      await debugged.catch(() => {});
      await server.close();
    },
  };
};
const start = (options: Partial<DebuggingHostOptions> = {}) => startDebuggingHost({ key, ...options });

test("a plugin registers with all that it declares, and serves calls", async () => {
  await using host = await start({ service: createDifyService({ storageBytes: 100 }) });
  await using _plugin = debug(host.port);
  const { manifest, providers, assets } = await host.registered();
  expect(manifest).toMatchObject({ name: "fixture", type: "plugin", created_at: "2026-10-01T09:00:00Z" });
  expect(providers).toHaveLength(1);
  expect(providers[0]).toMatchObject({ identity: { name: "fixture" }, credentials_schema: [] });
  expect(providers[0]?.["tools"]).toContainEqual(
    expect.objectContaining({ identity: expect.objectContaining({ name: "fixture-echo" }) }),
  );
  expect(String(assets.get("icon.svg"))).toBe(fixturePlugin.identity.icon);

  const echo = await host.invoke({ tool: "fixture-echo", tool_parameters: { text: "hi" } });
  expect(echo).toMatchObject({ text: "hi", json: [{ echo: "hi" }] });
  const remember = { tool: "fixture_remember", tool_parameters: { key: "k", text: "v" } };
  expect((await host.invoke(remember)).json).toEqual([{ before: null }]);
  expect((await host.invoke(remember)).json).toEqual([{ before: "v" }]);
  const file = await host.invoke({ tool: "fixture_file", tool_parameters: { size: 3_000_000 } });
  expect(file.files.map(({ bytes }) => bytes.byteLength)).toEqual([3_000_000]);
  expect(host.problems).toEqual([]);
});

test("many calls and large answers at the same time, and heartbeats between them", async () => {
  await using host = await start();
  await using _plugin = debug(host.port, { heartbeatMs: 5 });
  await host.registered();
  const files = Array.from({ length: 4 }, () =>
    host.invoke({ tool: "fixture_file", tool_parameters: { size: 2_000_000 } }),
  );
  const echoes = Array.from({ length: 300 }, (_, index) =>
    host.invoke({ tool: "fixture_echo", tool_parameters: { text: `${index}`, times: 100 } }),
  );
  expect((await Promise.all(echoes)).map(({ text }) => text)).toEqual(echoes.map((_, index) => `${index}`.repeat(100)));
  for (const { files: received } of await Promise.all(files)) expect(received).toHaveLength(1);
  await expect.poll(host.heartbeats).toBeGreaterThan(3);
  expect(host.problems).toEqual([]);
});

test("after the host drops the connection, and after it restarts, the plugin registers again", async () => {
  let host = await start();
  const { port } = host;
  await using plugin_ = debug(port);
  try {
    await host.registered();
    const open = host.invoke({ tool: "fixture_slow", tool_parameters: { milliseconds: 60_000 } });
    host.drop();
    await expect(open).rejects.toThrow("given up");
    await expect.poll(host.registrations).toBe(2);
    await host.registered();
    expect((await host.invoke({ tool: "fixture_echo", tool_parameters: { text: "again" } })).text).toBe("again");

    await host[Symbol.asyncDispose]();
    host = await start({ port });
    await host.registered();
    expect((await host.invoke({ tool: "fixture_echo", tool_parameters: { text: "back" } })).text).toBe("back");
  } finally {
    await host[Symbol.asyncDispose]();
  }
  expect(plugin_.lines.some((line) => line.startsWith("Connecting to Dify again"))).toBe(true);
  expect(plugin_.lines.join()).not.toContain(key);
}, 30_000);

test.each([
  ["a wrong key", { key: "another-key-0000" }, "unauthenticated", "handshake failed, invalid key"],
  ["a declaration that Dify does not take", { refuse: `bad tag near ${key}` }, "invalid_input", "bad tag near"],
])("%s ends it with Dify's words and without the key", async (_name, options, code, words) => {
  await using host = await start(options);
  const { debugged, lines } = debug(host.port);
  const refused = await debugged.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(refused).toBeInstanceOf(ToolFailure);
  const { error } = refused as ToolFailure;
  expect(error.code).toBe(code);
  expect(error.message).toContain(words);
  expect(JSON.stringify([error, String(refused), (refused as ToolFailure).stack, lines])).not.toContain(key);
});

test("where nobody listens, it gives up after as many attempts as were asked for", async () => {
  const host = await start();
  await host[Symbol.asyncDispose]();
  const { debugged, lines } = debug(host.port, { maxAttempts: 3, retryMs: 1 });
  await expect(debugged).rejects.toThrow(`no connection to Dify at 127.0.0.1:${host.port} (ECONNREFUSED)`);
  expect(lines.filter((line) => line.startsWith("Connecting to Dify again"))).toHaveLength(2);
});
