import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { stepfunctionsListExecutions } from "./list-executions.ts";

const scripted = useScriptedToolkit([stepfunctionsListExecutions]);
const state_machine_arn = "arn:aws:states:us-east-1:123456789012:stateMachine:orders";
const list = (more: object = {}) => scripted().run("stepfunctions_list_executions", { state_machine_arn, ...more });

test("keeps the contract of tools", async () => {
  const examples = [
    { state_machine_arn },
    { state_machine_arn, status_filter: "FAILED", max_results: 5, next_token: "t" },
  ];
  expect(await checkToolContract(stepfunctionsListExecutions, { examples })).toEqual([]);
});

test("lists a page of one status", async () => {
  const execution = {
    executionArn: "arn:1",
    stateMachineArn: state_machine_arn,
    name: "run-1",
    status: "FAILED",
    startDate: 1_790_000_000,
  };
  scripted().answer("POST /", { json: { executions: [execution], nextToken: "t2" } });
  expect(succeeded(await list({ status_filter: "FAILED", max_results: 1, next_token: "t1" }))).toMatchObject({
    output: {
      execution_count: 1,
      executions: [
        {
          execution_arn: "arn:1",
          execution_name: "run-1",
          status: "FAILED",
          start_date: "2026-09-21T14:13:20.000Z",
          stop_date: null,
        },
      ],
      next_token: "t2",
    },
    content: [{ type: "text", text: "1 executions, and there are more\nrun-1: FAILED" }],
  });
  expect(scripted().requests[0]?.json()).toEqual({
    stateMachineArn: state_machine_arn,
    statusFilter: "FAILED",
    maxResults: 1,
    nextToken: "t1",
  });
});

test("the last page has no token", async () => {
  scripted().answer("POST /", { json: { executions: [] } });
  expect(succeeded(await list())).toMatchObject({ output: { execution_count: 0, next_token: null } });
});

test("express state machines are unsupported", async () => {
  scripted().answer("POST /", scriptedError(400, "StateMachineTypeNotSupported"));
  scripted().failure(await list(), { code: "unsupported" });
});
