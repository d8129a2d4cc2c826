import type { Citation, RetrieveAndGenerateCommandInput } from "@aws-sdk/client-bedrock-agent-runtime";
import type { Parsed, ToolContext, ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import type { ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import type { AwsSession } from "../session.ts";
import { ragInput } from "./rag-input.ts";
import { ragRequest } from "./rag-request.ts";
import { type RagAnswer, streamAnswer } from "./rag-stream.ts";
import { contentText, documentOf } from "./retrieval-result.ts";
import { bedrockAgentRuntime } from "./service.ts";

const citation = () =>
  z.object({
    text: z.string().describe("The part of the answer that the references stand behind."),
    span: z.object({ start: z.int(), end: z.int() }).nullable().describe("Where that part is in the answer."),
    references: z.array(
      z.object({
        content: z.string(),
        metadata: z.record(z.string(), z.json()),
        location: z.string().nullable().describe("URI, URL or ID of the document, whatever it is stored in."),
        location_type: z.string().nullable().describe("S3, WEB, CONFLUENCE, SQL, …"),
      }),
    ),
  });

const output = () =>
  z.object({
    result_type: z.enum(["json", "text", "text-with-citations"]),
    output: z.string().describe("The answer."),
    citations: z.array(citation()),
    session_id: z.string().nullable().describe("Give it with the next question to go on with the conversation."),
    guardrail_action: z.string().nullable().describe("INTERVENED when a guardrail blocked or masked something."),
    streamed: z.boolean().describe("Whether the answer's text was sent piece by piece before."),
  });

/**
 * Answers a question from a knowledge base or a document, with citations.
 *
 * @see Agents for Amazon Bedrock Runtime API Reference, RetrieveAndGenerate and RetrieveAndGenerateStream
 */
export const bedrockRetrieveAndGenerate = awsTool({
  name: "bedrock_retrieve_and_generate",
  title: "Answer from a Bedrock knowledge base",
  description:
    "Answers a question from an Amazon Bedrock knowledge base, or from one document in S3, with citations. " +
    "Give knowledge_base_id and model_id (or s3_uri and model_id), or the API's whole configuration. " +
    "To go on with the conversation, give the session_id of the last answer. With stream the text is sent as it is written. " +
    "For the passages alone use bedrock_retrieve.",
  effect: { kind: "read" },
  permissions: [
    "bedrock:RetrieveAndGenerate",
    "bedrock:Retrieve",
    "bedrock:InvokeModel",
    "bedrock:InvokeModelWithResponseStream",
    "bedrock:GetInferenceProfile",
    "bedrock:Rerank",
    "bedrock:ApplyGuardrail",
    "s3:GetObject",
    "kms:Decrypt",
  ],
  input: ragInput,
  output,

  execute: (request, call) =>
    ragRequest(request, call)
      .andThen((asked) => (request.stream ? streamAnswer(call, asked) : wholeAnswer(call, asked)))
      .map((answer) => ({
        result_type: request.result_type,
        output: answer.output?.text ?? "",
        citations: (answer.citations ?? []).map(citationOf),
        session_id: answer.sessionId ?? null,
        guardrail_action: answer.guardrailAction ?? null,
        streamed: request.stream,
      })),

  present: (answer) => {
    if (answer.result_type === "json") return [];
    const sources = answer.result_type === "text" ? [] : referenceLines(answer.citations);
    const lines = answer.streamed ? sources : [answer.output, ...sources];
    return lines.length === 0 ? [] : [{ type: "text", text: lines.join("\n") }];
  },
});

const wholeAnswer = (
  call: ToolContext<AwsSession>,
  asked: RetrieveAndGenerateCommandInput,
): ResultAsync<RagAnswer, ToolError> => bedrockAgentRuntime(call, (sdk) => new sdk.RetrieveAndGenerateCommand(asked));

const citationOf = ({ generatedResponsePart, retrievedReferences }: Citation): Parsed<ReturnType<typeof citation>> => {
  const { text, span } = generatedResponsePart?.textResponsePart ?? {};
  return {
    text: text ?? "",
    span: span?.start === undefined || span.end === undefined ? null : { start: span.start, end: span.end },
    references: (retrievedReferences ?? []).map((reference) => {
      const { address, type, metadata } = documentOf(reference);
      return { content: contentText(reference.content), metadata, location: address, location_type: type };
    }),
  };
};

const referenceLines = (citations: Parsed<ReturnType<typeof output>>["citations"]): readonly string[] => [
  "",
  "[References]",
  ...citations.flatMap(({ text, references }, index) => [
    `[${index + 1}] ${text}`,
    ...references.map(({ content, location }) => `- ${[content, location].filter(Boolean).join(" ")}`),
  ]),
];
