import type { Memory } from "@aws-sdk/client-bedrock-agentcore-control";
import { type JsonObject, type ToolError, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok, type Result } from "neverthrow";

/** What the tools say about a memory. */
export const memoryFacts = () => ({
  memory_id: z.string(),
  memory_arn: z.string().nullable(),
  name: z.string().nullable(),
  description: z.string().nullable(),
  status: z.string().describe("CREATING, ACTIVE, UPDATING, FAILED or DELETING. Only an ACTIVE one can be used."),
  event_expiry_days: z.int().nullable().describe("Days after which recorded events are deleted."),
  strategies: z.array(
    z.object({
      strategy_id: z.string(),
      name: z.string().nullable(),
      type: z.string().nullable(),
      namespaces: z.array(z.string()),
    }),
  ),
  created_at: z.string().nullable().describe("ISO 8601, UTC."),
  updated_at: z.string().nullable().describe("ISO 8601, UTC."),
});

export const describeMemory = (memory: Memory | undefined, fallbackId: string) => ({
  memory_id: memory?.id ?? fallbackId,
  memory_arn: memory?.arn ?? null,
  name: memory?.name ?? null,
  description: memory?.description ?? null,
  status: memory?.status ?? "CREATING",
  event_expiry_days: memory?.eventExpiryDuration ?? null,
  strategies: (memory?.strategies ?? []).map(({ strategyId, name, type, namespaceTemplates, namespaces }) => ({
    strategy_id: strategyId ?? "",
    name: name ?? null,
    type: type ?? null,
    namespaces: namespaceTemplates ?? namespaces ?? [],
  })),
  created_at: memory?.createdAt?.toISOString() ?? null,
  updated_at: memory?.updatedAt?.toISOString() ?? null,
});

/** A memory that could not be made is an error that tells its id, so that it can be deleted. */
export const unlessFailed = (memory: Memory | undefined): Result<Memory | undefined, ToolError> => {
  if (memory?.status !== "FAILED") return ok(memory);
  const details: JsonObject = { memory_id: memory.id ?? null };
  return err(
    toolError("upstream", `The memory could not be made: ${memory.failureReason ?? "no reason is given"}.`, {
      hint: "Delete it with agentcore_delete_memory and make another.",
      details,
    }),
  );
};
