import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { stepfunctionsStopExecution } from "./stop-execution.ts";

const scripted = useScriptedToolkit([stepfunctionsStopExecution]);
const execution_arn = "arn:aws:states:us-east-1:123456789012:execution:orders:run-1";

test("keeps the contract of tools", async () => {
  const examples = [{ execution_arn }, { execution_arn, error: "Stopped", cause: "by hand" }];
  expect(await checkToolContract(stepfunctionsStopExecution, { examples })).toEqual([]);
});

test("stops an execution and notes why", async () => {
  scripted().answer("POST /", { json: { stopDate: 1_790_000_000 } });
  const input = { execution_arn, error: "Stopped", cause: "by hand" };
  expect(succeeded(await scripted().call("stepfunctions_stop_execution", input))).toEqual({
    execution_arn,
    stop_date: "2026-09-21T14:13:20.000Z",
  });
  expect(scripted().requests[0]?.json()).toEqual({ executionArn: execution_arn, error: "Stopped", cause: "by hand" });
});

test("one that is not there is not_found", async () => {
  scripted().answer("POST /", scriptedError(400, "ExecutionDoesNotExist"));
  const result = await scripted().call("stepfunctions_stop_execution", { execution_arn });
  scripted().failure(result, { code: "not_found" });
});
