import { setTimeout as wait } from "node:timers/promises";
import type { JsonObject } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { event, eventMessage } from "../testing/event-stream.ts";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreCodeInterpreter } from "./code-interpreter.ts";

const scripted = useScriptedToolkit([agentcoreCodeInterpreter]);
const base = "/code-interpreters/aws.codeinterpreter.v1";
const start = `PUT ${base}/sessions/start`;
const stop = `PUT ${base}/sessions/stop`;
const invoke = `POST ${base}/tools/invoke`;
const headers = { "content-type": "application/vnd.amazon.eventstream" };
const session = { codeInterpreterIdentifier: "aws.codeinterpreter.v1", sessionId: "01SESSION" };
const started = { json: { ...session, createdAt: "2026-01-01T00:00:00Z" } };
const stopped = { json: { ...session, lastUpdatedAt: "2026-01-01T00:00:00Z" } };

const result = (more: object) => event("result", JSON.stringify({ content: [], ...more }));
const printed = (text: string, more: object = {}) => result({ content: [{ type: "text", text }], ...more });
const stream = (...messages: readonly Uint8Array[]) => ({ headers, body: Buffer.concat(messages) });

const scriptSessions = (): void => {
  scripted().answer(start, started);
  scripted().answer(stop, stopped);
};
const sent = () => scripted().requests.map(({ method, path }) => `${method} ${path}`);

test("keeps the contract of tools", async () => {
  const examples: JsonObject[] = [
    { language: "python", code: "print(1)" },
    { command: "ls", keep_session: true },
    { code: "1", command: "ls", session_id: "01S", code_interpreter_id: "mine-0123456789", on_error: "report" },
  ];
  expect(await checkToolContract(agentcoreCodeInterpreter, { examples })).toEqual([]);
});

test("runs code in AWS's own interpreter and ends the session it started: nothing is created or left", async () => {
  scriptSessions();
  scripted().answer(
    invoke,
    stream(printed("2", { structuredContent: { stdout: "2\n", exitCode: 0, executionTime: 12.5 } })),
  );
  const answer = succeeded(
    await scripted().run("agentcore_code_interpreter", { language: "python", code: "print(1+1)" }),
  );
  expect(answer).toMatchObject({
    output: {
      status: "success",
      session_id: "01SESSION",
      code_interpreter_id: "aws.codeinterpreter.v1",
      session_open: false,
      results: [{ type: "code", result: "2", is_error: false, exit_code: 0, stdout: "2\n", stderr: null }],
      files: [],
    },
    content: [{ type: "text", text: "2" }],
  });
  expect(sent()).toEqual([start, invoke, stop]);
  expect(scripted().requests[0]?.json()).toMatchObject({ sessionTimeoutSeconds: 900 });
  expect(scripted().requests[1]?.headers["x-amzn-code-interpreter-session-id"]).toBe("01SESSION");
  expect(scripted().requests[1]?.json()).toEqual({
    name: "executeCode",
    arguments: { language: "python", code: "print(1+1)", clearContext: false },
  });
});

test("a given session is used and left open; the command runs before the code", async () => {
  scripted().answer(invoke, stream(printed("a.csv")), stream(printed("done")));
  const input = {
    session_id: "01MINE",
    command: "ls",
    code: "go()",
    language: "javascript",
    clear_context: true,
  } as const;
  const output = succeeded(await scripted().call("agentcore_code_interpreter", input));
  expect(output).toMatchObject({ session_id: "01MINE", session_open: true });
  expect(output.results.map(({ type, result: text }) => [type, text])).toEqual([
    ["command", "a.csv"],
    ["code", "done"],
  ]);
  expect(scripted().requests.map((request) => request.json())).toEqual([
    { name: "executeCommand", arguments: { command: "ls" } },
    { name: "executeCode", arguments: { language: "javascript", code: "go()", clearContext: true } },
  ]);
});

test("keep_session leaves the new session open", async () => {
  scriptSessions();
  scripted().answer(invoke, stream(printed("1")));
  const input = { code: "1", keep_session: true, session_timeout_seconds: 60 };
  expect(succeeded(await scripted().call("agentcore_code_interpreter", input)).session_open).toBe(true);
  expect(sent()).toEqual([start, invoke]);
});

test("defect: events after the first were dropped; all of them are read", async () => {
  scriptSessions();
  scripted().answer(invoke, stream(printed("one"), printed("two", { structuredContent: { stderr: "warned" } })));
  const { results } = succeeded(await scripted().call("agentcore_code_interpreter", { code: "x" }));
  expect(results).toMatchObject([{ result: "one\ntwo", stderr: "warned" }]);
});

test("defect: an exception in the stream was a success with null; it is an error that names the session", async () => {
  scriptSessions();
  const exception = eventMessage(
    { ":message-type": "exception", ":exception-type": "throttlingException", ":content-type": "application/json" },
    JSON.stringify({ message: "slow down" }),
  );
  scripted().answer(invoke, stream(printed("one"), exception));
  const error = scripted().failure(await scripted().call("agentcore_code_interpreter", { code: "x" }), {
    code: "rate_limited",
  });
  expect(error.details).toEqual({
    session_id: "01SESSION",
    code_interpreter_id: "aws.codeinterpreter.v1",
    session_open: false,
  });
  expect(sent()).toEqual([start, invoke, stop]);
});

test("defect: code that fails was a success; it is an error with its output", async () => {
  scriptSessions();
  const failure = {
    isError: true,
    structuredContent: { stderr: "Traceback\nZeroDivisionError: division by zero", exitCode: 1 },
  };
  scripted().answer(invoke, stream(printed("before")), stream(result(failure)));
  const input = { command: "ls", code: "1/0" };
  const error = scripted().failure(await scripted().call("agentcore_code_interpreter", input), { code: "upstream" });
  expect(error.message).toBe("The code failed (exit code 1): ZeroDivisionError: division by zero");
  expect(error.details).toMatchObject({
    session_id: "01SESSION",
    results: [
      { type: "command", result: "before" },
      { type: "code", exit_code: 1 },
    ],
  });
});

test("a command that fails keeps the code from running; with on_error report both are results", async () => {
  scriptSessions();
  const failure = stream(printed("no such file", { structuredContent: { exitCode: 2 } }));
  scripted().answer(invoke, failure);
  const input = { command: "cat x", code: "1" } as const;
  scripted().failure(await scripted().call("agentcore_code_interpreter", input), { code: "upstream" });
  expect(sent()).toEqual([start, invoke, stop]);
  scripted().answer(invoke, failure, stream(printed("1")));
  const { results } = succeeded(await scripted().call("agentcore_code_interpreter", { ...input, on_error: "report" }));
  expect(results.map(({ is_error }) => is_error)).toEqual([true, false]);
});

test("defect: code without a language was a success without results; it is Python", async () => {
  scriptSessions();
  scripted().answer(invoke, stream(printed("2")));
  const { results } = succeeded(await scripted().call("agentcore_code_interpreter", { code: "print(1+1)" }));
  expect(results).toMatchObject([{ type: "code", result: "2" }]);
  expect(scripted().requests[1]?.json()).toMatchObject({ arguments: { language: "python" } });
});

test("images and binary resources come as files", async () => {
  scriptSessions();
  const content = [
    { type: "text", text: "drawn" },
    { type: "image", data: Buffer.from("png").toString("base64"), mimeType: "image/png" },
    {
      type: "resource",
      resource: { type: "blob", uri: "file:///out/a.bin", blob: Buffer.from("bytes").toString("base64") },
    },
    { type: "resource_link", name: "b.csv", uri: "file:///b.csv" },
  ];
  scripted().answer(invoke, stream(result({ content })));
  const answer = succeeded(await scripted().run("agentcore_code_interpreter", { code: "draw()" }));
  expect(answer.files.map(({ name, mediaType, bytes }) => [name, mediaType, bytes.toString()])).toEqual([
    ["output-2.png", "image/png", "png"],
    ["a.bin", "application/octet-stream", "bytes"],
  ]);
  expect(answer).toMatchObject({
    output: {
      results: [{ result: "drawn\nb.csv file:///b.csv" }],
      files: [{ name: "output-2.png", size: 3 }, { size: 5 }],
    },
    content: [{ type: "text" }, { type: "file" }, { type: "file" }],
  });
});

test("defect: a call with nothing to run leaked an interpreter and a session; it contacts nobody", async () => {
  for (const input of [{}, { language: "python", code: " " }] as const) {
    const error = scripted().failure(await scripted().call("agentcore_code_interpreter", input), {
      code: "invalid_input",
    });
    expect(error.issues).toMatchObject([{ path: ["code"] }]);
  }
  expect(scripted().requests).toEqual([]);
});

test("code is not run a second time when its answer is lost", async () => {
  scriptSessions();
  scripted().answer(invoke, scriptedError(500, "InternalServerException"));
  scripted().failure(await scripted().call("agentcore_code_interpreter", { code: "x" }), { code: "unavailable" });
  expect(sent()).toEqual([start, invoke, stop]);
});

test("a stopped call ends its session", async () => {
  scriptSessions();
  async function* stalling(): AsyncGenerator<Uint8Array> {
    yield printed("one");
    await wait(3_000);
  }
  scripted().answer(invoke, () => {
    setTimeout(() => abort.abort(), 30);
    return { headers, body: stalling() };
  });
  const abort = new AbortController();
  const began = performance.now();
  const call = scripted().call("agentcore_code_interpreter", { code: "sleep()" }, { signal: abort.signal });
  scripted().failure(await call, { code: "aborted" });
  expect(performance.now() - began).toBeLessThan(500);
  expect(sent()).toEqual([start, invoke, stop]);
});

test("a session that cannot be ended does not lose the result", async () => {
  scripted().answer(start, started);
  scripted().answer(stop, scriptedError(403, "AccessDeniedException"));
  scripted().answer(invoke, stream(printed("1")));
  expect(succeeded(await scripted().call("agentcore_code_interpreter", { code: "1" }))).toMatchObject({
    session_open: true,
  });
  expect(scripted().logLines.join()).toContain("could not be ended");
});

test("a stream without a result is an error", async () => {
  scriptSessions();
  scripted().answer(invoke, { headers, body: "" });
  scripted().failure(await scripted().call("agentcore_code_interpreter", { code: "1" }), { code: "upstream" });
});
