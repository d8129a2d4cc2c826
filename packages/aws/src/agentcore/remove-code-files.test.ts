import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { event } from "../testing/event-stream.ts";
import { succeeded } from "../testing/expect-failure.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreRemoveCodeFiles } from "./remove-code-files.ts";

const scripted = useScriptedToolkit([agentcoreRemoveCodeFiles]);
const route = "POST /code-interpreters/aws.codeinterpreter.v1/tools/invoke";
const headers = { "content-type": "application/vnd.amazon.eventstream" };
const answer = (json: object) => scripted().answer(route, { headers, body: event("result", JSON.stringify(json)) });
const input = { session_id: "01A", paths: ["out/a.csv", "b.png"] };

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(agentcoreRemoveCodeFiles, { examples: [input] })).toEqual([]);
});

test("defect: files could not be removed; they are, and what AgentCore says is told", async () => {
  answer({ content: [{ type: "text", text: "Removed 2 files" }] });
  expect(succeeded(await scripted().call("agentcore_remove_code_files", input))).toEqual({
    ...input,
    message: "Removed 2 files",
  });
  expect(scripted().requests[0]?.json()).toEqual({ name: "removeFiles", arguments: { paths: input.paths } });
});

test("what AgentCore could not remove is an error", async () => {
  answer({ isError: true, content: [{ type: "text", text: "b.png: no such file" }] });
  const result = await scripted().call("agentcore_remove_code_files", input);
  expect(scripted().failure(result, { code: "upstream" }).message).toContain("b.png: no such file");
});
