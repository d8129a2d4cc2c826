import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreStartCodeSession } from "./start-code-session.ts";

const scripted = useScriptedToolkit([agentcoreStartCodeSession]);
const route = "PUT /code-interpreters/aws.codeinterpreter.v1/sessions/start";

test("keeps the contract of tools", async () => {
  const examples = [{}, { code_interpreter_id: "mine-0123456789", name: "report", session_timeout_seconds: 60 }];
  expect(await checkToolContract(agentcoreStartCodeSession, { examples })).toEqual([]);
});

test("starts a session and says when it ends by itself", async () => {
  const json = {
    codeInterpreterIdentifier: "aws.codeinterpreter.v1",
    sessionId: "01A",
    createdAt: "2026-01-01T00:00:00Z",
  };
  scripted().answer(route, { json });
  const input = { session_timeout_seconds: 3600 };
  expect(succeeded(await scripted().call("agentcore_start_code_session", input))).toEqual({
    session_id: "01A",
    code_interpreter_id: "aws.codeinterpreter.v1",
    created_at: "2026-01-01T00:00:00.000Z",
    expires_at: "2026-01-01T01:00:00.000Z",
  });
  expect(scripted().requests[0]?.json()).toMatchObject({ sessionTimeoutSeconds: 3600 });
});

test("an interpreter that does not exist is not found", async () => {
  scripted().answer(route, scriptedError(404, "ResourceNotFoundException"));
  scripted().failure(await scripted().call("agentcore_start_code_session", {}), { code: "not_found" });
});
