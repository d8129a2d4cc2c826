import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreGetMemory } from "./get-memory.ts";

const scripted = useScriptedToolkit([agentcoreGetMemory]);
const memory_id = "notes-a1b2c3d4e5";
const route = `GET /memories/${memory_id}/details`;

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(agentcoreGetMemory, { examples: [{ memory_id }] })).toEqual([]);
});

test("describes a memory with its namespaces, in the newer and in the older form", async () => {
  const strategies = [
    { strategyId: "s-a1b2c3d4e5", name: "s", type: "SEMANTIC", namespaceTemplates: ["/s/{actorId}"] },
    { strategyId: "t-a1b2c3d4e5", name: "t", type: "SUMMARIZATION", namespaces: ["/t/{sessionId}"] },
  ];
  const arn = `arn:aws:bedrock-agentcore:us-east-1:123456789012:memory/${memory_id}`;
  const createdAt = Date.UTC(2026, 0, 1) / 1000;
  const memory = {
    id: memory_id,
    arn,
    name: "notes",
    status: "ACTIVE",
    eventExpiryDuration: 30,
    createdAt,
    strategies,
  };
  scripted().answer(route, { json: { memory }, headers: { "x-fault": "the older form, and no updatedAt" } });
  expect(succeeded(await scripted().call("agentcore_get_memory", { memory_id: `"${memory_id}"` }))).toMatchObject({
    memory_id,
    memory_arn: arn,
    status: "ACTIVE",
    strategies: [{ namespaces: ["/s/{actorId}"] }, { namespaces: ["/t/{sessionId}"] }],
    created_at: "2026-01-01T00:00:00.000Z",
    updated_at: null,
  });
});

test("a memory that does not exist is not found", async () => {
  scripted().answer(route, scriptedError(404, "ResourceNotFoundException"));
  scripted().failure(await scripted().call("agentcore_get_memory", { memory_id }), { code: "not_found" });
});
