import { readFileSync } from "node:fs";
import { isObject } from "@tsunagu/core";
import {
  type CallOutcome,
  type Daemon,
  type FileServer,
  startDaemon,
  startFileServer,
} from "@tsunagu/dify-adapter/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { plugins, type UnpackedPlugin, unpackPlugin } from "./support/dify/plugins.ts";
import { type SeedServices, startSeedServices } from "./support/dify/seed-services.ts";

/** A recorded request, and what the earlier plugin documents for it. */
interface Flow {
  readonly tool: string;
  readonly title?: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Part of the JSON output. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** Keys that the JSON output has too. */
  readonly keys?: readonly string[];
  /** A regular expression. */
  readonly text?: string;
  /** Part of the variables; a value between slashes is a regular expression. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Part of each file's meta. */
  readonly files?: readonly Readonly<Record<string, string>>[];
  /** The code of the error that fails the node. */
  readonly error?: string;
  readonly message?: string;
  /** Values that later requests hold as `{{name}}`: a variable, or a path inside the JSON output. */
  readonly capture?: Readonly<Record<string, string>>;
}

const flows = parse(readFileSync(new URL("dify-seed-flows.yaml", import.meta.url), "utf8")) as Record<string, Flow[]>;

/** The tools that the earlier plugins have, one or both of the AWS ones. */
const seedTools: Readonly<Record<string, number>> = { my_aws_tools: 33, kintone_integration: 15 };

let services: SeedServices;
let files: FileServer;

beforeAll(async () => {
  services = await startSeedServices();
  files = await startFileServer({ "見積.txt": { bytes: Buffer.from("三百円"), mediaType: "text/plain" } });
});
afterAll(async () => {
  await files[Symbol.asyncDispose]();
  await services[Symbol.asyncDispose]();
});

describe.each(plugins)("flows of $name", (plugin) => {
  const recorded = flows[plugin.name] ?? [];
  const captured: Record<string, unknown> = {};
  let unpacked: UnpackedPlugin;
  let daemon: Daemon;

  beforeAll(async () => {
    unpacked = await unpackPlugin(plugin);
    daemon = await startDaemon({
      command: process.execPath,
      args: ["app/main.mjs"],
      cwd: unpacked.directory,
      callMs: 60_000,
    });
  });
  afterAll(async () => {
    expect(daemon.problems).toEqual([]);
    await daemon[Symbol.asyncDispose]();
    await unpacked[Symbol.asyncDispose]();
  });

  test("there is one for each tool of the earlier plugins", () => {
    expect(new Set(recorded.map(({ tool }) => tool)).size).toBe(seedTools[plugin.name]);
  });

  test.each(recorded.map((flow) => ({ ...flow, name: [flow.tool, flow.title].filter(Boolean).join(": ") })))(
    "$name",
    async (flow) => {
      const outcome = await daemon.invoke({
        provider: plugin.name,
        tool: flow.tool,
        tool_parameters: fill(flow.parameters, captured) as Record<string, unknown>,
        credentials: credentialsOf(plugin.name),
      });
      check(outcome, flow);
      for (const [name, path] of Object.entries(flow.capture ?? {})) captured[name] = find(outcome, path);
    },
  );
});

const credentialsOf = (plugin: string): Readonly<Record<string, string>> =>
  plugin === "my_aws_tools"
    ? {
        aws_access_key_id: services.aws.credentials.accessKeyId,
        aws_secret_access_key: services.aws.credentials.secretAccessKey,
        aws_region: "us-east-1",
        aws_endpoint_url: services.url,
      }
    : { kintone_domain: services.kintone.url, kintone_api_token: services.kintoneToken, kintone_allow_local: "true" };

const check = ({ error, json, text, variables, files: received }: CallOutcome, flow: Flow): void => {
  if (flow.error !== undefined) {
    expect(error?.args).toMatchObject({ code: flow.error });
    expect(error?.message).toMatch(new RegExp(flow.message ?? ""));
    return;
  }
  expect(error).toBeUndefined();
  if (flow.json !== undefined) expect(json.at(-1)).toMatchObject(flow.json);
  for (const key of flow.keys ?? []) expect(json.at(-1)).toHaveProperty(key);
  if (flow.text !== undefined) expect(text).toMatch(new RegExp(flow.text));
  for (const [name, value] of Object.entries(flow.variables ?? {})) {
    const pattern = typeof value === "string" ? /^\/(.*)\/$/s.exec(value)?.[1] : undefined;
    if (pattern !== undefined) expect(String(variables[name])).toMatch(new RegExp(pattern));
    else expect({ [name]: variables[name] }).toMatchObject({ [name]: value });
  }
  if (flow.files !== undefined) expect(received.map(({ meta }) => meta)).toMatchObject(flow.files);
};

/** Puts files, the services' address and captured values in their places. */
const fill = (value: unknown, captured: Readonly<Record<string, unknown>>): unknown => {
  if (value === "$url") return services.url;
  if (typeof value === "string") return value.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(captured[name]));
  if (Array.isArray(value)) return value.map((item) => fill(item, captured));
  if (!isObject(value)) return value;
  if (typeof value["$file"] === "string") return files.difyFile(value["$file"]);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, captured)]));
};

const find = ({ variables, json }: CallOutcome, path: string): unknown =>
  path in variables
    ? variables[path]
    : path.split(".").reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], json.at(-1));
