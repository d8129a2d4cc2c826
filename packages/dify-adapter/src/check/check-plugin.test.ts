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
  [echo, ["parameters", 0, "type"], "array"],
  [echo, ["parameters", 0, "multiple"], true],
  [echo, ["parameters", 0, "default"], ["a"]],
  [echo, ["output_schema", "properties", "length", "type"], ["integer", "null"]],
  [echo, ["output_schema", "properties", "text"], { type: "string" }],
  [echo, ["extra"], undefined],
])("%s with another %j (%j) is a problem that is named", (path, keys, value) => {
  const problems = checkPlugin(changed(path, keys, value));
  expect(problems).not.toEqual([]);
  expect(problems[0]).toContain(path);
});

test("a problem names the tool and the field", () => {
  expect(checkPlugin(changed(echo, ["parameters", 0, "label", "en_US"], ""))).toEqual([
    "tools/fixture-echo.yaml: tool fixture-echo: parameters.text.label.en_US: Too small: expected string to have >=1 characters",
  ]);
});

test("a file that is no YAML is named", () => {
  const files = new Map(pluginFiles(fixturePlugin)).set(echo, "a: [");
  expect(checkPlugin(files)[0]).toMatch(/^tools\/fixture-echo\.yaml: is no YAML: /);
});

test.each<[string, string | Uint8Array, string]>([
  ["app/", "", "no plain relative path"],
  ["./icon.svg", "", "no plain relative path"],
  ["../secret", "", "no plain relative path"],
  ["dist/main.mjs", "", "folders dist"],
  ["app/node_modules/a/index.js", "", "folders node_modules"],
  ["key.pem", "", "files of this kind"],
  ["app/main.mjs.map", "", "files of this kind"],
  ["app/tool", Buffer.from("7f454c46", "hex"), "one kind of machine"],
  ["requirements.txt", "requests\n", "requests: has no version"],
  ["requirements.txt", "a @ https://example.com/a.whl # c\n", "has no version"],
])("a file %s is a problem", (path, content, problem) => {
  const problems = checkPlugin(new Map(pluginFiles(fixturePlugin)).set(path, content));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(problem);
});

test("requirements or a project are needed, and one of them is enough", () => {
  const files = new Map(pluginFiles(fixturePlugin));
  files.delete("requirements.txt");
  expect(checkPlugin(files)).toEqual([]);
  files.delete("pyproject.toml");
  expect(checkPlugin(files)).toEqual([expect.stringContaining("neither requirements.txt nor pyproject.toml")]);
});

test("a package over the limits is a problem", () => {
  const files = new Map<string, string | Uint8Array>(pluginFiles(fixturePlugin));
  for (let index = 0; index < 5001; index++) files.set(`app/${index}.mjs`, "");
  files.set("app/big.mjs", Buffer.alloc(51 * 1024 * 1024));
  expect(checkPlugin(files)).toEqual([expect.stringContaining("bytes unpacked"), expect.stringContaining("files")]);
});

test.each(["_assets/icon.svg", "main.py", "README.md", "PRIVACY.md", "manifest.yaml", provider, echo])(
  "%s must not be missing",
  (path) => {
    const files = new Map(pluginFiles(fixturePlugin));
    files.delete(path);
    expect(checkPlugin(files).join("\n")).toContain(path);
  },
);

test("two tools of one name are a problem", () => {
  expect(checkPlugin(changed("tools/fixture_file.yaml", ["identity", "name"], "fixture-echo"))).toEqual([
    "tools/fixture_file.yaml: tool fixture-echo: identity.name: another tool has it",
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
