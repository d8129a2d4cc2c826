import { expect, test } from "vitest";
import { definePlugin } from "../plugin.ts";
import { fixturePlugin } from "../testing/fixture/plugin.ts";
import { pluginFiles } from "./plugin-files.ts";

const groups = [
  { label: { en_US: "Files", ja_JP: "ファイル" }, tools: ["fixture_read_file", "fixture_file"] },
  { label: { en_US: "Other" }, tools: ["fixture_*"] },
];

test("tools stand in the order of their groups, and under their headings", () => {
  const plugin = definePlugin({ ...fixturePlugin, groups });
  expect(plugin.tools.slice(0, 2).map((tool) => tool.name)).toEqual(["fixture_read_file", "fixture_file"]);
  expect(plugin.tools).toHaveLength(fixturePlugin.tools.length);
  const files = pluginFiles(plugin);
  expect(files.get("README.md")).toMatch(
    /### Files\n\n- `fixture_read_file`: .*\n- `fixture_file`: .*\n\n### Other\n\n- /,
  );
  expect(files.get("readme/README_ja_JP.md")).toContain("### ファイル\n");
});

test("no tool is forgotten, and no name is left over", () => {
  const [files] = groups;
  expect(() => definePlugin({ ...fixturePlugin, groups: groups.slice(0, 1) })).toThrow("is in no group");
  const gone = { label: { en_US: "Gone" }, tools: ["fixture_gone"] };
  expect(() => definePlugin({ ...fixturePlugin, groups: [...groups, gone] })).toThrow("names fixture_gone");
  expect(files?.tools).toContain("fixture_file");
});
