import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreDeleteMemory } from "./delete-memory.ts";

const scripted = useScriptedToolkit([agentcoreDeleteMemory]);
const memory_id = "notes-a1b2c3d4e5";
const route = `DELETE /memories/${memory_id}/delete`;

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(agentcoreDeleteMemory, { examples: [{ memory_id }] })).toEqual([]);
});

test("deletes a memory", async () => {
  scripted().answer(route, { status: 202, json: { memoryId: memory_id, status: "DELETING" } });
  expect(succeeded(await scripted().call("agentcore_delete_memory", { memory_id: `'${memory_id}'` }))).toEqual({
    memory_id,
    status: "DELETING",
  });
});

test("a memory that does not exist is not found", async () => {
  scripted().answer(route, scriptedError(404, "ResourceNotFoundException"));
  scripted().failure(await scripted().call("agentcore_delete_memory", { memory_id }), { code: "not_found" });
});
