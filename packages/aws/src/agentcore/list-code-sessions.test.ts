import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreListCodeSessions } from "./list-code-sessions.ts";

const scripted = useScriptedToolkit([agentcoreListCodeSessions]);
const route = "POST /code-interpreters/aws.codeinterpreter.v1/sessions/list";

test("keeps the contract of tools", async () => {
  const examples = [{}, { status: "ALL", max_results: 5, next_token: "t" }];
  expect(await checkToolContract(agentcoreListCodeSessions, { examples })).toEqual([]);
});

test("lists a page of open sessions", async () => {
  const item = { codeInterpreterIdentifier: "aws.codeinterpreter.v1", sessionId: "01A", status: "READY" };
  scripted().answer(route, { json: { items: [{ ...item, createdAt: "2026-01-01T00:00:00Z" }], nextToken: "t2" } });
  expect(succeeded(await scripted().call("agentcore_list_code_sessions", { next_token: "t1" }))).toEqual({
    session_count: 1,
    sessions: [
      {
        session_id: "01A",
        code_interpreter_id: "aws.codeinterpreter.v1",
        name: null,
        status: "READY",
        created_at: "2026-01-01T00:00:00.000Z",
        last_updated_at: null,
      },
    ],
    next_token: "t2",
  });
  expect(scripted().requests[0]?.json()).toEqual({ maxResults: 50, status: "READY", nextToken: "t1" });
});

test("all states are asked for without a filter", async () => {
  scripted().answer(route, { json: { items: [] } });
  expect(succeeded(await scripted().call("agentcore_list_code_sessions", { status: "ALL" })).next_token).toBeNull();
  expect(scripted().requests[0]?.json()).toEqual({ maxResults: 50 });
});
