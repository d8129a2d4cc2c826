import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { makeTempDirectory, type TempDirectory } from "@tsunagu/core";
import { checkPlugin, pluginFiles } from "@tsunagu/dify-adapter";
import { type BuiltPackage, buildPackage } from "@tsunagu/dify-adapter/package";
import { type Daemon, installFiles, startDaemon } from "@tsunagu/dify-adapter/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { plugin } from "./index.ts";

const credentials = {
  aws_access_key_id: "AKIDLOCALTEST0000000",
  aws_secret_access_key: "local-secret-for-tests-0000000000000000",
  aws_region: "ap-northeast-1",
};

let directory: TempDirectory;
let built: BuiltPackage;
let daemon: Daemon;

beforeAll(async () => {
  directory = await makeTempDirectory();
  built = await buildPackage(plugin, {
    entry: fileURLToPath(new URL("./main.ts", import.meta.url)),
    outDir: `${directory.path}/out`,
  });
  await installFiles(built.files, `${directory.path}/installed`);
  daemon = await startDaemon({ command: process.execPath, args: ["app/main.mjs"], cwd: `${directory.path}/installed` });
}, 30_000);
afterAll(async () => {
  expect(daemon.problems).toEqual([]);
  await daemon[Symbol.asyncDispose]();
  await directory[Symbol.asyncDispose]();
});

test("the declarations keep every rule of Dify", () => {
  expect(checkPlugin(pluginFiles(plugin))).toEqual([]);
});

test("the package is small, has no source maps, and says what makes up its size", () => {
  const { packageBytes, parts } = built.report;
  expect(packageBytes).toBeLessThan(15_000_000);
  expect(parts.map(({ name }) => name)).toEqual(expect.arrayContaining(["app", "app/assets/jieba-wasm", "tools"]));
  expect(parts.reduce((total, part) => total + part.packedBytes, 0)).toBeLessThan(packageBytes);
  for (const [path, content] of built.files) {
    expect(path).not.toMatch(/\.map$/);
    if (path.endsWith(".mjs")) expect(Buffer.from(content).includes("//# sourceMappingURL=")).toBe(false);
  }
});

test("what a person chooses from a list is asked for in the form", () => {
  const yaml = String(pluginFiles(plugin).get("tools/s3_file_uploader.yaml"));
  expect(yaml).toMatch(/- name: bucket_name\n[\s\S]*?form: form\n {4}required: true\n {4}type: dynamic-select\n/);
});

test("no AWS client is loaded at the start", () => {
  const clients = built.report.contributors.filter(({ name }) => name.startsWith("@aws-sdk/client-"));
  expect(clients.map(({ name }) => name)).toContain("@aws-sdk/client-s3");
  expect(clients.filter(({ startBytes }) => startBytes > 0)).toEqual([]);
});

test("a tool reaches AWS with the provider's credentials, and no answer holds them", async () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization ?? "");
    response.writeHead(200, { "content-type": "application/xml" });
    response.end(
      "<ListAllMyBucketsResult><Buckets><Bucket><Name>demo</Name><CreationDate>2026-01-01T00:00:00Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>",
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const outcome = await daemon.invoke({
    tool: "s3_list_buckets",
    tool_parameters: { max_buckets: "10" },
    credentials: { ...credentials, aws_endpoint_url: endpoint },
  });
  server.close();
  expect(outcome.error).toBeUndefined();
  expect(outcome.json).toMatchObject([{ bucket_count: 1, buckets: [{ name: "demo" }] }]);
  expect(outcome.variables).toMatchObject({ bucket_count: 1 });
  expect(seen[0]).toContain("Credential=AKIDLOCALTEST0000000/");
  expect(JSON.stringify([outcome, daemon.logs])).not.toContain("local-secret-for-tests");
});

test("the account's buckets can be chosen from", async () => {
  const buckets = "<Bucket><Name>one</Name></Bucket><Bucket><Name>two</Name></Bucket>";
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/xml" });
    response.end(`<ListAllMyBucketsResult><Buckets>${buckets}</Buckets></ListAllMyBucketsResult>`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const outcome = await daemon.request({
    type: "dynamic_parameter",
    action: "fetch_parameter_options",
    provider: "my_aws_tools",
    provider_action: "s3_list_objects",
    parameter: "bucket_name",
    credentials: {
      ...credentials,
      aws_endpoint_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    },
  });
  server.close();
  const choice = (value: string): object => ({ value, label: { en_US: value } });
  expect(outcome).toMatchObject({ messages: [{ options: [choice("one"), choice("two")] }] });
});

test("half of a credential is refused by name", async () => {
  const { error } = await daemon.invoke({
    tool: "s3_list_buckets",
    tool_parameters: { aws_access_key_id: "AKIDLOCALTEST0000001" },
    credentials,
  });
  expect(error).toMatchObject({ error_type: "InvokeBadRequestError" });
  expect(error?.message).toContain("aws_secret_access_key");
});
