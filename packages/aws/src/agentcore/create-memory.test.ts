import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreCreateMemory } from "./create-memory.ts";

const scripted = useScriptedToolkit([agentcoreCreateMemory]);
const create = "POST /memories/create";
const get = "GET /memories/notes-a1b2c3d4e5/details";
const made = {
  id: "notes-a1b2c3d4e5",
  arn: "arn:aws:bedrock-agentcore:us-east-1:123456789012:memory/notes-a1b2c3d4e5",
  name: "notes",
  eventExpiryDuration: 30,
  createdAt: Date.UTC(2026, 0, 1) / 1000,
  updatedAt: Date.UTC(2026, 0, 1) / 1000,
};
const memory = (status: string, more: object = {}) => ({ json: { memory: { ...made, status, ...more } } });

test("keeps the contract of tools", async () => {
  const examples = [
    { name: "notes" },
    { name: "notes", description: "d", event_expiry_days: 30, strategies: ["semantic", "summary"], wait: true },
  ];
  expect(await checkToolContract(agentcoreCreateMemory, { examples })).toEqual([]);
});

test("makes a memory that keeps events only, without waiting", async () => {
  scripted().answer(create, { status: 202, ...memory("CREATING") });
  const output = succeeded(await scripted().call("agentcore_create_memory", { name: "notes", event_expiry_days: 30 }));
  expect(output).toMatchObject({
    memory_id: "notes-a1b2c3d4e5",
    status: "CREATING",
    event_expiry_days: 30,
    strategies: [],
  });
  const sent = { name: "notes", eventExpiryDuration: 30, clientToken: expect.any(String) };
  expect(scripted().requests[0]?.json()).toEqual(sent);
});

test("strategies say where their records go; a wait ends when it is active", async () => {
  const strategies = [
    {
      strategyId: "semantic-a1b2c3d4e5",
      name: "semantic",
      type: "SEMANTIC",
      namespaceTemplates: ["/semantic/{actorId}"],
      namespaces: ["/semantic/{actorId}"],
    },
  ];
  scripted().answer(create, { status: 202, ...memory("CREATING") });
  scripted().answer(get, memory("ACTIVE", { strategies }));
  const input = { name: "notes", strategies: ["semantic", "summary", "user_preference"], wait: true } as const;
  const output = succeeded(
    await scripted().call("agentcore_create_memory", { ...input, strategies: [...input.strategies] }),
  );
  expect(output).toMatchObject({
    status: "ACTIVE",
    strategies: [{ type: "SEMANTIC", namespaces: ["/semantic/{actorId}"] }],
  });
  expect(scripted().requests[0]?.json()).toMatchObject({
    memoryStrategies: [
      { semanticMemoryStrategy: { name: "semantic", namespaceTemplates: ["/semantic/{actorId}/{sessionId}"] } },
      { summaryMemoryStrategy: { name: "summary", namespaceTemplates: ["/summaries/{actorId}/{sessionId}"] } },
      { userPreferenceMemoryStrategy: { name: "userPreference" } },
    ],
  });
});

test("defect: creation could outlast the call without a trace; a timeout carries the id", async () => {
  scripted().answer(create, { status: 202, ...memory("CREATING") });
  scripted().answer(get, memory("CREATING"));
  const result = await scripted().call("agentcore_create_memory", { name: "notes", wait: true }, { deadlineMs: 300 });
  expect(scripted().failure(result, { code: "timeout" }).details).toEqual({ memory_id: "notes-a1b2c3d4e5" });
});

test("an abort ends the wait at once", async () => {
  scripted().answer(create, { status: 202, ...memory("CREATING") });
  scripted().answer(get, memory("CREATING"));
  const stop = new AbortController();
  const onProgress = (): void => stop.abort();
  const call = scripted().call(
    "agentcore_create_memory",
    { name: "notes", wait: true },
    { signal: stop.signal, onProgress },
  );
  const { promise: stopped, resolve } = Promise.withResolvers<number>();
  stop.signal.addEventListener("abort", () => resolve(performance.now()));
  const began = await stopped;
  scripted().failure(await call, { code: "aborted" });
  expect(performance.now() - began).toBeLessThan(100);
});

test("a memory that fails is an error with the reason and the id", async () => {
  scripted().answer(create, { status: 202, ...memory("FAILED", { failureReason: "no key" }) });
  const error = scripted().failure(await scripted().call("agentcore_create_memory", { name: "notes" }), {
    code: "upstream",
  });
  expect(error).toMatchObject({
    message: "The memory could not be made: no key.",
    details: { memory_id: "notes-a1b2c3d4e5" },
  });
});

test("a name that is taken is a conflict", async () => {
  scripted().answer(create, scriptedError(409, "ConflictException"));
  scripted().failure(await scripted().call("agentcore_create_memory", { name: "notes" }), { code: "conflict" });
});
