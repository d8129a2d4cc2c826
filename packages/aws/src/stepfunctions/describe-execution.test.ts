import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { stepfunctionsDescribeExecution } from "./describe-execution.ts";

const scripted = useScriptedToolkit([stepfunctionsDescribeExecution]);
const execution_arn = "arn:aws:states:us-east-1:123456789012:execution:orders:run-1";
const describeIt = () => scripted().run("stepfunctions_describe_execution", { execution_arn });

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(stepfunctionsDescribeExecution, { examples: [{ execution_arn }] })).toEqual([]);
});

test("tells an execution that failed as what it is", async () => {
  scripted().answer("POST /", {
    json: {
      executionArn: execution_arn,
      stateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:orders",
      name: "run-1",
      status: "FAILED",
      startDate: 1_790_000_000,
      stopDate: 1_790_000_060,
      input: '{"n":12345678901234567890}',
      error: "States.TaskFailed",
      cause: "no stock",
      redriveCount: 1,
      redriveStatus: "REDRIVABLE",
    },
  });
  expect(succeeded(await describeIt())).toMatchObject({
    output: {
      execution_arn,
      execution_name: "run-1",
      status: "FAILED",
      start_date: "2026-09-21T14:13:20.000Z",
      stop_date: "2026-09-21T14:14:20.000Z",
      input_json: '{"n":12345678901234567890}',
      output_json: null,
      error: "States.TaskFailed",
      cause: "no stock",
      redrive_count: 1,
      redrive_status: "REDRIVABLE",
      trace_header: null,
    },
    content: [{ type: "text", text: "FAILED\nStates.TaskFailed\nno stock" }],
  });
  expect(scripted().requests[0]?.json()).toEqual({ executionArn: execution_arn });
});

test("one that is not there is not_found", async () => {
  scripted().answer("POST /", scriptedError(400, "ExecutionDoesNotExist"));
  scripted().failure(await describeIt(), { code: "not_found", origin: "ExecutionDoesNotExist" });
});
