import { createToolkit } from "@tsunagu/core";
import { expect, test } from "vitest";
import { loadAwsTools } from "./load.ts";
import { awsTools } from "./tools.ts";

test("every tool is found by its name, in the order of the names", async () => {
  const tools = awsTools.toReversed();
  expect(await loadAwsTools(tools.map((tool) => tool.name))).toEqual(tools);
});

test("what is loaded keeps its types", async () => {
  await using toolkit = createToolkit({ tools: await loadAwsTools(["translation_evaluator"]) });
  const text = "the cat sat on the mat";
  const scored = await toolkit.call("translation_evaluator", { translation: text, label: text });
  expect(scored._unsafeUnwrap().metric).toBeDefined();
});

test.each(["s3_nothing", "nothing", "constructor_x", "s3"])("%s is no tool", async (name) => {
  await expect(loadAwsTools([name as "s3_get_object"])).rejects.toThrow(`@tsunagu/aws has no tool named "${name}".`);
});
