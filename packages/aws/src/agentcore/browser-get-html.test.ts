import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreBrowserGetHtml } from "./browser-get-html.ts";

const scripted = useScriptedToolkit([agentcoreBrowserGetHtml]);
const input = { browser_session_id: "01BROWSER" };

test("keeps the contract of tools", async () => {
  const examples = [input, { ...input, selector: "p", max_characters: 10 }];
  expect(await checkToolContract(agentcoreBrowserGetHtml, { examples })).toEqual([]);
});

test("a session that nobody knows says how to start one", async () => {
  scripted().answer("POST /", scriptedError(400, "ParameterNotFound"));
  const error = scripted().failure(await scripted().call("agentcore_browser_get_html", input), { code: "not_found" });
  expect(error.hint).toContain("agentcore_browser_session_manager");
});
