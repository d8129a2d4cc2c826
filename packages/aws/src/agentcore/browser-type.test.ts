import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreBrowserType } from "./browser-type.ts";

const scripted = useScriptedToolkit([agentcoreBrowserType]);
const input = { browser_session_id: "01BROWSER", selector: "[name=user]", text: "abc" };

test("keeps the contract of tools", async () => {
  const examples = [input, { ...input, clear: false, press_enter: true }];
  expect(await checkToolContract(agentcoreBrowserType, { examples })).toEqual([]);
});

test("typing is a write, and a line break is as much as Enter, which may send a form", () => {
  const given = { ...input, clear: true, press_enter: false };
  const kindOf = (more: object) => agentcoreBrowserType.effectOf?.({ ...given, ...more }).kind;
  expect([{}, { press_enter: true }, { text: "abc\n" }].map(kindOf)).toEqual(["write", "destroy", "destroy"]);
});

test("a session that nobody knows says how to start one", async () => {
  scripted().answer("POST /", scriptedError(400, "ParameterNotFound"));
  const error = scripted().failure(await scripted().call("agentcore_browser_type", input), { code: "not_found" });
  expect(error.hint).toContain("agentcore_browser_session_manager");
});
