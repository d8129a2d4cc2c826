import { type Connector, createRedactor, silentLogger, type ToolError, toolError, toolFor } from "@tsunagu/core";
import { errAsync, ok, okAsync } from "neverthrow";
import { expect, test } from "vitest";
import * as z from "zod";
import { fixtureTools } from "../testing/fixture/tools.ts";
import { memoryTransport } from "../testing/memory-transport.ts";
import { servePlugin } from "./serve-plugin.ts";

interface Connection {
  readonly key: string | undefined;
  readonly region: string | undefined;
}

const connector: Connector<Connection> = {
  name: "service",
  connection: {
    fields: [
      { name: "key", title: "Key", description: "The key.", type: "secret", env: ["SERVICE_KEY"], group: "credential" },
      { name: "secret", title: "Secret", description: "The secret.", type: "secret", env: [], group: "credential" },
      { name: "region", title: "Region", description: "The region.", type: "text", env: [] },
    ],
    together: [["key", "secret"]],
  },
  open: ({ text, secret }) => ok({ key: secret["key"]?.expose(), region: text["region"] }),
  verify: (session) =>
    session.key === "good-key-1"
      ? okAsync("me")
      : errAsync<string, ToolError>(toolError("unauthenticated", `The key ${session.key} is not accepted.`)),
};

const whoami = toolFor(connector)({
  name: "service_whoami",
  title: "Who am I",
  description: "Tells the connection.",
  effect: { kind: "read" },
  permissions: [],
  input: z.object({}),
  output: z.object({ has_key: z.boolean(), region: z.string().nullable() }),
  execute: (_input, { session }) => okAsync({ has_key: session.key !== undefined, region: session.region ?? null }),
});

const start = (maxSessions?: number) => {
  const memory = memoryTransport();
  const plugin = { name: "fixture", tools: [...fixtureTools, whoami], names: { "fixture-echo": "fixture_echo" } };
  const server = servePlugin(plugin, { redactor: createRedactor(), logger: silentLogger, maxSessions });
  return { ...memory, server: { ...server, done: server.serve(memory.transport) } };
};

const invoke = (tool: string, parameters: object, credentials: object = {}) => ({
  type: "tool",
  action: "invoke_tool",
  tool,
  tool_parameters: parameters,
  credentials,
});

/** What a session was sent, as `type` or `type:message type`. */
const kinds = (received: readonly Readonly<Record<string, unknown>>[]): string[] =>
  received.map((line) => {
    const { type, data } = line["data"] as { type: string; data: { type?: string } };
    return type === "stream" && data.type !== undefined ? `${type}:${data.type}` : type;
  });

const dataOf = (line: Readonly<Record<string, unknown>> | undefined): unknown =>
  (line?.["data"] as { data?: unknown } | undefined)?.data;

test("a call answers with its output as JSON and variables, then its text, then the end", async () => {
  const { request, endInput, server, received } = start();
  await request(invoke("fixture-echo", { text: "hi", times: "2", options: null }));
  endInput();
  await server.done;
  expect(kinds(received)).toEqual(["stream:json", "stream:variable", "stream:variable", "stream:text", "end"]);
  expect(dataOf(received[0])).toEqual({
    type: "json",
    message: { json_object: { echo: "hihi", length: 4, options: null } },
    meta: null,
  });
  expect(dataOf(received[1])).toMatchObject({
    message: { variable_name: "echo", variable_value: "hihi", stream: false },
  });
});

test("progress is one log entry that starts, moves on and succeeds", async () => {
  const { request, endInput, server, received } = start();
  await request(invoke("fixture_slow", { milliseconds: 5, reports: 50 }));
  endInput();
  await server.done;
  const logs = received.map(dataOf).filter((data) => (data as { type?: string }).type === "log") as {
    message: { id: string; status: string; data: object };
  }[];
  expect(new Set(logs.map((log) => log.message.id)).size).toBe(1);
  expect(logs.at(-2)?.message).toMatchObject({ status: "start", data: { done: 50, total: 50 } });
  expect(logs.at(-1)?.message).toMatchObject({ status: "success" });
});

test.each([
  ["an unknown tool", invoke("fixture_none", {}), "has no tool named"],
  ["bad input", invoke("fixture_echo", { text: 1, times: 0 }), "times: Too small"],
  ["a tool that fails", invoke("fixture_fail", {}), "Slow down."],
  ["a tool that throws", invoke("fixture_fail", { how: "throw" }), "thrown by the fixture"],
  ["a tool that rejects", invoke("fixture_fail", { how: "reject" }), "rejected by the fixture"],
  ["another action", { type: "model", action: "invoke_llm" }, "no action"],
])("%s is answered with one error and the end", async (_name, data, message) => {
  const { request, endInput, server, received } = start();
  await request(data);
  endInput();
  await server.done;
  expect(kinds(received)).toEqual(["error", "end"]);
  expect(dataOf(received[0])).toMatchObject({ message: expect.stringContaining(message) });
});

test("a request over the limit is answered by its session id; other noise is ignored", async () => {
  const { line, endInput, server, received } = start();
  await line({ tooLong: '{"session_id":"long","event":"request","data":{' });
  await line({ tooLong: "no id" });
  await line({ text: "not json" });
  await line({ text: '{"event":"backwards_response","session_id":"s","data":{}}' });
  endInput();
  await server.done;
  expect(received.map((entry) => entry["session_id"])).toEqual(["long", "long"]);
  expect(dataOf(received[0])).toMatchObject({ args: { code: "too_large" } });
});

test("one call more than allowed is refused, and the others go on", async () => {
  const { request, endInput, server, received } = start(2);
  for (const id of ["a", "b", "c"]) await request(invoke("fixture_slow", { milliseconds: 20 }), id);
  endInput();
  await server.done;
  const errors = received.filter((line) => (line["data"] as { type: string }).type === "error");
  expect(errors.map((line) => [line["session_id"], dataOf(line)])).toEqual([
    ["c", expect.objectContaining({ error_type: "InvokeRateLimitError" })],
  ]);
});

test("a node's own connection goes before the provider's, and credentials are not mixed", async () => {
  const { request, endInput, server, received } = start();
  const provider = { key: "good-key-1", secret: "provider-secret", region: "far" };
  await request(invoke("service_whoami", {}, provider), "provider");
  await request(invoke("service_whoami", { region: "near" }, provider), "near");
  await request(invoke("service_whoami", { key: "node-key-1" }, provider), "half");
  await request(invoke("service_whoami", {}), "none");
  endInput();
  await server.done;
  const first = (id: string): unknown => dataOf(received.find((line) => line["session_id"] === id));
  expect(first("provider")).toMatchObject({ message: { json_object: { has_key: true, region: "far" } } });
  expect(first("near")).toMatchObject({ message: { json_object: { has_key: true, region: "near" } } });
  expect(first("half")).toMatchObject({ message: expect.stringContaining("secret: is missing beside key") });
  expect(first("none")).toMatchObject({ message: { json_object: { has_key: false, region: null } } });
});

test("credentials are proved when they are entered, and blank ones are accepted", async () => {
  const { request, endInput, server, received } = start();
  const validate = (credentials: object, id: string) =>
    request({ type: "tool", action: "validate_tool_credentials", provider: "fixture", credentials }, id);
  await validate({ key: "good-key-1", secret: "good-secret" }, "good");
  await validate({ key: "leaked-key-2", secret: "bad-secret" }, "bad");
  await validate({ key: "good-key-1" }, "half");
  await validate({ key: " ", region: "here" }, "blank");
  endInput();
  await server.done;
  const first = (id: string): unknown => dataOf(received.find((line) => line["session_id"] === id));
  expect(first("good")).toEqual({ result: true });
  expect(first("blank")).toEqual({ result: true });
  expect(first("bad")).toMatchObject({ error_type: "CredentialsValidateFailedError" });
  expect(first("half")).toMatchObject({
    error_type: "CredentialsValidateFailedError",
    message: expect.stringContaining("secret"),
  });
  expect(JSON.stringify(received)).not.toContain("leaked-key-2");
});

test("a stop ends open calls with an error and refuses new ones", async () => {
  const { request, server, received } = start();
  await request(invoke("fixture_slow", { milliseconds: 60_000 }), "open");
  await new Promise((resolve) => setTimeout(resolve, 20));
  await server.stop(toolError("aborted", "The plugin is being stopped."), 1000);
  await request(invoke("fixture_echo", { text: "late" }), "late");
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(received.map((line) => [line["session_id"], (line["data"] as { type: string }).type])).toEqual([
    ["open", "error"],
    ["open", "end"],
    ["late", "error"],
    ["late", "end"],
  ]);
});

test("what is abandoned is answered once, even if the tool ends afterwards", async () => {
  const { request, endInput, server, received } = start();
  await request(invoke("fixture_slow", { milliseconds: 30 }), "open");
  await new Promise((resolve) => setTimeout(resolve, 10));
  server.abandon(toolError("internal", "The process failed."));
  endInput();
  await server.done;
  expect(kinds(received)).toEqual(["error", "end"]);
});
