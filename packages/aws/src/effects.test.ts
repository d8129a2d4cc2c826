import { expect, test } from "vitest";
import { awsTools } from "./index.ts";

/** Tools that run what somebody else wrote: a function, a state machine, a page's answer to a click, code. */
const programs = [
  "lambda_invoker",
  "lambda_invoke_stream",
  "lambda_translate_utils",
  "lambda_yaml_to_json",
  "stepfunctions_start_execution",
  "stepfunctions_start_sync_execution",
  "agentcore_code_interpreter",
  "agentcore_start_code_task",
  "agentcore_browser_tool",
  "agentcore_browser_click",
  "agentcore_browser_type",
  "agentcore_browser_navigate",
];

test("what runs somebody else's program may destroy, is never repeated, and reaches beyond AWS", () => {
  const effects = new Map(awsTools.map(({ name, effect }) => [name as string, effect]));
  for (const name of programs) {
    expect(effects.get(name), name).toEqual({ kind: "destroy", idempotent: false, openWorld: true });
  }
});

test("deleting is destroying, wherever a tool is named so", () => {
  const mild = awsTools.filter(
    ({ name, effect }) => /_(delete|terminate)(_|$)/.test(name) && effect.kind !== "destroy",
  );
  expect(mild.map(({ name }) => name)).toEqual([]);
});
