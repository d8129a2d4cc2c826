import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreBrowserNavigate } from "./browser-navigate.ts";

const scripted = useScriptedToolkit([agentcoreBrowserNavigate]);
const input = { browser_session_id: "01BROWSER", action: "back" } as const;
const actions = ["back", "forward", "reload"] as const;

test("keeps the contract of tools", async () => {
  const examples = actions.map((action) => ({ ...input, action }));
  expect(await checkToolContract(agentcoreBrowserNavigate, { examples })).toEqual([]);
});

test("going back and forward is a read, loading again may send a form", () => {
  const kinds = actions.map((action) => agentcoreBrowserNavigate.effectOf?.({ ...input, action }).kind);
  expect(kinds).toEqual(["read", "read", "destroy"]);
});

test("a session that nobody knows says how to start one", async () => {
  scripted().answer("POST /", scriptedError(400, "ParameterNotFound"));
  const error = scripted().failure(await scripted().call("agentcore_browser_navigate", input), { code: "not_found" });
  expect(error.hint).toContain("agentcore_browser_session_manager");
});
