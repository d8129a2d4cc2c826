import * as z from "@tsunagu/core/zod";
import { err, ok } from "neverthrow";
import { awsTool } from "../connector.ts";
import { actorId, eventId, memoryId, memorySessionId, plainId } from "./memory-schema.ts";
import { agentcore } from "./service.ts";

/**
 * Deletes an event of a conversation for good. What was learnt from it before stays among the memory's records.
 *
 * @see Amazon Bedrock AgentCore Data Plane API Reference, DeleteEvent
 */
export const agentcoreDeleteMemoryEvent = awsTool({
  name: "agentcore_delete_memory_event",
  title: "Delete an event of an AgentCore memory",
  description:
    "Deletes one event (a message or document) of a conversation in an AgentCore memory. This cannot be undone. An event that does not " +
    "exist any more counts as deleted. Find its event_id by retrieving the conversation with agentcore_memory. " +
    "Records that were learnt from the event before stay.",
  effect: { kind: "destroy", idempotent: true },
  permissions: ["bedrock-agentcore:DeleteEvent"],

  input: () =>
    z.strictObject({
      memory_id: memoryId(),
      actor_id: actorId(),
      session_id: memorySessionId(),
      event_id: eventId(),
    }),
  output: () =>
    z.object({
      memory_id: z.string(),
      event_id: z.string(),
      deleted: z.boolean().describe("False when there was no such event."),
    }),

  plan: ({ memory_id, session_id, event_id }) =>
    `Deletes the event ${event_id} of the conversation ${plainId(session_id)} in the memory ${plainId(memory_id)}.`,

  execute: ({ memory_id, actor_id, session_id, event_id }, call) => {
    const answer = { memory_id: plainId(memory_id), event_id };
    return agentcore(
      call,
      (sdk) =>
        new sdk.DeleteEventCommand({
          memoryId: plainId(memory_id),
          actorId: plainId(actor_id),
          sessionId: plainId(session_id),
          eventId: event_id,
        }),
    )
      .map(() => ({ ...answer, deleted: true }))
      .orElse((error) => (error.code === "not_found" ? ok({ ...answer, deleted: false }) : err(error)));
  },
});
