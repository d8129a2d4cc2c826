import { createToolkit } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, test } from "vitest";
import { expectNoSecrets, succeeded } from "../testing/expect-failure.ts";
import { type ScriptedAnswer, scriptedCredentials, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { lambdaInvoker } from "./invoker.ts";

const scripted = useScriptedToolkit([lambdaInvoker]);
const route = "POST /2015-03-31/functions/report/invocations";
const invoke = (more: object = {}) => scripted().run("lambda_invoker", { lambda_name: "report", ...more });
const failed = (payload: object, more: ScriptedAnswer["headers"] = {}): ScriptedAnswer => ({
  headers: { "x-amz-function-error": "Unhandled", "x-amz-executed-version": "$LATEST", ...more },
  json: payload,
});

test("keeps the contract of tools", async () => {
  const examples = [
    { lambda_name: "report" },
    {
      lambda_name: "arn:aws-cn:lambda:cn-north-1:123456789012:function:report:$LATEST",
      payload_json: "[]",
      invocation_type: "Event",
      qualifier: "$LATEST",
      client_context_json: "{}",
      include_logs: true,
    },
    { lambda_name: "report", invocation_type: "DryRun" },
  ];
  expect(await checkToolContract(lambdaInvoker, { examples })).toEqual([]);
});

test("sends the event as it is, with what was asked for, and answers with JSON", async () => {
  scripted().answer(route, { headers: { "x-amz-executed-version": "7" }, json: { total: 3 } });
  const answer = succeeded(
    await invoke({ payload_json: '{"n":12345678901234567890}', qualifier: "live", client_context_json: '{"a":"é"}' }),
  );
  expect(answer).toMatchObject({
    output: {
      function_name: "report",
      status_code: 200,
      executed_version: "7",
      invocation_type: "RequestResponse",
      qualifier: "live",
      response_kind: "json",
      response_json: { total: 3 },
      response_text: null,
      logs: null,
      request_id: "00000000-0000-4000-8000-000000000000",
    },
    content: [{ type: "text", text: '{"total":3}' }],
  });
  const [request] = scripted().requests;
  expect(request?.body.toString()).toBe('{"n":12345678901234567890}');
  expect(request?.query.get("Qualifier")).toBe("live");
  expect(Buffer.from(String(request?.headers["x-amz-client-context"]), "base64").toString()).toBe('{"a":"é"}');
});

describe("seed defect: a function that fails is an error", () => {
  test("with its type and message, and no stack trace or log that nobody asked for", async () => {
    const payload = { errorType: "KeyError", errorMessage: "'order'", trace: ["line 1", "line 2"] };
    scripted().answer(route, failed(payload, { "x-amz-log-result": Buffer.from("log line").toString("base64") }));
    const error = scripted().failure(await invoke({ include_logs: false }), { code: "upstream", origin: "KeyError" });
    expect(error).toMatchObject({
      message: "The function report failed with KeyError: 'order'",
      retryable: false,
      details: {
        function_error: "Unhandled",
        error_type: "KeyError",
        error_message: "'order'",
        executed_version: "$LATEST",
      },
    });
    expect(JSON.stringify(error)).not.toContain("line 1");
  });

  test("that shows the end of the log on request, without secrets", async () => {
    const log = "START\nusing key AKIAIOSFODNN7EXAMPLE, password=hunter2hunter2\nEND";
    const payload = { errorType: "Error", errorMessage: "token=abcdef123456 was refused" };
    scripted().answer(route, failed(payload, { "x-amz-log-result": Buffer.from(log).toString("base64") }));
    const error = scripted().failure(await invoke({ include_logs: true }), { code: "upstream" });
    expectNoSecrets(
      [JSON.stringify(error), ...scripted().logLines],
      ["AKIAIOSFODNN7EXAMPLE", "hunter2hunter2", "abcdef123456"],
    );
    expect(String(error.details?.["logs"])).toMatch(/^START\nusing key \[redacted\].*\nEND$/s);
    expect(scripted().requests[0]?.headers["x-amz-log-type"]).toBe("Tail");
  });

  test("also when its report is no JSON", async () => {
    scripted().answer(route, { headers: { "x-amz-function-error": "Runtime.ExitError" }, body: "exited" });
    const error = scripted().failure(await invoke(), { code: "upstream", origin: "Runtime.ExitError" });
    expect(error.message).toBe("The function report failed with Runtime.ExitError: exited");
  });
});

test.each(["[]", "0", "false", '""', "null"])("seed defect: the event %s is sent as it is", async (payload_json) => {
  scripted().answer(route, { json: null });
  succeeded(await invoke({ payload_json }));
  expect(scripted().requests[0]?.body.toString()).toBe(payload_json);
});

test.each([
  ["null", { response_kind: "json", response_json: null, response_text: null }],
  ['"text"', { response_kind: "json", response_json: "text", response_text: null }],
  ["not JSON", { response_kind: "text", response_json: null, response_text: "not JSON" }],
])("seed defect: the answer %s is told for what it is", async (body, expected) => {
  scripted().answer(route, { body });
  expect(succeeded(await invoke())).toMatchObject({ output: expected });
});

test("seed defect: an answer of bytes comes as a file", async () => {
  scripted().answer(route, { body: Uint8Array.of(0xff, 0xd8, 0xff, 0xe0) });
  const answer = succeeded(await invoke());
  expect(answer).toMatchObject({
    output: { response_kind: "binary", response_file: { name: "report.bin", size: 4 } },
  });
  expect(answer.files[0]?.bytes).toEqual(Buffer.from([0xff, 0xd8, 0xff, 0xe0]));
});

test.each([
  ["Event", 202],
  ["DryRun", 204],
])("%s has no answer of the function", async (invocation_type, status) => {
  scripted().answer(route, { status });
  const answer = succeeded(await invoke({ invocation_type }));
  expect(answer).toMatchObject({ output: { status_code: status, response_kind: "none", invocation_type } });
  expect(scripted().requests[0]?.headers["x-amz-invocation-type"]).toBe(invocation_type);
});

test("seed defect: a call whose answer is lost is not repeated", async () => {
  scripted().answer(route, {
    status: 500,
    headers: { "x-amzn-errortype": "ServiceException" },
    json: { Message: "x" },
  });
  scripted().failure(await invoke(), { code: "unavailable", origin: "ServiceException" });
  expect(scripted().requests.length).toBe(1);
});

test("seed defect: who approves is told which function would run", async () => {
  const plans: string[] = [];
  const approve = ({ plan }: { plan: string }): boolean => plans.push(plan) > 1;
  const { accessKeyId: aws_access_key_id, secretAccessKey: aws_secret_access_key } = scriptedCredentials;
  const aws = { aws_access_key_id, aws_secret_access_key, aws_region: "us-east-1", aws_endpoint_url: scripted().url };
  await using asking = createToolkit({
    tools: [lambdaInvoker],
    connections: { aws },
    policy: { approval: "write", approve },
  });
  scripted().answer(route, { json: 1 });
  scripted().failure(await asking.call("lambda_invoker", { lambda_name: "report" }), { code: "forbidden" });
  expect(scripted().requests).toEqual([]);
  succeeded(await asking.call("lambda_invoker", { lambda_name: "report" }));
  expect(plans).toEqual(Array.from({ length: 2 }, () => "Runs the Lambda function report."));
});

test.each([
  [{ payload_json: "{" }, "payload_json"],
  [{ payload_json: { a: 1 } }, "payload_json"],
  [{ client_context_json: "x" }, "client_context_json"],
  [{ lambda_name: "a b" }, "lambda_name"],
  [{ lambda_name: "../../other" }, "lambda_name"],
  [{ qualifier: "a/b" }, "qualifier"],
  [{ invocation_type: "Later" }, "invocation_type"],
])("%j is refused before anything is sent", async (more, field) => {
  const error = scripted().failure(await invoke(more), { code: "invalid_input" });
  expect(error.issues?.[0]?.path).toEqual([field]);
  expect(scripted().requests).toEqual([]);
});

test("a function that is not there is not_found", async () => {
  scripted().answer(route, {
    status: 404,
    headers: { "x-amzn-errortype": "ResourceNotFoundException" },
    json: { Message: "Function not found" },
  });
  scripted().failure(await invoke(), { code: "not_found" });
});

test("a call is stopped at once, though the function runs on", async () => {
  scripted().answer(route, { json: {}, delayMs: 3_000 });
  const started = performance.now();
  const result = await scripted().run(
    "lambda_invoker",
    { lambda_name: "report" },
    { signal: AbortSignal.timeout(100) },
  );
  const error = scripted().failure(result, { code: "aborted" });
  expect(performance.now() - started).toBeLessThan(400);
  expect(error.hint).toContain("not known");
});
