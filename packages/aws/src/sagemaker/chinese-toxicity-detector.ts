import { isObject, type ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok, type Result } from "neverthrow";
import { awsTool } from "../connector.ts";
import { invokeEndpoint, unexpectedAnswer } from "./invoke-endpoint.ts";
import { sagemakerEndpoint } from "./schema.ts";

/**
 * Judges whether Chinese text is toxic, with a classifier on a SageMaker endpoint that takes `{text}` and answers
 * `{prediction}`, or that in `body` as JSON text.
 *
 * @see Amazon SageMaker Runtime API Reference, InvokeEndpoint
 */
export const sagemakerChineseToxicityDetector = awsTool({
  name: "sagemaker_chinese_toxicity_detector",
  title: "Detect toxic Chinese text",
  description:
    "Judges whether a Chinese text is toxic, with a classifier on a SageMaker endpoint that takes {text} and answers {prediction}: " +
    "SAFE for 0, NO_SAFE for 1. Any other answer of the endpoint is an error, never a verdict.",
  effect: { kind: "read" },
  permissions: ["sagemaker:InvokeEndpoint"],

  input: () =>
    z.strictObject({
      sagemaker_endpoint: sagemakerEndpoint(),
      content_text: z.string().max(100_000).regex(/\S/, "is empty").describe("The text to judge."),
    }),

  output: () =>
    z.object({
      result: z.enum(["SAFE", "NO_SAFE"]),
      prediction: z.int().min(0).max(1),
      score: z
        .number()
        .nullable()
        .describe("How sure the model is, if it says so (`score`, `probability` or `confidence`)."),
    }),

  execute: ({ sagemaker_endpoint, content_text }, call) =>
    invokeEndpoint(call, sagemaker_endpoint, { text: content_text }).andThen((answer) =>
      verdictIn(answer, sagemaker_endpoint),
    ),

  present: ({ result }) => [{ type: "text", text: result }],
});

interface Verdict {
  readonly result: "SAFE" | "NO_SAFE";
  readonly prediction: 0 | 1;
  readonly score: number | null;
}

const verdictIn = (answer: Record<string, unknown>, endpoint: string): Result<Verdict, ToolError> => {
  const verdict = answer["prediction"] === undefined ? objectIn(answer["body"]) : answer;
  const given = verdict["prediction"];
  const prediction = typeof given === "string" && /^[01]$/.test(given) ? Number(given) : given;
  if (prediction !== 0 && prediction !== 1) return err(unexpectedAnswer(endpoint, "{prediction} of 0 or 1", answer));
  const score = [verdict["score"], verdict["probability"], verdict["confidence"]].find(
    (value) => typeof value === "number",
  );
  return ok({ result: prediction === 0 ? "SAFE" : "NO_SAFE", prediction, score: score ?? null });
};

const objectIn = (body: unknown): Record<string, unknown> => {
  if (isObject(body)) return body;
  try {
    const parsed: unknown = JSON.parse(String(body));
    return isObject(parsed) ? parsed : {};
  } catch {
    return {}; // no verdict in it
  }
};
