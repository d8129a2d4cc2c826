import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { event } from "../testing/event-stream.ts";
import { succeeded } from "../testing/expect-failure.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreStartCodeTask } from "./start-code-task.ts";

const scripted = useScriptedToolkit([agentcoreStartCodeTask]);
const route = "POST /code-interpreters/aws.codeinterpreter.v1/tools/invoke";
const headers = { "content-type": "application/vnd.amazon.eventstream" };
const answer = (json: object) => scripted().answer(route, { headers, body: event("result", JSON.stringify(json)) });
const input = { session_id: "01A", command: "sleep 60 && make" };

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(agentcoreStartCodeTask, { examples: [input] })).toEqual([]);
});

test("defect: no command could run in the background; it is started and its task told", async () => {
  answer({ content: [], structuredContent: { taskId: "task-1", taskStatus: "submitted" } });
  expect(succeeded(await scripted().call("agentcore_start_code_task", input))).toEqual({
    session_id: "01A",
    task_id: "task-1",
    status: "submitted",
  });
  expect(scripted().requests[0]?.json()).toEqual({
    name: "startCommandExecution",
    arguments: { command: input.command },
  });
});

test("a refusal is an error, and so is an answer without a task", async () => {
  answer({ isError: true, content: [{ type: "text", text: "too many tasks" }] });
  const refused = await scripted().call("agentcore_start_code_task", input);
  expect(scripted().failure(refused, { code: "upstream" }).message).toBe("too many tasks");
  answer({ content: [{ type: "text", text: "fine" }] });
  scripted().failure(await scripted().call("agentcore_start_code_task", input), { code: "upstream" });
});
