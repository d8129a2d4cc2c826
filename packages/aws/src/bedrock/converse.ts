import type { ContentBlock } from "@aws-sdk/client-bedrock-runtime";
import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { messagesOf } from "./converse-content.ts";
import { converseInput } from "./converse-input.ts";
import { toJsonObject } from "./json.ts";
import { bedrockRuntime } from "./service.ts";

/**
 * Asks a model for an answer to text, images and documents. The model is given no tools.
 *
 * @see Amazon Bedrock Runtime API Reference, Converse
 */
export const bedrockConverse = awsTool({
  name: "bedrock_converse",
  title: "Converse with a Bedrock model",
  description:
    "Asks a model on Amazon Bedrock and returns its answer. Takes text, images and documents, earlier messages, a system prompt and a " +
    "guardrail. The model is given no tools. When stop_reason is max_tokens the answer is cut off: ask again with a larger max_output.",
  effect: { kind: "read" },
  permissions: ["bedrock:InvokeModel", "bedrock:ApplyGuardrail", "bedrock:GetInferenceProfile"],
  deadlineMs: 10 * 60_000,
  input: converseInput,

  output: () =>
    z.object({
      model_id: z.string(),
      output: z.string().describe("The answer."),
      reasoning: z.string().nullable().describe("What the model thought before, where it tells."),
      stop_reason: z
        .string()
        .describe("end_turn, max_tokens, stop_sequence, guardrail_intervened, content_filtered, …"),
      usage: z.object({
        input_tokens: z.int().nullable(),
        output_tokens: z.int().nullable(),
        total_tokens: z.int().nullable(),
      }),
      latency_ms: z.number().nullable(),
      guardrail_trace: z.record(z.string(), z.json()).nullable().describe("What a guardrail found, in the API's form."),
    }),

  execute: (request, call) =>
    messagesOf(request, call.files)
      .andThen((messages) =>
        bedrockRuntime(
          call,
          (sdk) =>
            new sdk.ConverseCommand({
              modelId: request.model_id,
              messages,
              ...(request.system === undefined ? {} : { system: [{ text: request.system }] }),
              inferenceConfig: {
                maxTokens: request.max_output,
                temperature: request.temperature,
                topP: request.top_p,
                stopSequences: request.stop_sequences,
              },
              additionalModelRequestFields: request.additional_fields,
              ...(request.guardrail_id === undefined
                ? {}
                : {
                    guardrailConfig: {
                      guardrailIdentifier: request.guardrail_id,
                      guardrailVersion: request.guardrail_version,
                      trace: "enabled" as const,
                    },
                  }),
            }),
        ),
      )
      .map((answer) => {
        const blocks = answer.output?.message?.content ?? [];
        const guardrail = answer.trace?.guardrail;
        return {
          model_id: request.model_id,
          output: joined(
            blocks,
            ({ text, citationsContent }) => text ?? citationsContent?.content?.map((each) => each.text ?? "").join(""),
          ),
          reasoning: joined(blocks, ({ reasoningContent }) => reasoningContent?.reasoningText?.text) || null,
          stop_reason: answer.stopReason ?? "",
          usage: {
            input_tokens: answer.usage?.inputTokens ?? null,
            output_tokens: answer.usage?.outputTokens ?? null,
            total_tokens: answer.usage?.totalTokens ?? null,
          },
          latency_ms: answer.metrics?.latencyMs ?? null,
          guardrail_trace: guardrail === undefined ? null : toJsonObject(guardrail),
        };
      }),

  present: ({ output, stop_reason }) => [
    { type: "text", text: output === "" ? `The model gave no text (${stop_reason}).` : output },
  ],
});

const joined = (blocks: readonly ContentBlock[], textOf: (block: ContentBlock) => string | undefined): string =>
  blocks.map((block) => textOf(block) ?? "").join("");
