import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { event } from "../testing/event-stream.ts";
import { succeeded } from "../testing/expect-failure.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreGetCodeTask } from "./get-code-task.ts";

const scripted = useScriptedToolkit([agentcoreGetCodeTask]);
const route = "POST /code-interpreters/aws.codeinterpreter.v1/tools/invoke";
const headers = { "content-type": "application/vnd.amazon.eventstream" };
const answer = (json: object) => scripted().answer(route, { headers, body: event("result", JSON.stringify(json)) });
const input = { session_id: "01A", task_id: "task-1" };

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(agentcoreGetCodeTask, { examples: [input] })).toEqual([]);
});

test("tells how far a command is and what it has printed", async () => {
  answer({ content: [], structuredContent: { taskId: "task-1", taskStatus: "working", stdout: "half\n" } });
  const running = { session_id: "01A", task_id: "task-1", status: "working", stdout: "half\n" };
  expect(succeeded(await scripted().run("agentcore_get_code_task", input))).toMatchObject({
    output: { ...running, stderr: null, exit_code: null, execution_time: null },
    content: [{ type: "text", text: "task-1: working\nhalf\n" }],
  });
  expect(scripted().requests[0]?.json()).toEqual({ name: "getTask", arguments: { taskId: "task-1" } });
});

test("a command that failed is an answer", async () => {
  const structuredContent = { taskId: "task-1", taskStatus: "failed", stderr: "no", exitCode: 2, executionTime: 7 };
  answer({ isError: true, content: [], structuredContent });
  expect(succeeded(await scripted().call("agentcore_get_code_task", input))).toMatchObject({
    status: "failed",
    stdout: null,
    stderr: "no",
    exit_code: 2,
    execution_time: 7,
  });
});

test("a task that nobody knows is not found", async () => {
  answer({ isError: true, content: [{ type: "text", text: "no such task" }] });
  scripted().failure(await scripted().call("agentcore_get_code_task", input), { code: "not_found" });
});
