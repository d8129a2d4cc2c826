import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { migrateApp } from "./migrate-app.ts";
import type { MigrationTarget } from "./target.ts";

const sum = "a".repeat(64);
const forms = (llm: readonly string[], form: readonly string[]) =>
  new Map([...llm.map((name) => [name, "llm"] as const), ...form.map((name) => [name, "form"] as const)]);

const aws: MigrationTarget = {
  replaces: ["langgenius/aws_tools", "r3-yamauchi/my_aws_tools"],
  pluginId: "tsunagu/my_aws_tools",
  provider: "tsunagu/my_aws_tools/my_aws_tools",
  identifier: `tsunagu/my_aws_tools:0.1.0@${sum}`,
  tools: new Map([
    ["bedrock_retrieve", forms(["query", "result_type", "topk", "knowledge_base_id"], ["aws_region"])],
    ["s3_list_objects", forms(["bucket_name", "prefix"], ["aws_region"])],
  ]),
};
const kintone: MigrationTarget = {
  replaces: ["r3-yamauchi/kintone_integration"],
  pluginId: "tsunagu/kintone_integration",
  provider: "tsunagu/kintone_integration/kintone_integration",
  identifier: `tsunagu/kintone_integration:0.1.0@${sum}`,
  tools: new Map([["kintone_add_record", forms(["kintone_app_id", "record_data"], ["kintone_domain"])]]),
};

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}.dsl`, import.meta.url), "utf8");
const migrate = (source: string) => migrateApp(source, [aws, kintone]);

/** The lines that differ, as `-before` and `+after`, by the longest common run of lines. */
const differences = (before: string, after: string): readonly string[] => {
  const [left, right] = [before.split("\n"), after.split("\n")];
  const lengths = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (row) row[j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  const lines: string[] = [];
  for (let i = 0, j = 0; i < left.length || j < right.length; ) {
    if (i < left.length && j < right.length && left[i] === right[j]) [i, j] = [i + 1, j + 1];
    else if (j >= right.length || (i < left.length && at(i + 1, j) >= at(i, j + 1))) lines.push(`-${left[i++]}`);
    else lines.push(`+${right[j++]}`);
  }
  return lines;
};

test("a workflow: dependencies, nodes, and parameters in the place that the new tool has them in", () => {
  const source = fixture("workflow");
  const { text, changes, notes } = migrate(source);
  expect(differences(source, text).filter((line) => line.startsWith("+"))).toEqual([
    `+    marketplace_plugin_unique_identifier: ${aws.identifier}`,
    `+    plugin_unique_identifier: ${kintone.identifier}`,
    "+        plugin_id: tsunagu/my_aws_tools",
    `+        plugin_unique_identifier: ${aws.identifier}`,
    `+        provider_id: ${aws.provider}`,
    `+        provider_name: '${aws.provider}'`,
    "+          knowledge_base_id:",
    "+            type: mixed",
    "+            value: KB12345678",
    "+          result_type:",
    "+            type: mixed",
    "+            value: json",
    "+          topk:",
    "+            type: constant",
    "+            value: 5",
    "+        plugin_id: tsunagu/kintone_integration",
    `+        plugin_unique_identifier: ${kintone.identifier}`,
    `+        provider_id: ${kintone.provider}`,
    `+        provider_name: ${kintone.provider}`,
    "+        tool_configurations:",
    "+          kintone_domain:",
    "+            type: mixed",
    "+            value: example.cybozu.com",
  ]);
  const [, search, record, old] = parse(text).workflow.graph.nodes;
  expect(search.data.tool_configurations).toEqual({ aws_region: "ap-northeast-1" });
  expect(search.data.tool_parameters).toEqual({
    knowledge_base_id: { type: "mixed", value: "KB12345678" },
    result_type: { type: "mixed", value: "json" },
    topk: { type: "constant", value: 5 },
    query: { type: "mixed", value: "{{#1700000000001.question#}}" },
  });
  expect(Object.keys(record.data.tool_parameters)).toEqual(["kintone_app_id", "record_data"]);
  expect(old.data.provider_id).toBe("langgenius/aws_tools/aws_tools");
  expect(changes).toContain("社内文書を検索: bedrock_retrieve: now of tsunagu/my_aws_tools");
  expect(notes).toContain("古い道具: no_such_tool: tsunagu/my_aws_tools has no tool of this name; choose another one");
  expect(notes).toContainEqual(expect.stringContaining("記録: kintone_add_record: credential_id"));
});

test("an agent node: names and parameters of its tools, and what is left in a text is reported", () => {
  const { text, notes } = migrate(fixture("agent"));
  const [tool] = parse(text).workflow.graph.nodes[0].data.agent_parameters.tools.value;
  expect(tool).toMatchObject({
    provider_name: aws.provider,
    provider_show_name: aws.provider,
    parameters: {
      knowledge_base_id: { auto: 0, value: "KB12345678" },
      topk: { auto: 0, value: 3 },
      query: { auto: 1, value: null },
    },
    settings: {},
  });
  expect(text).toContain("value: Use the tools of langgenius/aws_tools for files.\n");
  expect(notes).toEqual([expect.stringMatching(/^line \d+: still names langgenius\/aws_tools$/)]);
});

test("an agent app: quotes stay, other tools stay, and values that the model chooses now are reported", () => {
  const source = fixture("agent-app");
  const { text, notes } = migrate(source);
  expect(differences(source, text)).toEqual([
    expect.stringMatching(/^- {4}github_plugin_unique_identifier: r3-yamauchi/),
    `+    github_plugin_unique_identifier: ${aws.identifier}`,
    '-      provider_id: "r3-yamauchi/my_aws_tools/my_aws_tools"',
    "-      provider_name: r3-yamauchi/my_aws_tools/my_aws_tools",
    `+      provider_id: "${aws.provider}"`,
    `+      provider_name: ${aws.provider}`,
  ]);
  expect(notes).toEqual(["agent: s3_list_objects: tool_parameters.prefix: the model chooses it from now on"]);
});

test("an app that uses none of the plugins stays byte for byte, odd spaces and all", () => {
  const source = "kind:   app\r\n# a comment\nversion: 0.3.0\nmodel_config: { agent_mode: {tools: []} }   \n\n\n";
  expect(migrate(source)).toEqual({ text: source, changes: [], notes: [] });
  const migrated = migrate(fixture("workflow")).text;
  expect(migrate(migrated).text).toBe(migrated);
});

test("what is no exported app is refused", () => {
  expect(() => migrate("kind: plugin\n")).toThrow("no `kind: app`");
  expect(() => migrate("a: [")).toThrow("no YAML");
});
