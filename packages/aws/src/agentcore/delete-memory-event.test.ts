import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreDeleteMemoryEvent } from "./delete-memory-event.ts";

const scripted = useScriptedToolkit([agentcoreDeleteMemoryEvent]);
const memory_id = "notes-a1b2c3d4e5";
const input = { memory_id, actor_id: "user-1", session_id: "chat-1", event_id: "0001#abc" };
const route = `DELETE /memories/${memory_id}/actor/user-1/sessions/chat-1/events/0001%23abc`;

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(agentcoreDeleteMemoryEvent, { examples: [input] })).toEqual([]);
});

test("defect: no event could be deleted; that one is", async () => {
  scripted().answer(route, { json: { eventId: "0001#abc" } });
  const quoted = { ...input, memory_id: `"${memory_id}"`, session_id: "'chat-1'" };
  expect(succeeded(await scripted().call("agentcore_delete_memory_event", quoted))).toEqual({
    memory_id,
    event_id: "0001#abc",
    deleted: true,
  });
});

test("one that is gone counts as deleted, another failure does not", async () => {
  scripted().answer(
    route,
    scriptedError(404, "ResourceNotFoundException"),
    scriptedError(403, "AccessDeniedException"),
  );
  expect(succeeded(await scripted().call("agentcore_delete_memory_event", input)).deleted).toBe(false);
  scripted().failure(await scripted().call("agentcore_delete_memory_event", input), { code: "forbidden" });
});

test("what is no event's id is refused before anything is sent", async () => {
  const result = await scripted().call("agentcore_delete_memory_event", { ...input, event_id: "../x" });
  expect(scripted().failure(result, { code: "invalid_input" }).issues?.[0]?.path).toEqual(["event_id"]);
  expect(scripted().requests).toEqual([]);
});
