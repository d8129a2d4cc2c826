import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, targetOf, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { stepfunctionsStartExecution } from "./start-execution.ts";

const scripted = useScriptedToolkit([stepfunctionsStartExecution]);
const state_machine_arn = "arn:aws:states:us-east-1:123456789012:stateMachine:orders";
const execution_arn = "arn:aws:states:us-east-1:123456789012:execution:orders:run-1";
const started = { json: { executionArn: execution_arn, startDate: 1_790_000_000.5 } };
const start = (more: object = {}) => scripted().run("stepfunctions_start_execution", { state_machine_arn, ...more });

test("keeps the contract of tools", async () => {
  const examples = [
    { state_machine_arn },
    { state_machine_arn, input_json: "[1]", execution_name: "請求-1", trace_header: "Root=1-2-3", tags_json: [] },
  ];
  expect(await checkToolContract(stepfunctionsStartExecution, { examples })).toEqual([]);
});

test("starts an execution with the input as it is", async () => {
  scripted().answer("POST /", started);
  const answer = succeeded(
    await start({ input_json: '{"n":12345678901234567890}', execution_name: "run-1", trace_header: "Root=1-2-3" }),
  );
  expect(answer).toMatchObject({
    output: {
      state_machine_arn,
      execution_arn,
      start_date: "2026-09-21T14:13:20.500Z",
      execution_name: "run-1",
      trace_header: "Root=1-2-3",
    },
    content: [{ type: "text", text: execution_arn }],
  });
  const [request] = scripted().requests;
  expect(request && targetOf(request)).toBe("StartExecution");
  expect(request?.json()).toEqual({
    stateMachineArn: state_machine_arn,
    input: '{"n":12345678901234567890}',
    name: "run-1",
    traceHeader: "Root=1-2-3",
  });
});

test("a request that is sent again carries the same name, so that nothing is started twice", async () => {
  scripted().answer("POST /", { status: 500, json: { __type: "InternalFailure" } }, started);
  succeeded(await start());
  const names = scripted().requests.map((request) => (request.json() as { name: string }).name);
  expect(names.length).toBe(2);
  expect(new Set(names).size).toBe(1);
  expect(names[0]).toMatch(/^[0-9a-f-]{36}$/);
});

describe("seed defect: tags_json cannot work", () => {
  test("and is answered with the way out, before anything is started", async () => {
    const error = scripted().failure(await start({ tags_json: [{ key: "team", value: "sales" }] }), {
      code: "unsupported",
    });
    expect(error).toMatchObject({ issues: [{ path: ["tags_json"] }], hint: expect.stringContaining("execution_name") });
    expect(scripted().requests).toEqual([]);
  });

  test("but an empty list asks for nothing", async () => {
    scripted().answer("POST /", started);
    succeeded(await start({ tags_json: [] }));
  });
});

test.each([
  [{ input_json: "{" }, "input_json"],
  [{ input_json: JSON.stringify("é".repeat(131_072)) }, "input_json"],
  [{ execution_name: "a b" }, "execution_name"],
  [{ execution_name: "x".repeat(81) }, "execution_name"],
  [{ trace_header: "é" }, "trace_header"],
  [{ state_machine_arn: "orders" }, "state_machine_arn"],
])("seed defect: what Step Functions would not take is refused by its field (%#)", async (more, field) => {
  const error = scripted().failure(await start(more), { code: "invalid_input" });
  expect(error.issues?.[0]?.path).toEqual([field]);
  expect(scripted().requests).toEqual([]);
});

test.each([
  ["StateMachineDoesNotExist", "not_found"],
  ["ExecutionAlreadyExists", "conflict"],
  ["StateMachineDeleting", "conflict"],
  ["ExecutionLimitExceeded", "rate_limited"],
  ["InvalidExecutionInput", "invalid_input"],
] as const)("%s is %s", async (origin, code) => {
  scripted().answer("POST /", scriptedError(400, origin));
  scripted().failure(await start(), { code, origin });
});
