import type { GuardrailContentBlock } from "@aws-sdk/client-bedrock-runtime";
import type { Parsed, ToolContext, ToolError } from "@tsunagu/core";
import { fileInput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import type { ResultAsync } from "neverthrow";
import { inOrder } from "../bedrock/in-order.ts";
import { readImage } from "../bedrock/input-files.ts";
import { toJsonObject } from "../bedrock/json.ts";
import { guardrailId, guardrailVersion } from "../bedrock/schema.ts";
import { bedrockRuntime } from "../bedrock/service.ts";
import { awsTool } from "../connector.ts";
import { assessmentLines } from "./assessment.ts";

const mostImages = 20;
const mostImageBytes = 4 * 1024 ** 2;

const input = () =>
  z
    .strictObject({
      guardrail_id: guardrailId().describe("The guardrail's ID or ARN."),
      guardrail_version: guardrailVersion(),
      source: z
        .enum(["INPUT", "OUTPUT"])
        .describe("Whether the content is what a user says (INPUT) or what a model answers (OUTPUT)."),
      text: z.string().min(1).max(1_000_000).optional().describe("The text to assess. It, images, or both."),
      grounding_source: z
        .string()
        .min(1)
        .max(1_000_000)
        .optional()
        .describe("What text has to be grounded in, for a contextual grounding check. With query."),
      query: z
        .string()
        .min(1)
        .max(100_000)
        .optional()
        .describe("The question that text answers, for a contextual grounding check. With grounding_source."),
      images: z
        .array(fileInput)
        .max(mostImages)
        .optional()
        .describe("PNG or JPEG images to assess, 4 MB each at most."),
      output_scope: z
        .enum(["INTERVENTIONS", "FULL"])
        .default("INTERVENTIONS")
        .describe("Whether the assessments hold only what led to an intervention, or everything."),
    })
    .superRefine((value, context) => {
      const refuse = (path: string, message: string): void =>
        context.addIssue({ code: "custom", path: [path], message });
      if (value.text === undefined && (value.images ?? []).length === 0)
        refuse("text", "is needed, unless images are given");
      if ((value.grounding_source === undefined) !== (value.query === undefined)) {
        const missing = value.query === undefined ? "query" : "grounding_source";
        refuse(missing, "grounding_source and query are given together");
      }
      if (value.query !== undefined && value.text === undefined)
        refuse("text", "is needed for a contextual grounding check");
    });

/**
 * Assesses text and images against a guardrail, without a model.
 *
 * @see Amazon Bedrock Runtime API Reference, ApplyGuardrail
 */
export const applyGuardrail = awsTool({
  name: "apply_guardrail",
  title: "Apply a Bedrock guardrail",
  description:
    "Assesses text and images against an Amazon Bedrock guardrail, without calling a model. `intervened` says whether the guardrail " +
    "blocked or masked something, `outputs` what to show instead, `assessments` what was found. For a contextual grounding " +
    "check give grounding_source and query too.",
  effect: { kind: "read" },
  permissions: ["bedrock:ApplyGuardrail"],
  input,

  output: () =>
    z.object({
      action: z.string().describe("NONE or GUARDRAIL_INTERVENED."),
      intervened: z.boolean(),
      action_reason: z.string().nullable(),
      outputs: z.array(z.string()).describe("What to show instead; empty when the guardrail did not intervene."),
      assessments: z.array(z.record(z.string(), z.json())).describe("Findings by policy, in the API's form."),
      usage: z.record(z.string(), z.json()).describe("Units that are charged, by policy."),
      coverage: z.record(z.string(), z.json()).describe("How much of the content was assessed."),
    }),

  execute: (request, call) =>
    contentOf(request, call)
      .andThen((content) =>
        bedrockRuntime(
          call,
          (sdk) =>
            new sdk.ApplyGuardrailCommand({
              guardrailIdentifier: request.guardrail_id,
              guardrailVersion: request.guardrail_version,
              source: request.source,
              content,
              outputScope: request.output_scope,
            }),
        ),
      )
      .map((answer) => ({
        action: answer.action ?? "NONE",
        intervened: answer.action === "GUARDRAIL_INTERVENED",
        action_reason: answer.actionReason ?? null,
        outputs: (answer.outputs ?? []).map(({ text }) => text ?? ""),
        assessments: (answer.assessments ?? []).map(toJsonObject),
        usage: toJsonObject(answer.usage),
        coverage: toJsonObject(answer.guardrailCoverage),
      })),

  present: ({ action, action_reason, outputs, assessments }) => {
    const findings = assessmentLines(assessments);
    const lines = [
      `Action: ${action}${action_reason === null ? "" : ` (${action_reason})`}`,
      ...outputs.map((output) => `Output: ${output}`),
      ...(findings.length === 0 ? [] : ["Assessments:", ...findings]),
    ];
    return [{ type: "text", text: lines.join("\n") }];
  },
});

type Request = Parsed<ReturnType<typeof input>>;

const contentOf = (
  request: Request,
  { files }: Pick<ToolContext, "files">,
): ResultAsync<GuardrailContentBlock[], ToolError> => {
  const { text, query, grounding_source: source } = request;
  const texts: GuardrailContentBlock[] = [
    ...(source === undefined ? [] : [{ text: { text: source, qualifiers: ["grounding_source" as const] } }]),
    ...(query === undefined ? [] : [{ text: { text: query, qualifiers: ["query" as const] } }]),
    ...(text === undefined
      ? []
      : [{ text: { text, ...(query === undefined ? {} : { qualifiers: ["guard_content" as const] }) } }]),
  ];
  const accepted = { field: "images", formats: ["png", "jpeg"] as const, maxBytes: mostImageBytes };
  return inOrder(request.images ?? [], (image) => readImage(files, image, accepted)).map((images) => [
    ...texts,
    ...images.map(({ format, bytes }): GuardrailContentBlock => ({ image: { format, source: { bytes } } })),
  ]);
};
