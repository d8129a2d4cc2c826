import { awsTools } from "@tsunagu/aws";
import { createToolkit, describeError } from "@tsunagu/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ModeledAws, startModeledAws } from "./support/modeled/index.ts";
import { pythonEnvironment, SETUP_TIMEOUT_MS } from "./support/python.ts";

const apiKey = "ABSKmade+up/bedrock/api/key0000000000000000=";
let aws: ModeledAws;

beforeAll(async () => {
  await pythonEnvironment();
  aws = await startModeledAws(
    {
      "bedrock-runtime": {
        ListAsyncInvokes: () => ({ asyncInvokeSummaries: [] }),
        Converse: () => ({
          output: { message: { role: "assistant", content: [{ text: "Hi." }] } },
          stopReason: "end_turn",
          usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
          metrics: { latencyMs: 1 },
        }),
      },
    },
    { bearerTokens: [apiKey] },
  );
}, SETUP_TIMEOUT_MS);
afterAll(() => aws.close());

const open = (aws_bedrock_api_key: string) =>
  createToolkit({
    tools: awsTools,
    connections: { aws: { aws_bedrock_api_key, aws_region: "us-east-1", aws_endpoint_url: aws.url } },
  });

test("a Bedrock API key is all that a model needs, and is verified without asking STS", async () => {
  await using toolkit = open(apiKey);
  const verified = await toolkit.verify("aws");
  expect(verified.isOk() ? verified.value : describeError(verified.error)).toMatch(/^a Bedrock API key that/);
  const said = await toolkit.call("bedrock_converse", { model_id: "amazon.nova-lite-v1:0", prompt: "Hello" });
  expect(said.isOk() ? said.value.output : describeError(said.error)).toBe("Hi.");
  expect(aws.calls.map(({ service, operation }) => `${service} ${operation}`)).toEqual([
    "bedrock-runtime ListAsyncInvokes",
    "bedrock-runtime Converse",
  ]);
  expect(aws.problems).toEqual([]);
});

test("a wrong one is unauthenticated", async () => {
  await using toolkit = open("ABSKanother+made+up/key");
  expect((await toolkit.verify("aws"))._unsafeUnwrapErr().code).toBe("unauthenticated");
});
