import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreMemorySearch } from "./memory-search.ts";

const scripted = useScriptedToolkit([agentcoreMemorySearch]);
const memory_id = "notes-a1b2c3d4e5";
const retrieve = `POST /memories/${memory_id}/retrieve`;
const list = `POST /memories/${memory_id}/memoryRecords`;
const record = {
  memoryRecordId: "mem-00000000-0000-4000-8000-000000000000",
  content: { text: "Likes tea" },
  memoryStrategyId: "semantic-a1b2c3d4e5",
  namespaces: ["/semantic/user-1"],
  createdAt: Date.UTC(2026, 0, 1) / 1000,
};

test("keeps the contract of tools", async () => {
  const examples = [
    { memory_id },
    { memory_id, namespace: "/semantic/user-1", search_query: "tea", max_results: 5, memory_strategy_id: "s-1" },
    { memory_id, namespace_path: "/semantic", next_token: "t" },
  ];
  expect(await checkToolContract(agentcoreMemorySearch, { examples })).toEqual([]);
});

test("searches by meaning", async () => {
  const metadata = {
    topic: { stringValue: "tea" },
    size: { numberValue: 2 },
    day: { dateTimeValue: Date.UTC(2026, 0, 1) / 1000 },
  };
  scripted().answer(retrieve, {
    json: { memoryRecordSummaries: [{ ...record, score: 0.71, metadata }], nextToken: "t2" },
  });
  const input = {
    memory_id,
    namespace: "/semantic",
    search_query: "drinks",
    max_results: 3,
    memory_strategy_id: "s-1",
  };
  const answer = succeeded(await scripted().run("agentcore_memory_search", input));
  expect(answer).toMatchObject({
    output: {
      success: true,
      message: "1 memory records.",
      data: {
        memories_count: 1,
        memory_id,
        namespace: "/semantic",
        query: "drinks",
        memories: [
          {
            ...record,
            createdAt: "2026-01-01T00:00:00.000Z",
            score: 0.71,
            metadata: { topic: "tea", size: 2, day: "2026-01-01T00:00:00.000Z" },
          },
        ],
        next_token: "t2",
      },
    },
    content: [{ type: "text", text: "1 memory records.\n- Likes tea" }],
  });
  expect(scripted().requests[0]?.json()).toEqual({
    namespace: "/semantic",
    maxResults: 3,
    searchCriteria: { searchQuery: "drinks", topK: 3, memoryStrategyId: "s-1" },
  });
});

test("defect: `all` was searched for as a word; it lists the records", async () => {
  scripted().answer(list, { json: { memoryRecordSummaries: [record] } });
  const output = succeeded(await scripted().call("agentcore_memory_search", { memory_id: `'${memory_id}'` }));
  expect(output.data).toMatchObject({
    memory_id,
    query: "all",
    namespace: "/",
    memories: [{ score: null }],
    next_token: null,
  });
  expect(scripted().requests[0]?.json()).toEqual({ namespace: "/", maxResults: 10 });
});

test("defect: service errors were reported as success with 0 results; they are errors", async () => {
  scripted().answer(list, scriptedError(403, "AccessDeniedException"), scriptedError(404, "ResourceNotFoundException"));
  const forbidden = await scripted().call("agentcore_memory_search", { memory_id });
  scripted().failure(forbidden, { code: "forbidden", origin: "AccessDeniedException" });
  const missing = await scripted().call("agentcore_memory_search", { memory_id });
  scripted().failure(missing, { code: "not_found", origin: "ResourceNotFoundException" });
});

test("defect: records could not be filtered by their metadata; conditions narrow a search and a list", async () => {
  scripted().answer(retrieve, { json: { memoryRecordSummaries: [] } });
  scripted().answer(list, { json: { memoryRecordSummaries: [] } });
  const metadata_filters = [
    { key: "topic", value: "tea" },
    { key: "size", operator: "GREATER_THAN" as const, value: 2 },
    { key: "day", operator: "AFTER" as const, value: "2026-01-01T00:00:00Z" },
    { key: "draft", operator: "NOT_EXISTS" as const },
  ];
  const expected = [
    { left: { metadataKey: "topic" }, operator: "EQUALS_TO", right: { metadataValue: { stringValue: "tea" } } },
    { left: { metadataKey: "size" }, operator: "GREATER_THAN", right: { metadataValue: { numberValue: 2 } } },
    {
      left: { metadataKey: "day" },
      operator: "AFTER",
      right: { metadataValue: { dateTimeValue: Date.UTC(2026, 0, 1) / 1000 } },
    },
    { left: { metadataKey: "draft" }, operator: "NOT_EXISTS" },
  ];
  succeeded(await scripted().call("agentcore_memory_search", { memory_id, search_query: "tea", metadata_filters }));
  succeeded(await scripted().call("agentcore_memory_search", { memory_id, metadata_filters }));
  expect(scripted().requests[0]?.json()).toMatchObject({ searchCriteria: { metadataFilters: expected } });
  expect(scripted().requests[1]?.json()).toMatchObject({ metadataFilters: expected });
});

test.each([
  { key: "topic" },
  { key: "topic", operator: "EXISTS", value: "tea" },
  { key: "day", operator: "BEFORE", value: "yesterday" },
  { key: "day", operator: "BEFORE", value: 7 },
])("the condition %j is refused by its value", async (filter) => {
  const result = await scripted().run("agentcore_memory_search", { memory_id, metadata_filters: [filter] });
  const { issues } = scripted().failure(result, { code: "invalid_input" });
  expect(issues?.map(({ path }) => path)).toEqual([["metadata_filters", 0, "value"]]);
  expect(scripted().requests).toEqual([]);
});

test("defect: a wildcard in the namespace was success with 0 results; AWS is asked, and its refusal told", async () => {
  scripted().answer(retrieve, scriptedError(400, "ValidationException"));
  const input = { memory_id, namespace: "/semantic/*", search_query: "tea" };
  const result = await scripted().call("agentcore_memory_search", input);
  scripted().failure(result, { code: "invalid_input", origin: "ValidationException" });
  expect(scripted().requests[0]?.json()).toMatchObject({ namespace: "/semantic/*" });
});

test("a path of namespaces replaces the prefix", async () => {
  scripted().answer(list, { json: { memoryRecordSummaries: [] } });
  const input = { memory_id, namespace_path: "/semantic", next_token: "t1" };
  expect(succeeded(await scripted().call("agentcore_memory_search", input)).data.namespace).toBe("/semantic");
  expect(scripted().requests[0]?.json()).toEqual({ namespacePath: "/semantic", maxResults: 10, nextToken: "t1" });
});
