import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreBrowserClick } from "./browser-click.ts";

const scripted = useScriptedToolkit([agentcoreBrowserClick]);
const input = { browser_session_id: "01BROWSER", selector: "text=Next" };

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(agentcoreBrowserClick, { examples: [input] })).toEqual([]);
});

test("a session that nobody knows says how to start one", async () => {
  scripted().answer("POST /", scriptedError(400, "ParameterNotFound"));
  const error = scripted().failure(await scripted().call("agentcore_browser_click", input), { code: "not_found" });
  expect(error.hint).toContain("agentcore_browser_session_manager");
});
