import { createToolkit } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedCredentials, scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreMemory } from "./memory.ts";

const scripted = useScriptedToolkit([agentcoreMemory]);
const memory_id = "notes-a1b2c3d4e5";
const ids = { memory_id, actor_id: "user-1", session_id: "chat-1" };
const events = `/memories/${memory_id}/events`;
const conversation = `POST /memories/${memory_id}/actor/user-1/sessions/chat-1`;

const newYear = Date.UTC(2026, 0, 1) / 1000;

const eventAt = (minute: number, ...payload: object[]) => ({
  memoryId: memory_id,
  actorId: "user-1",
  sessionId: "chat-1",
  eventId: `000${minute}#abc`,
  eventTimestamp: newYear + minute * 60,
  payload,
});
const said = (role: string, text: string) => ({ conversational: { role, content: { text } } });

test("keeps the contract of tools", async () => {
  const examples = [
    { operation: "record", memory_id, information: "The user likes tea." },
    { operation: "retrieve", ...ids, max_results: 5 },
  ];
  expect(await checkToolContract(agentcoreMemory, { examples })).toEqual([]);
});

test("defect: supplied ids were discarded and a made-up answer was recorded; the message alone goes where it belongs", async () => {
  scripted().answer(`POST ${events}`, { status: 201, json: { event: eventAt(1) } });
  const input = { operation: "record", information: "The user likes tea.", ...ids } as const;
  expect(succeeded(await scripted().call("agentcore_memory", input))).toMatchObject({
    ...ids,
    event_id: "0001#abc",
    data: null,
  });
  expect(scripted().requests.map(({ path }) => path)).toEqual([events]);
  expect(scripted().requests[0]?.json()).toMatchObject({
    actorId: "user-1",
    sessionId: "chat-1",
    payload: [said("USER", "The user likes tea.")],
  });
});

test("a new actor and conversation get ids that come back", async () => {
  scripted().answer(`POST ${events}`, { status: 201, json: { event: eventAt(1) } });
  const input = { operation: "record", information: "x", memory_id: `"${memory_id}"`, role: "ASSISTANT" } as const;
  const output = succeeded(await scripted().call("agentcore_memory", input));
  expect(output.memory_id).toBe(memory_id);
  expect(output.actor_id).toMatch(/^actor_[0-9a-f]{8}$/);
  expect(output.session_id).toMatch(/^session_[0-9a-f]{8}$/);
  expect(scripted().requests[0]?.json()).toMatchObject({ actorId: output.actor_id, payload: [said("ASSISTANT", "x")] });
});

test("defect: a missing id made a billable memory by surprise; it is refused with the way out", async () => {
  const error = scripted().failure(
    await scripted().call("agentcore_memory", { operation: "record", information: "x" }),
    {
      code: "invalid_input",
    },
  );
  expect(error.message).toContain("memory_id: is missing; agentcore_list_memories finds one");
  const retrieval = await scripted().call("agentcore_memory", { operation: "retrieve", memory_id });
  const issues = scripted().failure(retrieval, { code: "invalid_input" }).issues ?? [];
  expect(issues.map(({ path }) => path.join())).toEqual(["actor_id", "session_id"]);
  expect(scripted().requests).toEqual([]);
});

test("defect: retrieve failed whenever there was history; the newest events come in order, with their ids and times", async () => {
  const document = { order: 7 };
  const listed = [
    {
      ...eventAt(3, said("USER", "three"), { json: { content: document } }),
      metadata: { topic: { stringValue: "tea" } },
    },
    { ...eventAt(2, said("USER", "two"), said("ASSISTANT", "zwei")), branch: { name: "aside" } },
    eventAt(1, said("USER", "one")),
  ];
  scripted().answer(conversation, { json: { events: listed } });
  const answer = succeeded(await scripted().run("agentcore_memory", { operation: "retrieve", ...ids, max_results: 2 }));
  expect(answer).toMatchObject({
    output: {
      success: true,
      data: {
        ...ids,
        turns_requested: 2,
        turns_retrieved: 2,
        complete: true,
        conversation_turns: [
          {
            turn_number: 1,
            event_id: "0002#abc",
            created_at: "2026-01-01T00:02:00.000Z",
            messages: [
              { role: "USER", content: { text: "two" } },
              { role: "ASSISTANT", content: { text: "zwei" } },
            ],
            branch: "aside",
          },
          { turn_number: 2, event_id: "0003#abc", documents: [document], metadata: { topic: "tea" }, branch: null },
        ],
      },
    },
    content: [{ type: "text", text: "2 events of chat-1.\nUSER: two\nASSISTANT: zwei\nUSER: three" }],
  });
  expect(scripted().requests[0]?.json()).toEqual({ includePayloads: true, maxResults: 100 });
});

test("defect: a fraction for max_results was ignored; it is refused", async () => {
  const result = await scripted().run("agentcore_memory", { operation: "retrieve", ...ids, max_results: 2.5 });
  expect(scripted().failure(result, { code: "invalid_input" }).issues).toMatchObject([{ path: ["max_results"] }]);
  expect(scripted().requests).toEqual([]);
});

test("the newest events are found behind pages of older ones", async () => {
  const first = {
    json: { events: [eventAt(1, said("USER", "one")), eventAt(2, said("USER", "two"))], nextToken: "t" },
  };
  scripted().answer(conversation, first, { json: { events: [eventAt(3, said("USER", "three"))] } });
  const output = succeeded(
    await scripted().call("agentcore_memory", { operation: "retrieve", ...ids, max_results: 1 }),
  );
  expect(output.data?.conversation_turns).toMatchObject([{ event_id: "0003#abc" }]);
  expect(scripted().requests[1]?.json()).toMatchObject({ nextToken: "t" });
});

test("pages that begin with the newest are read no further than needed", async () => {
  const json = { events: [eventAt(9), eventAt(8)], nextToken: "t" };
  scripted().answer(conversation, { json });
  const output = succeeded(
    await scripted().call("agentcore_memory", { operation: "retrieve", ...ids, max_results: 2 }),
  );
  expect(output.data).toMatchObject({ turns_retrieved: 2, complete: true });
  expect(scripted().requests).toHaveLength(1);
});

test("a conversation without end is read for a thousand events at most", async () => {
  const page = Array.from({ length: 100 }, (_, index) => eventAt(index % 60));
  scripted().answer(conversation, {
    json: { events: page.sort((a, b) => a.eventId.localeCompare(b.eventId)), nextToken: "t" },
  });
  const output = succeeded(await scripted().call("agentcore_memory", { operation: "retrieve", ...ids }));
  expect(output.data).toMatchObject({ turns_retrieved: 10, complete: false });
  expect(scripted().requests).toHaveLength(10);
});

test("defect: keys stayed in the environment for whoever called next; they belong to their call alone", async () => {
  scripted().answer(`POST ${events}`, { status: 201, json: { event: eventAt(1) } });
  const before = { ...process.env };
  const place = { aws_region: "us-east-1", aws_endpoint_url: scripted().url };
  const { accessKeyId: aws_access_key_id, secretAccessKey: aws_secret_access_key } = scriptedCredentials;
  await using shared = createToolkit({ tools: [agentcoreMemory], connections: { aws: place } });
  const input = { operation: "record", information: "x", ...ids } as const;
  const connection = { ...place, aws_access_key_id, aws_secret_access_key };
  succeeded(await shared.call("agentcore_memory", input, { connection }));
  expect(process.env).toEqual(before);
  scripted().failure(await shared.call("agentcore_memory", input), { code: "unauthenticated" });
  expect(scripted().requests).toHaveLength(1);
});

test("retrieving is a read, recording a write", () => {
  expect(agentcoreMemory.effectOf?.({ operation: "retrieve", ...ids, max_results: 1, role: "USER" })).toEqual({
    kind: "read",
  });
  expect(agentcoreMemory.effectOf?.({ operation: "record", max_results: 1, role: "USER" })).toMatchObject({
    kind: "write",
  });
});

test("a service error is an error", async () => {
  scripted().answer(`POST ${events}`, scriptedError(404, "ResourceNotFoundException"));
  const input = { operation: "record", information: "x", ...ids } as const;
  scripted().failure(await scripted().call("agentcore_memory", input), {
    code: "not_found",
    origin: "ResourceNotFoundException",
  });
});

test("defect: only messages could be recorded; documents and branches are, and a branch is read with what it branches from", async () => {
  scripted().answer(`POST ${events}`, { status: 201, json: { event: eventAt(2) } });
  const document = { order: 7, lines: [{ sku: "a", ok: true }] };
  const branch = { branch_name: "aside", root_event_id: "0001#abc" };
  const input = { operation: "record", ...ids, document, ...branch } as const;
  succeeded(await scripted().call("agentcore_memory", input));
  succeeded(await scripted().call("agentcore_memory", { ...input, information: "An order", role: "TOOL" }));
  const [alone, both] = scripted().requests.map((request) => request.json());
  expect(alone).toMatchObject({ payload: [{ blob: document }], branch: { name: "aside", rootEventId: "0001#abc" } });
  expect(both).toMatchObject({ payload: [said("TOOL", "An order"), { blob: document }] });

  scripted().answer(conversation, { json: { events: [eventAt(2, { blob: document })] } });
  const read = { operation: "retrieve", ...ids, branch_name: "aside" } as const;
  const output = succeeded(await scripted().call("agentcore_memory", read));
  expect(output.data?.conversation_turns).toMatchObject([{ messages: [], documents: [document] }]);
  expect(scripted().requests.at(-1)?.json()).toMatchObject({
    filter: { branch: { name: "aside", includeParentBranches: true } },
  });
});

test("null is no document to send beside a message", async () => {
  scripted().answer(`POST ${events}`, { status: 201, json: { event: eventAt(2) } });
  const input = { operation: "record", ...ids, information: "An order", document: null } as const;
  succeeded(await scripted().call("agentcore_memory", input));
  expect(scripted().requests[0]?.json()).toMatchObject({ payload: [said("USER", "An order")] });
});

test.each([
  [{ document: "x".repeat(1_000_001) }, "document"],
  [{ document: null }, "information"],
  [{ information: "x", root_event_id: "0001#abc" }, "root_event_id"],
  [{ information: "x", branch_name: "-aside" }, "branch_name"],
])("%# is refused by its field", async (more, field) => {
  const result = await scripted().run("agentcore_memory", { operation: "record", memory_id, ...more });
  expect(scripted().failure(result, { code: "invalid_input" }).issues?.[0]?.path).toEqual([field]);
});
