import type { Progress, ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok, okAsync, type Result, type ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import type { AwsCall } from "../service.ts";
import { invokeEndpoint, unexpectedAnswer } from "./invoke-endpoint.ts";
import { sagemakerEndpoint } from "./schema.ts";

const candidate = () =>
  z
    .record(z.string(), z.json())
    .refine((text) => typeof text["content"] === "string" && text["content"] !== "", "has no `content` text");

/**
 * Orders texts by how well they fit a query, with a cross-encoder on a SageMaker endpoint that takes `{inputs, docs}` and
 * answers `{scores}`.
 *
 * @see Amazon SageMaker Runtime API Reference, InvokeEndpoint
 */
export const sagemakerTextRerank = awsTool({
  name: "sagemaker_text_rerank",
  title: "Rerank texts with SageMaker",
  description:
    "Orders up to 1000 candidate texts by relevance to a query, with a reranking model on a SageMaker endpoint that takes {inputs, docs} and answers {scores} " +
    "(such as bge-reranker of aws-samples). Returns the best topk candidates as they were given, each with its score. " +
    "For a managed model use bedrock_rerank.",
  effect: { kind: "read" },
  permissions: ["sagemaker:InvokeEndpoint"],
  deadlineMs: 10 * 60_000,

  input: () =>
    z.strictObject({
      sagemaker_endpoint: sagemakerEndpoint(),
      query: z.string().min(1).max(100_000).describe("What the texts are to fit."),
      candidate_texts: z
        .array(candidate())
        .min(1)
        .max(1000)
        .describe("The texts: objects with `content`; whatever else they hold is returned with them."),
      topk: z.int().min(1).max(1000).default(5).describe("How many of the best to return."),
      batch_size: z.int().min(1).max(1000).default(100).describe("Texts sent to the endpoint at once."),
    }),

  output: () =>
    z.object({
      results: z.array(z.record(z.string(), z.json())).describe("The candidates with `score` (number), best first."),
    }),

  execute: (input, call) =>
    scoreAll(input, call).map((scores) => ({
      results: input.candidate_texts
        .map((text, index) => ({ ...text, score: scores[index] ?? 0 }))
        .toSorted((one, other) => other.score - one.score)
        .slice(0, input.topk),
    })),
});

interface RerankRequest {
  readonly sagemaker_endpoint: string;
  readonly query: string;
  readonly candidate_texts: readonly Readonly<Record<string, unknown>>[];
  readonly batch_size: number;
}

type RerankCall = AwsCall & { report(progress: Progress): void };

/** Batch after batch: an endpoint has little room for requests at once. */
const scoreAll = (request: RerankRequest, call: RerankCall, done: number[] = []): ResultAsync<number[], ToolError> => {
  const total = request.candidate_texts.length;
  if (done.length >= total) return okAsync(done);
  const docs = request.candidate_texts
    .slice(done.length, done.length + request.batch_size)
    .map((text) => String(text["content"]));
  const { sagemaker_endpoint: endpoint, query } = request;
  return invokeEndpoint(call, endpoint, { inputs: docs.map(() => query), docs })
    .andThen((answer) => scoresIn(answer, docs.length, endpoint))
    .andThen((scores) => {
      const scored = [...done, ...scores];
      call.report({ message: "Scoring texts", done: scored.length, total });
      return scoreAll(request, call, scored);
    });
};

/** One score a text. For a single text, containers answer with the bare number. */
const scoresIn = (
  answer: Readonly<Record<string, unknown>>,
  count: number,
  endpoint: string,
): Result<readonly number[], ToolError> => {
  const scores = [answer["scores"]].flat();
  return scores.length === count && scores.every((score) => typeof score === "number")
    ? ok(scores)
    : err(unexpectedAnswer(endpoint, `{scores} of ${count} numbers`, answer));
};
