import { expect, test } from "vitest";
import { parse } from "yaml";
import { pluginFiles } from "../manifest/plugin-files.ts";
import { writeYaml } from "../manifest/write-yaml.ts";
import { definePlugin } from "../plugin.ts";
import { fixturePlugin } from "../testing/fixture/plugin.ts";
import { checkPlugin } from "./check-plugin.ts";

/** The fixture plugin's files with one value changed; undefined removes it. */
const changed = (
  path: string,
  keys: readonly (string | number)[],
  value: unknown,
): ReadonlyMap<string, string | Uint8Array> => {
  const files = new Map(pluginFiles(fixturePlugin));
  const document = parse(String(files.get(path)));
  let node = document;
  for (const key of keys.slice(0, -1)) node = node[key];
  node[keys.at(-1) ?? ""] = value;
  return files.set(path, writeYaml(JSON.parse(JSON.stringify(document))));
};

test("a generated plugin has no problem", () => {
  expect(checkPlugin(pluginFiles(fixturePlugin))).toEqual([]);
});

const manifest = "manifest.yaml";
const provider = "provider/fixture.yaml";
const echo = "tools/fixture-echo.yaml";

test.each<[string, readonly (string | number)[], unknown]>([
  [manifest, ["version"], "1.0"],
  [manifest, ["version"], "1.0.0-foo"],
  [manifest, ["author"], "Tsunagu"],
  [manifest, ["author"], "a3bb189e-8bf9-4c2d-9d3b-7c6d1f0e2a4b"],
  [manifest, ["name"], "a b"],
  [manifest, ["label"], { ja_JP: "見本" }],
  [manifest, ["label", "fr_FR"], "Exemple"],
  [manifest, ["description", "en_US"], "x".repeat(1024)],
  [manifest, ["created_at"], "2026-10-01 09:00:00Z"],
  [manifest, ["tags"], ["agent"]],
  [manifest, ["meta", "arch"], ["riscv"]],
  [manifest, ["meta", "runner", "language"], "nodejs"],
  [manifest, ["resource", "memory"], 0],
  [manifest, ["plugins", "tools"], [provider, provider]],
  [manifest, ["repo"], "somewhere"],
  [provider, ["identity", "name"], "fix.ture"],
  [provider, ["identity", "label"], undefined],
  [provider, ["credentials_for_provider"], { key: { type: "any", required: false, label: { en_US: "Key" } } }],
  [echo, ["identity", "name"], "echo tool"],
  [echo, ["description", "llm"], ""],
  [echo, ["parameters", 0, "type"], "text"],
  [echo, ["parameters", 0, "form"], "model"],
  [echo, ["parameters", 0, "human_description"], undefined],
  [echo, ["parameters", 0, "scope"], "all"],
  [echo, ["parameters", 0, "min"], 3],
  [echo, ["parameters", 0, "type"], "secret-input"],
  [echo, ["parameters", 0, "type"], "select"],
  [echo, ["parameters", 1, "name"], "text"],
  [echo, ["output_schema", "properties", "length", "type"], ["integer", "null"]],
])("%s with another %j (%j) is a problem that is named", (path, keys, value) => {
  const problems = checkPlugin(changed(path, keys, value));
  expect(problems).not.toEqual([]);
  expect(problems[0]).toContain(path);
});

test.each([
  "_assets/icon.svg",
  "main.py",
  "requirements.txt",
  "README.md",
  "PRIVACY.md",
  "manifest.yaml",
  provider,
  echo,
])("%s must not be missing", (path) => {
  const files = new Map(pluginFiles(fixturePlugin));
  files.delete(path);
  expect(checkPlugin(files).join("\n")).toContain(path);
});

test("two tools of one name are a problem", () => {
  expect(checkPlugin(changed("tools/fixture_file.yaml", ["identity", "name"], "fixture-echo"))).toEqual([
    "tools/fixture_file.yaml: identity.name: another tool has it",
  ]);
});

test("an earlier name has to lead to a tool", () => {
  expect(() => definePlugin({ ...fixturePlugin, names: { old: "fixture_none" } })).toThrow(
    "names the tool fixture_none",
  );
});

test("readmes list the tools by the names they have in Dify", () => {
  const files = pluginFiles(fixturePlugin);
  expect(files.get("README.md")).toContain("- `fixture-echo`: Echo\n- `fixture_file`: Make a file");
  expect(files.get("readme/README_ja_JP.md")).toContain("- `fixture-echo`: こだま");
});

test("times stay unquoted, and words that other readers take for a boolean are quoted", () => {
  expect(pluginFiles(fixturePlugin).get(manifest)).toContain("created_at: 2026-10-01T09:00:00Z\n");
  expect(writeYaml({ a: "on", b: "No", c: "text", d: "3.12" })).toBe('a: "on"\nb: "No"\nc: text\nd: "3.12"\n');
});
