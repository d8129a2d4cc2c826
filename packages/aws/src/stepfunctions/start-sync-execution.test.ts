import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, targetOf, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { stepfunctionsStartSyncExecution } from "./start-sync-execution.ts";

const scripted = useScriptedToolkit([stepfunctionsStartSyncExecution]);
const state_machine_arn = "arn:aws:states:us-east-1:123456789012:stateMachine:quote";
const ended = (status: string, more: object = {}) => ({
  json: { executionArn: "arn:of:it", status, startDate: 1_790_000_000, stopDate: 1_790_000_001, ...more },
});
const run = (more: object = {}) => scripted().run("stepfunctions_start_sync_execution", { state_machine_arn, ...more });

test("keeps the contract of tools", async () => {
  const examples = [
    { state_machine_arn },
    { state_machine_arn, input_json: "{}", execution_name: "a", trace_header: "b" },
  ];
  expect(await checkToolContract(stepfunctionsStartSyncExecution, { examples })).toEqual([]);
});

test("runs to the end and answers with the output", async () => {
  const billingDetails = { billedDurationInMilliseconds: 200, billedMemoryUsedInMB: 64 };
  scripted().answer("POST /", ended("SUCCEEDED", { output: '{"price":1}', billingDetails }));
  expect(succeeded(await run({ input_json: '{"item":"x"}', execution_name: "q-1" }))).toMatchObject({
    output: { status: "SUCCEEDED", output_json: '{"price":1}', billed_duration_ms: 200, billed_memory_mb: 64 },
    content: [{ type: "text", text: '{"price":1}' }],
  });
  const [request] = scripted().requests;
  expect(request && targetOf(request)).toBe("StartSyncExecution");
  expect(request?.json()).toEqual({ stateMachineArn: state_machine_arn, input: '{"item":"x"}', name: "q-1" });
});

test.each(["FAILED", "TIMED_OUT"])("an execution that ended as %s is an error", async (status) => {
  scripted().answer("POST /", ended(status, { error: "Boom", cause: "why" }));
  const error = scripted().failure(await run(), { code: "upstream", origin: "Boom" });
  expect(error.details).toMatchObject({ status, error: "Boom", cause: "why" });
});

test("a run whose answer is lost is not repeated", async () => {
  scripted().answer("POST /", { status: 500, json: { __type: "InternalFailure" } });
  scripted().failure(await run(), { code: "unavailable" });
  expect(scripted().requests.length).toBe(1);
});

test("a standard state machine is unsupported, with the tool that runs it", async () => {
  scripted().answer("POST /", scriptedError(400, "StateMachineTypeNotSupported"));
  const error = scripted().failure(await run(), { code: "unsupported" });
  expect(error.hint).toContain("stepfunctions_start_execution");
});
