import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { stepfunctionsWaitExecution } from "./wait-execution.ts";

const scripted = useScriptedToolkit([stepfunctionsWaitExecution]);
const execution_arn = "arn:aws:states:us-east-1:123456789012:execution:orders:run-1";
const execution = {
  executionArn: execution_arn,
  stateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:orders",
  startDate: 1_790_000_000,
};
const state = (status: string, more: object = {}) => ({ json: { ...execution, status, ...more } });
const wait = (options: object = {}) => scripted().run("stepfunctions_wait_execution", { execution_arn }, options);

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(stepfunctionsWaitExecution, { examples: [{ execution_arn }] })).toEqual([]);
});

test("waits for the end, says how it is, and answers with the output", async () => {
  scripted().answer("POST /", state("RUNNING"), state("SUCCEEDED", { output: '{"ok":true}' }));
  const messages: string[] = [];
  const answer = await wait({ onProgress: ({ message }: { message: string }) => messages.push(message) });
  expect(succeeded(answer)).toMatchObject({
    output: { status: "SUCCEEDED", output_json: '{"ok":true}' },
    content: [{ type: "text", text: '{"ok":true}' }],
  });
  expect(messages).toEqual(["Execution run-1: RUNNING"]);
});

test.each(["FAILED", "TIMED_OUT", "ABORTED"])("an execution that ended as %s is an error", async (status) => {
  scripted().answer("POST /", state(status, { error: "States.TaskFailed", cause: "no stock" }));
  const error = scripted().failure(await wait(), { code: "upstream", origin: "States.TaskFailed" });
  expect(error).toMatchObject({
    message: `The execution ended as ${status}: States.TaskFailed: no stock`,
    retryable: false,
    details: { execution_arn, status, error: "States.TaskFailed", cause: "no stock" },
  });
});

test("a wait that ends at its deadline carries the ARN, and may go on", async () => {
  scripted().answer("POST /", state("RUNNING"));
  const error = scripted().failure(await wait({ deadlineMs: 150 }), { code: "timeout" });
  expect(error).toMatchObject({ retryable: true, details: { execution_arn } });
});

test("a wait that is stopped ends within 100 ms", async () => {
  scripted().answer("POST /", state("RUNNING"));
  const stop = new AbortController();
  let stopped = 0;
  const onProgress = (): void => {
    stopped = performance.now();
    stop.abort();
  };
  const error = scripted().failure(await wait({ signal: stop.signal, onProgress }), { code: "aborted" });
  expect(performance.now() - stopped).toBeLessThan(100);
  expect(error.details).toMatchObject({ execution_arn });
});

test("one that is not there is not_found, at once", async () => {
  scripted().answer("POST /", scriptedError(400, "ExecutionDoesNotExist"));
  scripted().failure(await wait(), { code: "not_found", origin: "ExecutionDoesNotExist" });
  expect(scripted().requests.length).toBe(1);
});
