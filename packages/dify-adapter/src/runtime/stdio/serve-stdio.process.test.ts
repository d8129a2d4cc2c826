import type { TempDirectory } from "@tsunagu/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Daemon, startDaemon } from "../../testing/daemon.ts";
import { startFileServer } from "../../testing/file-server.ts";
import { bundleFixture } from "../../testing/fixture/bundle-fixture.ts";

const mebibyte = 1024 * 1024;
let directory: TempDirectory;

beforeAll(async () => {
  directory = await bundleFixture();
});
afterAll(() => directory[Symbol.asyncDispose]());

const start = (heartbeatMs = 10_000, environment: Record<string, string> = {}): Promise<Daemon> =>
  startDaemon({
    command: process.execPath,
    args: ["app/main.mjs", String(heartbeatMs)],
    cwd: directory.path,
    environment,
    callMs: 20_000,
  });

describe("one process for many calls", () => {
  let daemon: Daemon;
  beforeAll(async () => {
    daemon = await start();
  });
  afterAll(async () => {
    expect(daemon.problems).toEqual([]);
    await daemon[Symbol.asyncDispose]();
  });

  test("1,000 calls run at the same time", async () => {
    const started = performance.now();
    const calls = Array.from({ length: 1000 }, (_, index) =>
      daemon.invoke({ tool: "fixture_slow", tool_parameters: { milliseconds: 1000 + (index % 7) } }),
    );
    const outcomes = await Promise.all(calls);
    expect(outcomes.map((outcome) => outcome.json)).toEqual(calls.map((_, index) => [{ waited: 1000 + (index % 7) }]));
    expect(performance.now() - started).toBeLessThan(15_000);
  }, 30_000);

  test.each([
    ["of no bytes", 0, true],
    ["of one chunk and a byte", 8193, true],
    ["of 29 MiB", 29 * mebibyte, true],
    ["of 30 MiB", 30 * mebibyte, true],
    ["of 30 MiB whose length nobody knows", 30 * mebibyte, false],
  ])(
    "a file %s arrives whole",
    async (_name, size, measured) => {
      const { files, error } = await daemon.invoke({ tool: "fixture_file", tool_parameters: { size, measured } });
      expect(error).toBeUndefined();
      expect(files.map((file) => file.bytes.byteLength)).toEqual([size]);
      expect(files[0]?.meta).toEqual({ mime_type: "application/x-made", filename: "made.bin" });
      expect(files[0]?.bytes.equals(Buffer.alloc(size, "tsunagu "))).toBe(true);
    },
    20_000,
  );

  test.each([
    ["whose length is known", true],
    ["whose length nobody knows", false],
  ])("a file over 30 MiB %s is refused before any of it is sent", async (_name, measured) => {
    const { files, messages, error } = await daemon.invoke({
      tool: "fixture_file",
      tool_parameters: { size: 30 * mebibyte + 1, measured },
    });
    expect({ files, messages }).toEqual({ files: [], messages: [] });
    expect(error).toMatchObject({ error_type: "InvokeBadRequestError", args: { code: "too_large" } });
    expect(error?.message).toContain("31457280 bytes, the most that Dify takes");
  });

  test.each([
    ["shorter", 100, 200],
    ["longer", 200, 100],
  ])("a file that is %s than announced never gets its last chunk", async (_name, size, announced) => {
    const { files, error } = await daemon.invoke({ tool: "fixture_file", tool_parameters: { size, announced } });
    expect(files).toEqual([]);
    expect(error?.message).toContain(`not ${announced} bytes long`);
  });

  test("JSON of 6 MB is refused with a clear error, and the process lives", async () => {
    const { error } = await daemon.invoke({ tool: "fixture_large", tool_parameters: { characters: 6_000_000 } });
    expect(error?.message).toContain("fixture_large was carried out. The answer takes 6000");
    expect(error?.message).toContain("at most 5242879");
    const after = await daemon.invoke({ tool: "fixture_echo", tool_parameters: { text: "alive" } });
    expect(after.text).toBe("alive");
  });

  test("text of 18 MB arrives in pieces", async () => {
    const { text } = await daemon.invoke({
      tool: "fixture_large",
      tool_parameters: { characters: 6_000_000, as: "text" },
    });
    expect(text === "繋".repeat(6_000_000)).toBe(true);
  }, 20_000);

  test("files come from Dify's address", async () => {
    await using server = await startFileServer({ "a.bin": { bytes: Buffer.alloc(100_000), mediaType: "image/png" } });
    const file = server.difyFile("a.bin");
    const { json } = await daemon.invoke({
      tool: "fixture_read_file",
      tool_parameters: { file: [file], more: [file, file] },
    });
    expect(json).toEqual([{ name: "a.bin", media_type: "image/png", size: 100_000, more: [100_000, 100_000] }]);
  });

  test("a request over the limit gets an error", async () => {
    const { error } = await daemon.invoke({
      tool: "fixture_echo",
      tool_parameters: { text: "x".repeat(2 * mebibyte) },
    });
    expect(error).toMatchObject({ args: { code: "too_large" } });
  });

  test("a caller that reads nothing for a while costs no memory, and no other call its answer", async () => {
    const before = await daemon.residentBytes();
    let pause = new Promise((resolve) => setTimeout(resolve, 500));
    const slow = daemon.invoke(
      { tool: "fixture_file", tool_parameters: { size: 30 * mebibyte } },
      async () => void (await pause),
    );
    const others = Array.from({ length: 20 }, () =>
      daemon.invoke({ tool: "fixture_echo", tool_parameters: { text: "x" } }),
    );
    pause = pause.then(async () => expect((await daemon.residentBytes()) - before).toBeLessThan(100 * mebibyte));
    expect((await Promise.all(others)).every((other) => other.text === "x")).toBe(true);
    expect((await slow).files).toHaveLength(1);
  }, 20_000);
});

test("what a library prints goes to standard error, and the daemon's environment is out of reach", async () => {
  await using daemon = await start(10_000, {
    SERVER_KEY: "daemon-server-key",
    DB_PASSWORD: "daemon-password",
    AWS_REGION: "x",
  });
  const { json } = await daemon.invoke({ tool: "fixture_print", tool_parameters: { text: "printed" } });
  const [{ environment }] = json as [{ environment: string[] }];
  expect(environment).toContain("AWS_REGION");
  expect(environment).not.toContain("SERVER_KEY");
  expect(environment).not.toContain("AWS_SECRET_KEY");
  expect(environment).not.toContain("DB_PASSWORD");
  expect(daemon.problems).toEqual([]);
  expect(daemon.errorOutput()).toBe("printed\nprinted\n");
});

test("heartbeats go on while a tool computes without a pause", async () => {
  await using daemon = await start(200);
  const before = daemon.heartbeats.length;
  const { json } = await daemon.invoke({ tool: "fixture_block", tool_parameters: { milliseconds: 2000 } });
  expect(json).toHaveLength(1);
  expect(daemon.heartbeats.length - before).toBeGreaterThanOrEqual(6);
  expect(daemon.problems).toEqual([]);
});

test("heartbeats never break a line, however much is sent", async () => {
  await using daemon = await start(1);
  const calls = Array.from({ length: 4 }, () =>
    daemon.invoke({ tool: "fixture_file", tool_parameters: { size: 4 * mebibyte } }),
  );
  for (const { files } of await Promise.all(calls)) expect(files).toHaveLength(1);
  expect(daemon.heartbeats.length).toBeGreaterThan(20);
  expect(daemon.problems).toEqual([]);
}, 20_000);

test.each(["throw", "reject"])("after a crash (%s) every open call gets an error and the end", async (how) => {
  await using daemon = await start();
  const open = Array.from({ length: 50 }, () =>
    daemon.invoke({ tool: "fixture_slow", tool_parameters: { milliseconds: 50_000 } }),
  );
  const crashed = daemon.invoke({ tool: "fixture_crash", tool_parameters: { how } });
  for (const { error } of await Promise.all([...open, crashed])) expect(error?.args["code"]).toBe("internal");
  expect(await daemon.exited).toEqual({ code: 1, signal: null });
  expect(daemon.errorOutput()).toContain("The plugin ends after a defect");
  expect(daemon.problems).toEqual([]);
});

test("when Dify closes the input, open calls are answered, and the process ends", async () => {
  await using daemon = await start();
  const call = daemon.invoke({ tool: "fixture_slow", tool_parameters: { milliseconds: 300 } });
  const file = daemon.invoke({ tool: "fixture_file", tool_parameters: { size: 20 * mebibyte } });
  daemon.closeInput();
  expect((await call).json).toEqual([{ waited: 300 }]);
  expect((await file).files).toHaveLength(1);
  expect(await daemon.exited).toEqual({ code: 0, signal: null });
});

test("SIGTERM stops open calls with an error each, and the process ends", async () => {
  await using daemon = await start();
  const call = daemon.invoke({ tool: "fixture_slow", tool_parameters: { milliseconds: 50_000 } });
  await daemon.invoke({ tool: "fixture_echo", tool_parameters: { text: "x" } });
  daemon.kill("SIGTERM");
  expect((await call).error).toMatchObject({ args: { code: "aborted" } });
  expect(await daemon.exited).toEqual({ code: 0, signal: null });
});

test("when nobody reads any more, the process ends quietly", async () => {
  const daemon = await start(50);
  daemon.closeOutput();
  expect(await daemon.exited).toEqual({ code: 0, signal: null });
  expect(daemon.errorOutput()).toBe("");
});
