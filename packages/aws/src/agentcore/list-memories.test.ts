import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreListMemories } from "./list-memories.ts";

const scripted = useScriptedToolkit([agentcoreListMemories]);

test("keeps the contract of tools", async () => {
  const examples = [{}, { max_results: 1, next_token: "t" }];
  expect(await checkToolContract(agentcoreListMemories, { examples })).toEqual([]);
});

test("lists a page", async () => {
  const createdAt = Date.UTC(2026, 0, 1) / 1000;
  const memories = [{ id: "notes-a1b2c3d4e5", status: "ACTIVE", createdAt, updatedAt: createdAt }];
  scripted().answer("POST /memories/", { json: { memories, nextToken: "t2" } });
  const answer = succeeded(await scripted().run("agentcore_list_memories", { max_results: 1, next_token: "t1" }));
  expect(answer).toMatchObject({
    output: {
      memory_count: 1,
      memories: [{ memory_id: "notes-a1b2c3d4e5", memory_arn: null, created_at: "2026-01-01T00:00:00.000Z" }],
      next_token: "t2",
    },
    content: [{ type: "text", text: "1 memories\nnotes-a1b2c3d4e5 (ACTIVE)" }],
  });
  expect(scripted().requests[0]?.json()).toEqual({ maxResults: 1, nextToken: "t1" });
});
