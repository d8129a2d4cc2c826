import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { event } from "../testing/event-stream.ts";
import { succeeded } from "../testing/expect-failure.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreStopCodeTask } from "./stop-code-task.ts";

const scripted = useScriptedToolkit([agentcoreStopCodeTask]);
const route = "POST /code-interpreters/aws.codeinterpreter.v1/tools/invoke";
const headers = { "content-type": "application/vnd.amazon.eventstream" };
const answer = (json: object) => scripted().answer(route, { headers, body: event("result", JSON.stringify(json)) });
const input = { session_id: "01A", task_id: "task-1" };

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(agentcoreStopCodeTask, { examples: [input] })).toEqual([]);
});

test("ends a command", async () => {
  answer({ content: [], structuredContent: { taskId: "task-1", taskStatus: "canceled" } });
  const stopped = { session_id: "01A", task_id: "task-1", status: "canceled" };
  expect(succeeded(await scripted().call("agentcore_stop_code_task", input))).toEqual(stopped);
  expect(scripted().requests[0]?.json()).toEqual({ name: "stopTask", arguments: { taskId: "task-1" } });
});

test("a task that nobody knows is not found", async () => {
  answer({ isError: true, content: [{ type: "text", text: "no such task" }] });
  scripted().failure(await scripted().call("agentcore_stop_code_task", input), { code: "not_found" });
});
