import type { MemoryStrategyInput } from "@aws-sdk/client-bedrock-agentcore-control";
import type { Parsed } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { okAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import { type PollCall, pollUntil } from "../poll.ts";
import type { AwsCall } from "../service.ts";
import { describeMemory, memoryFacts, unlessFailed } from "./memory-facts.ts";
import { agentcoreControl } from "./service.ts";

const mostExpiryDays = 3650;

/** What each strategy is called, and where its records go. */
const strategies = {
  semantic: { name: "semantic", namespaceTemplates: ["/semantic/{actorId}/{sessionId}"] },
  summary: { name: "summary", namespaceTemplates: ["/summaries/{actorId}/{sessionId}"] },
  user_preference: { name: "userPreference", namespaceTemplates: ["/userPreference/{actorId}/{sessionId}"] },
} as const;

const request = () =>
  z.strictObject({
    name: z
      .string()
      .regex(/^[a-zA-Z][a-zA-Z0-9_]{0,47}$/, "begins with a letter and holds up to 48 letters, digits and _")
      .describe("A name for people. The id is made of it."),
    description: z.string().min(1).max(4096).optional().describe("What the memory is for."),
    event_expiry_days: z
      .int()
      .min(3)
      .max(mostExpiryDays)
      .default(90)
      .describe("Days after which recorded events are deleted."),
    strategies: z
      .array(z.enum(["semantic", "summary", "user_preference"]))
      .max(3)
      .default([])
      .describe(
        "What to learn from conversations: facts, summaries, preferences. Each is billed; without any, only events are kept.",
      ),
    encryption_key_arn: z
      .string()
      .regex(/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/, "is not a KMS key's ARN")
      .optional()
      .describe("A KMS key of one's own to encrypt the memory with."),
    wait: z.boolean().default(false).describe("Wait until it can be used, which takes minutes."),
  });

/**
 * Makes a memory, and waits for it if wished. The same name again is a `conflict`.
 *
 * @see Amazon Bedrock AgentCore Control Plane API Reference, CreateMemory and GetMemory
 */
export const agentcoreCreateMemory = awsTool({
  name: "agentcore_create_memory",
  title: "Create an AgentCore memory",
  description:
    "Creates an AgentCore memory, a billable resource that stays until agentcore_delete_memory. It can be used once its status is ACTIVE: " +
    "wait for that here, or ask agentcore_get_memory later. With strategies it learns facts, summaries or preferences from what " +
    "agentcore_memory records, for agentcore_memory_search to find. Look with agentcore_list_memories first whether there is one.",
  effect: { kind: "write", idempotent: false },
  permissions: ["bedrock-agentcore:CreateMemory", "bedrock-agentcore:GetMemory"],
  deadlineMs: 10 * 60_000,

  input: request,
  output: () => z.object(memoryFacts()),

  plan: ({ name, event_expiry_days }) =>
    `Creates the memory ${name}, which keeps events for ${event_expiry_days} days.`,

  execute: (input, call) =>
    agentcoreControl(
      call,
      (sdk) =>
        new sdk.CreateMemoryCommand({
          name: input.name,
          eventExpiryDuration: input.event_expiry_days,
          ...(input.description === undefined ? {} : { description: input.description }),
          ...(input.encryption_key_arn === undefined ? {} : { encryptionKeyArn: input.encryption_key_arn }),
          ...(input.strategies.length === 0
            ? {}
            : { memoryStrategies: [...new Set(input.strategies)].map(strategyOf) }),
        }),
    )
      .andThen(({ memory }) => (input.wait ? untilActive(memory?.id ?? "", call) : okAsync(memory)))
      .andThen(unlessFailed)
      .map((memory) => describeMemory(memory, "")),
});

const strategyOf = (strategy: Parsed<ReturnType<typeof request>>["strategies"][number]): MemoryStrategyInput => {
  const { name, namespaceTemplates } = strategies[strategy];
  const members = { name, namespaceTemplates: [...namespaceTemplates] };
  switch (strategy) {
    case "semantic":
      return { semanticMemoryStrategy: members };
    case "summary":
      return { summaryMemoryStrategy: members };
    case "user_preference":
      return { userPreferenceMemoryStrategy: members };
  }
};

const untilActive = (memory_id: string, call: AwsCall & PollCall) =>
  pollUntil(call, {
    ask: () => agentcoreControl(call, (sdk) => new sdk.GetMemoryCommand({ memoryId: memory_id })),
    isDone: ({ memory }) => memory?.status !== "CREATING",
    describe: ({ memory }) => `Memory ${memory_id}: ${memory?.status}`,
    details: { memory_id },
  }).map(({ memory }) => memory);
