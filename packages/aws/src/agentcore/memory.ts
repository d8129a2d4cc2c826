import { randomBytes } from "node:crypto";
import type { Branch, PayloadType } from "@aws-sdk/client-bedrock-agentcore";
import type { Parsed, ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import type { ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import type { AwsCall } from "../service.ts";
import { describeTurn, lastEvents, turn } from "./memory-events.ts";
import { actorId, branchName, eventId, memoryId, memorySessionId, plainId } from "./memory-schema.ts";
import { agentcore } from "./service.ts";

const mostCharacters = 100_000;
const mostDocumentCharacters = 1_000_000;
const mostTurns = 50;

const request = () =>
  z
    .strictObject({
      operation: z.enum(["record", "retrieve"]).describe("Add to a conversation, or read its newest events."),
      information: z.string().max(mostCharacters).optional().describe("With record: the message to remember."),
      document: z
        .json()
        .optional()
        .describe(
          "With record: anything as JSON to keep beside the message, or in its place, up to a million characters.",
        ),
      memory_id: memoryId().optional(),
      actor_id: actorId().optional(),
      session_id: memorySessionId().optional(),
      max_results: z.int().min(1).max(mostTurns).default(10).describe("With retrieve: most events to return."),
      role: z.enum(["USER", "ASSISTANT", "TOOL", "OTHER"]).default("USER").describe("With record: who says it."),
      branch_name: branchName()
        .optional()
        .describe(
          "The branch of the conversation to add to, or to read with what it branches from; by default the main one.",
        ),
      root_event_id: eventId()
        .optional()
        .describe("With record and branch_name: the event that a new branch begins behind."),
    })
    .superRefine((input, context) => {
      const refuse = (path: string, message: string): void =>
        context.addIssue({ code: "custom", path: [path], message });
      if (input.memory_id === undefined) {
        refuse("memory_id", "is missing; agentcore_list_memories finds one and agentcore_create_memory makes one");
      }
      if (input.operation === "record") {
        if ((input.information ?? "").trim() === "" && (input.document ?? null) === null)
          refuse("information", "is blank, and there is no document; with record one of the two says what to remember");
        if (JSON.stringify(input.document ?? null).length > mostDocumentCharacters)
          refuse("document", `has more than ${mostDocumentCharacters} characters`);
        if (input.root_event_id !== undefined && input.branch_name === undefined)
          refuse("root_event_id", "needs branch_name");
        return;
      }
      for (const field of ["actor_id", "session_id"] as const) {
        if (input[field] === undefined) refuse(field, "is missing; retrieve needs what record answered with");
      }
    });

const answer = () =>
  z.object({
    success: z.literal(true),
    operation: z.enum(["record", "retrieve"]),
    message: z.string(),
    memory_id: z.string(),
    actor_id: z.string(),
    session_id: z.string(),
    event_id: z.string().nullable().describe("Of what was recorded."),
    data: z
      .object({
        memory_id: z.string(),
        actor_id: z.string(),
        session_id: z.string(),
        turns_requested: z.int(),
        turns_retrieved: z.int(),
        complete: z.boolean().describe("False when the conversation is too long to be sure that these are the newest."),
        conversation_turns: z.array(turn()).describe("The oldest first."),
      })
      .nullable()
      .describe("With retrieve."),
  });

/**
 * Adds an event to a conversation in AgentCore Memory, or reads the newest ones. It never makes a memory.
 *
 * @see Amazon Bedrock AgentCore Data Plane API Reference, CreateEvent and ListEvents
 */
export const agentcoreMemory = awsTool({
  name: "agentcore_memory",
  title: "Record or read a conversation in AgentCore Memory",
  description:
    "Records a message, a JSON document or both in a conversation of an AgentCore memory, or retrieves its newest events in order. memory_id has to exist: find " +
    "it with agentcore_list_memories or make it with agentcore_create_memory. Without actor_id or session_id, record begins a new one and " +
    "answers with its id. To search what was learnt from conversations, use agentcore_memory_search.",
  effect: { kind: "write", idempotent: false },
  effectOf: ({ operation }) => (operation === "record" ? { kind: "write", idempotent: false } : { kind: "read" }),
  permissions: ["bedrock-agentcore:CreateEvent", "bedrock-agentcore:ListEvents"],

  input: request,
  output: answer,

  plan: ({ operation, memory_id = "", session_id = "a new conversation" }) =>
    operation === "record"
      ? `Records a message in ${session_id} of the memory ${memory_id}.`
      : `Reads ${session_id} of the memory ${memory_id}.`,

  execute: (input, call) => {
    const conversation = {
      memoryId: plainId(input.memory_id ?? ""),
      actorId: plainId(input.actor_id ?? newId("actor")),
      sessionId: plainId(input.session_id ?? newId("session")),
    };
    return input.operation === "record" ? record(input, conversation, call) : retrieve(input, conversation, call);
  },

  present: ({ message, data }) => {
    const said = data?.conversation_turns.flatMap(({ messages }) => messages) ?? [];
    return [
      { type: "text", text: [message, ...said.map(({ role, content }) => `${role}: ${content.text}`)].join("\n") },
    ];
  },
});

type Request = Parsed<ReturnType<typeof request>>;
type Answer = Parsed<ReturnType<typeof answer>>;

interface Conversation {
  readonly memoryId: string;
  readonly actorId: string;
  readonly sessionId: string;
}

const newId = (kind: "actor" | "session"): string => `${kind}_${randomBytes(4).toString("hex")}`;

const idsOf = ({ memoryId: memory_id, actorId: actor_id, sessionId: session_id }: Conversation) => ({
  memory_id,
  actor_id,
  session_id,
});

const record = (input: Request, conversation: Conversation, call: AwsCall): ResultAsync<Answer, ToolError> =>
  agentcore(
    call,
    (sdk) =>
      new sdk.CreateEventCommand({
        ...conversation,
        eventTimestamp: new Date(),
        payload: payloadOf(input),
        ...branchOf(input),
      }),
  ).map(({ event }) => ({
    success: true,
    operation: "record",
    message: `Recorded in ${conversation.sessionId}.`,
    ...idsOf(conversation),
    event_id: event?.eventId ?? null,
    data: null,
  }));

/** A message that is blank is none: then the document stands alone. Nor is null a document: AWS does not take it. */
const payloadOf = ({ information = "", document, role }: Request): PayloadType[] => [
  ...(information.trim() === "" ? [] : [{ conversational: { role, content: { text: information } } }]),
  ...(document === undefined || document === null ? [] : [{ blob: document }]),
];

const branchOf = ({ branch_name, root_event_id }: Request): { branch?: Branch } =>
  branch_name === undefined
    ? {}
    : { branch: { name: branch_name, ...(root_event_id === undefined ? {} : { rootEventId: root_event_id }) } };

const retrieve = (input: Request, conversation: Conversation, call: AwsCall): ResultAsync<Answer, ToolError> =>
  lastEvents(call, { ...conversation, branchName: input.branch_name }, input.max_results).map(
    ({ events, complete }) => ({
      success: true,
      operation: "retrieve",
      message: `${events.length} events of ${conversation.sessionId}.`,
      ...idsOf(conversation),
      event_id: null,
      data: {
        ...idsOf(conversation),
        turns_requested: input.max_results,
        turns_retrieved: events.length,
        complete,
        conversation_turns: events.map((event, index) => describeTurn(event, index + 1)),
      },
    }),
  );
