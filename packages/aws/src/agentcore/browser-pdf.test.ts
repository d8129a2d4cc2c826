import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreBrowserPdf } from "./browser-pdf.ts";

const scripted = useScriptedToolkit([agentcoreBrowserPdf]);
const input = { browser_session_id: "01BROWSER" };

test("keeps the contract of tools", async () => {
  const examples = [input, { ...input, paper: "A3", landscape: true, print_background: false }];
  expect(await checkToolContract(agentcoreBrowserPdf, { examples })).toEqual([]);
});

test("a session that nobody knows says how to start one", async () => {
  scripted().answer("POST /", scriptedError(400, "ParameterNotFound"));
  const error = scripted().failure(await scripted().call("agentcore_browser_pdf", input), { code: "not_found" });
  expect(error.hint).toContain("agentcore_browser_session_manager");
});
