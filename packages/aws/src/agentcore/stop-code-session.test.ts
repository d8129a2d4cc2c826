import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreStopCodeSession } from "./stop-code-session.ts";

const scripted = useScriptedToolkit([agentcoreStopCodeSession]);
const route = "PUT /code-interpreters/aws.codeinterpreter.v1/sessions/stop";

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(agentcoreStopCodeSession, { examples: [{ session_id: "01A" }] })).toEqual([]);
});

test("ends a session", async () => {
  const json = {
    codeInterpreterIdentifier: "aws.codeinterpreter.v1",
    sessionId: "01A",
    lastUpdatedAt: "2026-01-01T00:00:00Z",
  };
  scripted().answer(route, { json });
  expect(succeeded(await scripted().call("agentcore_stop_code_session", { session_id: "01A" }))).toEqual({
    session_id: "01A",
    code_interpreter_id: "aws.codeinterpreter.v1",
    stopped: true,
  });
  expect(scripted().requests[0]?.query.get("sessionId")).toBe("01A");
});

test("a session that is gone counts as ended, another failure does not", async () => {
  scripted().answer(
    route,
    scriptedError(404, "ResourceNotFoundException"),
    scriptedError(403, "AccessDeniedException"),
  );
  const input = { session_id: "01A" };
  expect(succeeded(await scripted().call("agentcore_stop_code_session", input)).stopped).toBe(false);
  scripted().failure(await scripted().call("agentcore_stop_code_session", input), { code: "forbidden" });
});
