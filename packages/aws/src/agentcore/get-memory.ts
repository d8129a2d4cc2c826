import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { describeMemory, memoryFacts, unlessFailed } from "./memory-facts.ts";
import { memoryId, plainId } from "./memory-schema.ts";
import { agentcoreControl } from "./service.ts";

/**
 * Describes a memory: its state, strategies and namespaces.
 *
 * @see Amazon Bedrock AgentCore Control Plane API Reference, GetMemory
 */
export const agentcoreGetMemory = awsTool({
  name: "agentcore_get_memory",
  title: "Describe an AgentCore memory",
  description:
    "Describes an AgentCore memory: whether it can be used (status ACTIVE), its strategies and the namespaces that their records go to, " +
    "which agentcore_memory_search takes. A memory that could not be made is an error with the reason.",
  effect: { kind: "read" },
  permissions: ["bedrock-agentcore:GetMemory"],

  input: () => z.strictObject({ memory_id: memoryId() }),
  output: () => z.object(memoryFacts()),

  execute: ({ memory_id }, call) =>
    agentcoreControl(call, (sdk) => new sdk.GetMemoryCommand({ memoryId: plainId(memory_id) }))
      .andThen(({ memory }) => unlessFailed(memory))
      .map((memory) => describeMemory(memory, plainId(memory_id))),
});
