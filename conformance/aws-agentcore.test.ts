import {
  agentcoreBrowserSessionManager,
  agentcoreCodeInterpreter,
  agentcoreCreateMemory,
  agentcoreDeleteMemory,
  agentcoreGetMemory,
  agentcoreListCodeFiles,
  agentcoreListCodeSessions,
  agentcoreListMemories,
  agentcoreMemory,
  agentcoreMemorySearch,
  agentcoreReadCodeFiles,
  agentcoreStartCodeSession,
  agentcoreStopCodeSession,
  agentcoreWriteCodeFiles,
} from "@tsunagu/aws";
import { createToolkit, describeError, type ToolError } from "@tsunagu/core";
import type { Result } from "neverthrow";
import { afterEach, expect, test } from "vitest";
import { type Handlers, type ModeledAws, modeledError, startModeledAws } from "./support/modeled/index.ts";

const tools = [
  agentcoreBrowserSessionManager,
  agentcoreCodeInterpreter,
  agentcoreCreateMemory,
  agentcoreDeleteMemory,
  agentcoreGetMemory,
  agentcoreListCodeFiles,
  agentcoreListCodeSessions,
  agentcoreListMemories,
  agentcoreMemory,
  agentcoreMemorySearch,
  agentcoreReadCodeFiles,
  agentcoreStartCodeSession,
  agentcoreStopCodeSession,
  agentcoreWriteCodeFiles,
] as const;

const running: ModeledAws[] = [];

afterEach(async () => {
  const problems = running.flatMap((aws) => aws.problems);
  await Promise.all(running.splice(0).map((aws) => aws.close()));
  expect(problems).toEqual([]);
});

/** A toolkit against an endpoint that checks each request, and each of our answers, against AWS's models. */
const serve = async (handlers: Handlers) => {
  const aws = await startModeledAws(handlers);
  running.push(aws);
  const { accessKeyId: aws_access_key_id, secretAccessKey: aws_secret_access_key } = aws.credentials;
  const connection = { aws_access_key_id, aws_secret_access_key, aws_region: "us-west-2", aws_endpoint_url: aws.url };
  return { aws, toolkit: createToolkit({ tools, connections: { aws: connection } }) };
};

const succeeded = <T>(result: Result<T, ToolError>): T => {
  if (result.isErr()) throw new Error(describeError(result.error));
  return result.value;
};

const now = new Date("2026-01-01T00:00:00Z");
const session = { codeInterpreterIdentifier: "aws.codeinterpreter.v1", sessionId: "01SESSION" };
const memoryId = "notes-a1b2c3d4e5";
const memory = {
  arn: `arn:aws:bedrock-agentcore:us-west-2:123456789012:memory/${memoryId}`,
  id: memoryId,
  name: "notes",
  eventExpiryDuration: 30,
  status: "ACTIVE",
  createdAt: now,
  updatedAt: now,
};

test("code sessions: run, write, list, read, list sessions, stop", async () => {
  const files = new Map<string, Buffer>();
  type Invocation = {
    name: string;
    arguments: { code?: string; paths?: string[]; content?: { path: string; blob: Buffer }[] };
  };
  const invoked = ({ name, arguments: given }: Invocation): object => {
    if (name === "writeFiles") for (const { path, blob } of given.content ?? []) files.set(path, blob);
    const content =
      name === "listFiles"
        ? [...files.keys()].map((path) => ({
            type: "resource_link",
            name: path,
            uri: `file:///${path}`,
            description: "File",
          }))
        : name === "readFiles"
          ? (given.paths ?? []).map((path) => ({
              type: "resource",
              resource: { type: "blob", uri: `file:///${path}`, blob: files.get(path) ?? Buffer.alloc(0) },
            }))
          : [{ type: "text", text: given.code ?? name }];
    return { content, isError: false, structuredContent: { stdout: "out", exitCode: 0, executionTime: 1.5 } };
  };
  const { aws, toolkit } = await serve({
    "bedrock-agentcore": {
      StartCodeInterpreterSession: () => ({ ...session, createdAt: now }),
      StopCodeInterpreterSession: () => ({ ...session, lastUpdatedAt: now }),
      ListCodeInterpreterSessions: () => ({ items: [{ ...session, status: "READY", createdAt: now }] }),
      InvokeCodeInterpreter: (input: Invocation) => ({ sessionId: "01SESSION", stream: [{ result: invoked(input) }] }),
    },
  });
  await using calls = toolkit;
  const { session_id } = succeeded(await calls.call("agentcore_start_code_session", {}));
  const run = succeeded(await calls.call("agentcore_code_interpreter", { code: "print(1)", command: "ls" }));
  expect(run.results.map(({ result, execution_time }) => [result, execution_time])).toEqual([
    ["executeCommand", 1.5],
    ["print(1)", 1.5],
  ]);
  const input_files = [{ uri: "data:text/csv;base64,YSxi", name: "a.csv" }];
  succeeded(await calls.call("agentcore_write_code_files", { session_id, input_files }));
  expect(succeeded(await calls.call("agentcore_list_code_files", { session_id })).files).toMatchObject([
    { name: "a.csv" },
  ]);
  const read = succeeded(await calls.run("agentcore_read_code_files", { session_id, paths: ["a.csv"] }));
  expect(read.files[0]?.bytes.toString()).toBe("a,b");
  expect(succeeded(await calls.call("agentcore_list_code_sessions", { status: "ALL" })).session_count).toBe(1);
  expect(succeeded(await calls.call("agentcore_stop_code_session", { session_id })).stopped).toBe(true);
  expect(aws.calls.map(({ operation }) => operation)).toContain("StopCodeInterpreterSession");
});

test("every exception that a code stream can hold is an error", async () => {
  const expected = {
    ThrottlingException: "rate_limited",
    AccessDeniedException: "forbidden",
    ResourceNotFoundException: "not_found",
    ConflictException: "conflict",
  } as const;
  for (const [name, code] of Object.entries(expected)) {
    async function* stream(): AsyncGenerator<object> {
      yield { result: { content: [{ type: "text", text: "first" }] } };
      yield modeledError(name, { message: "scripted" });
    }
    const { toolkit } = await serve({
      "bedrock-agentcore": { InvokeCodeInterpreter: () => ({ sessionId: "01SESSION", stream: stream() }) },
    });
    await using calls = toolkit;
    const result = await calls.call("agentcore_code_interpreter", { code: "x", session_id: "01SESSION" });
    expect(result.isErr() && result.error.code, name).toBe(code);
  }
});

test("memories: create, get, list, record, retrieve, search, list records, delete", async () => {
  const event = { memoryId, actorId: "team/user-1", sessionId: "chat-1", eventId: "0001#abc", eventTimestamp: now };
  const payload = [{ conversational: { role: "USER", content: { text: "tea" } } }];
  const record = {
    memoryRecordId: "mem-00000000-0000-4000-8000-000000000000",
    content: { text: "Likes tea" },
    memoryStrategyId: "semantic-a1b2c3d4e5",
    namespaces: ["/semantic/user-1"],
    createdAt: now,
  };
  const { aws, toolkit } = await serve({
    "bedrock-agentcore-control": {
      CreateMemory: () => ({ memory: { ...memory, status: "CREATING" } }),
      GetMemory: () => ({ memory }),
      ListMemories: () => ({ memories: [{ id: memoryId, status: "ACTIVE", createdAt: now, updatedAt: now }] }),
      DeleteMemory: () => ({ memoryId, status: "DELETING" }),
    },
    "bedrock-agentcore": {
      CreateEvent: () => ({ event: { ...event, payload } }),
      ListEvents: () => ({ events: [{ ...event, payload }] }),
      RetrieveMemoryRecords: () => ({ memoryRecordSummaries: [{ ...record, score: 0.9 }] }),
      ListMemoryRecords: () => ({ memoryRecordSummaries: [record] }),
    },
  });
  await using calls = toolkit;
  const wanted = {
    name: "notes",
    description: "d",
    strategies: ["semantic" as const, "summary" as const, "user_preference" as const],
  };
  expect(succeeded(await calls.call("agentcore_create_memory", { ...wanted, wait: true })).status).toBe("ACTIVE");
  expect(succeeded(await calls.call("agentcore_get_memory", { memory_id: memoryId })).name).toBe("notes");
  expect(succeeded(await calls.call("agentcore_list_memories", {})).memory_count).toBe(1);
  const ids = { memory_id: memoryId, actor_id: "team/user-1", session_id: "chat-1" };
  const recorded = await calls.call("agentcore_memory", { operation: "record", information: "tea", ...ids });
  expect(succeeded(recorded).event_id).toBe("0001#abc");
  const retrieved = succeeded(await calls.call("agentcore_memory", { operation: "retrieve", ...ids }));
  expect(retrieved.data?.conversation_turns).toMatchObject([
    { created_at: now.toISOString(), messages: [{ role: "USER" }] },
  ]);
  const search = {
    memory_id: memoryId,
    search_query: "drinks",
    namespace_path: "/semantic",
    memory_strategy_id: "s-1",
    metadata_filters: [
      { key: "topic", value: "tea" },
      { key: "day", operator: "AFTER" as const, value: "2026-01-01T00:00:00Z" },
    ],
  };
  expect(succeeded(await calls.call("agentcore_memory_search", search)).data.memories[0]?.score).toBe(0.9);
  expect(succeeded(await calls.call("agentcore_memory_search", { memory_id: memoryId })).data.memories_count).toBe(1);
  expect(succeeded(await calls.call("agentcore_delete_memory", { memory_id: memoryId })).status).toBe("DELETING");
  expect(aws.calls.map(({ operation }) => operation)).toEqual([
    "CreateMemory",
    "GetMemory",
    "GetMemory",
    "ListMemories",
    "CreateEvent",
    "ListEvents",
    "RetrieveMemoryRecords",
    "ListMemoryRecords",
    "DeleteMemory",
  ]);
});

test("browser sessions: start stores an expiring SecureString, close deletes it", async () => {
  const browser = { browserIdentifier: "aws.browser.v1", sessionId: "01BROWSER" };
  const stored = new Map<string, { Name: string; Value: string; Type: string }>();
  const { toolkit } = await serve({
    "bedrock-agentcore": {
      StartBrowserSession: () => ({ ...browser, createdAt: new Date() }),
      StopBrowserSession: () => ({ ...browser, lastUpdatedAt: now }),
    },
    ssm: {
      PutParameter: (input: { Name: string; Value: string; Type: string }) => {
        stored.set(input.Name, input);
        return { Version: 1, Tier: "Advanced" };
      },
      GetParameter: ({ Name }: { Name: string }) => {
        const found = stored.get(Name);
        if (!found) throw modeledError("ParameterNotFound");
        return { Parameter: { Name, Value: found.Value, Type: found.Type } };
      },
      GetParametersByPath: () => ({ Parameters: [] }),
      DeleteParameter: ({ Name }: { Name: string }) => {
        stored.delete(Name);
        return {};
      },
    },
  });
  await using calls = toolkit;
  const init = { function_name: "init_browser_session", session_timeout_seconds: 600 } as const;
  const { session_id } = succeeded(await calls.call("agentcore_browser_session_manager", init));
  expect([...stored.values()]).toMatchObject([{ Name: "/browser-session/01BROWSER", Type: "SecureString" }]);
  const close = { function_name: "close_browser_session", session_id } as const;
  expect(succeeded(await calls.call("agentcore_browser_session_manager", close)).status).toBe("closed");
  expect(stored.size).toBe(0);
});
