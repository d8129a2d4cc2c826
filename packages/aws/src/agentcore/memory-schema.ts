import * as z from "@tsunagu/core/zod";

const optionallyQuoted = (pattern: string): RegExp => new RegExp(`^["']?${pattern}["']?$`);

/** Fields that the memory tools share. Ids may come in quotes, as models like to write them; see {@link plainId}. */
export const memoryId = () =>
  z
    .string()
    .min(1)
    .max(300)
    .regex(optionallyQuoted("[\\w:/-]+"), "is not a memory's id or ARN")
    .describe(
      "The memory's id, such as `notes-a1b2c3d4e5`. agentcore_list_memories finds it, agentcore_create_memory makes one.",
    );

export const actorId = () =>
  z
    .string()
    .min(1)
    .max(257)
    .regex(optionallyQuoted("[a-zA-Z0-9][\\w:/-]*"), "may hold letters, digits, - _ / and :")
    .describe("Whose memory it is: a user or an agent.");

export const memorySessionId = () =>
  z
    .string()
    .min(1)
    .max(102)
    .regex(optionallyQuoted("[a-zA-Z0-9][\\w-]*"), "may hold letters, digits, - and _")
    .describe("The conversation.");

export const eventId = () =>
  z
    .string()
    .max(300)
    .regex(/^[0-9]+#[a-fA-F0-9]+$/, "is not an event's id, such as 0000001735689600000#abc123")
    .describe("The event, as agentcore_memory tells it.");

export const branchName = () =>
  z
    .string()
    .min(1)
    .max(100)
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9_-]*$/, "may hold letters, digits, - and _");

/** An id without the quotes that a model put around it. */
export const plainId = (id: string): string => id.replace(/^["']|["']$/g, "");
