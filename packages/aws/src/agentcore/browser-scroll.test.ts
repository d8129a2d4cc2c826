import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreBrowserScroll } from "./browser-scroll.ts";

const scripted = useScriptedToolkit([agentcoreBrowserScroll]);
const input = { browser_session_id: "01BROWSER" };

test("keeps the contract of tools", async () => {
  const examples = [input, { ...input, direction: "up", pixels: 300 }, { ...input, selector: "#price" }];
  expect(await checkToolContract(agentcoreBrowserScroll, { examples })).toEqual([]);
});

test.each([{ direction: "top" }, { direction: "bottom" }, { selector: "#price" }])(
  "pixels do not go with %j",
  async (more) => {
    const result = await scripted().run("agentcore_browser_scroll", { ...input, pixels: 5, ...more });
    expect(scripted().failure(result, { code: "invalid_input" }).issues?.[0]?.path).toEqual(["pixels"]);
    expect(scripted().requests).toEqual([]);
  },
);

test("a session that nobody knows says how to start one", async () => {
  scripted().answer("POST /", scriptedError(400, "ParameterNotFound"));
  const error = scripted().failure(await scripted().call("agentcore_browser_scroll", input), { code: "not_found" });
  expect(error.hint).toContain("agentcore_browser_session_manager");
});
