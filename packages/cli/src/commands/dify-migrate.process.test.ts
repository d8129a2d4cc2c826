import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runCli } from "../testing/run-cli.ts";

const app = `app:
  mode: workflow
  name: Search
dependencies:
- current_identifier: null
  type: package
  value:
    plugin_unique_identifier: langgenius/aws_tools:0.0.15@${"1".repeat(64)}
kind: app
version: 0.4.0
workflow:
  graph:
    nodes:
    - data:
        provider_id: langgenius/aws_tools/aws_tools
        provider_name: langgenius/aws_tools/aws_tools
        provider_type: builtin
        title: Search
        tool_configurations:
          aws_region: us-east-1
          knowledge_base_id: KB12345678
          topk: 5
        tool_name: bedrock_retrieve
        tool_parameters: {}
        type: tool
      id: '1'
`;

it("moves an app over to the plugins as they are built here", async () => {
  const directory = await mkdtemp(join(tmpdir(), "cli-test-"));
  await writeFile(join(directory, "app.yml"), app);
  const words = ["dify", "migrate", "app.yml", "--out", "moved.yml"];
  const { code, stderr } = await runCli(words, { bin: "bin", cwd: directory });
  expect({ code, stderr }).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("Search: bedrock_retrieve: now of"),
  });
  const moved = await readFile(join(directory, "moved.yml"), "utf8");
  expect(moved).toMatch(/plugin_unique_identifier: tsunagu\/my_aws_tools:\d+\.\d+\.\d+@[0-9a-f]{64}\n/);
  expect(moved.slice(moved.indexOf("kind:"))).toBe(
    app
      .slice(app.indexOf("kind:"))
      .replaceAll("langgenius/aws_tools/aws_tools", "tsunagu/my_aws_tools/my_aws_tools")
      .replace("          topk: 5\n", "")
      .replace(
        "tool_parameters: {}",
        "tool_parameters:\n          topk:\n            type: constant\n            value: 5",
      ),
  );
  expect(await runCli(words, { bin: "bin", cwd: directory })).toMatchObject({ code: 5 });
  const none = await runCli(["dify", "migrate", "none.yml"], { bin: "bin", cwd: directory });
  expect(none).toMatchObject({ code: 4, stdout: "" });
  await rm(directory, { recursive: true });
}, 60_000);
