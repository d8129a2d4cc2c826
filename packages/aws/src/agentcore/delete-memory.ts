import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { memoryId, plainId } from "./memory-schema.ts";
import { agentcoreControl } from "./service.ts";

/**
 * Deletes a memory with all that it holds.
 *
 * @see Amazon Bedrock AgentCore Control Plane API Reference, DeleteMemory
 */
export const agentcoreDeleteMemory = awsTool({
  name: "agentcore_delete_memory",
  title: "Delete an AgentCore memory",
  description:
    "Deletes an AgentCore memory with every conversation and record in it. This cannot be undone. " +
    "AWS does it within minutes; until then agentcore_get_memory shows the status DELETING.",
  effect: { kind: "destroy", idempotent: true },
  permissions: ["bedrock-agentcore:DeleteMemory"],

  input: () => z.strictObject({ memory_id: memoryId() }),
  output: () => z.object({ memory_id: z.string(), status: z.string() }),

  plan: ({ memory_id }) => `Deletes the memory ${plainId(memory_id)} with every conversation and record in it.`,

  execute: ({ memory_id }, call) =>
    agentcoreControl(call, (sdk) => new sdk.DeleteMemoryCommand({ memoryId: plainId(memory_id) })).map(
      ({ memoryId, status }) => ({ memory_id: memoryId ?? plainId(memory_id), status: status ?? "DELETING" }),
    ),
});
