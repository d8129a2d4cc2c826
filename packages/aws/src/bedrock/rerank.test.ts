import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { bedrockRerank } from "./rerank.ts";

const scripted = useScriptedToolkit([bedrockRerank], { region: "ap-northeast-1" });
const basic = { query: "a cat", candidate_texts: ["a dog", "a cat", "猫"] };

test("keeps the contract of tools", async () => {
  const examples = [basic, { ...basic, topk: 1000, rerank_model_id: "cohere.rerank-v3-5:0" }];
  expect(await checkToolContract(bedrockRerank, { examples })).toEqual([]);
});

test("sorts texts by score and tells where each was", async () => {
  const results = [
    { index: 2, relevanceScore: 0.5 },
    { index: 1, relevanceScore: 0.9 },
  ];
  scripted().answer("POST /rerank", { json: { results } });
  const answer = succeeded(await scripted().run("bedrock_rerank", { ...basic, topk: 2 }));
  expect(answer).toMatchObject({
    output: {
      results: [
        { index: 1, score: 0.9, content: "a cat" },
        { index: 2, score: 0.5, content: "猫" },
      ],
    },
    content: [{ text: "1: (0.9000) a cat\n2: (0.5000) 猫" }],
  });
  const text = (content: string) => ({
    type: "INLINE",
    inlineDocumentSource: { type: "TEXT", textDocument: { text: content } },
  });
  expect(scripted().requests[0]?.json()).toEqual({
    queries: [{ type: "TEXT", textQuery: { text: "a cat" } }],
    sources: basic.candidate_texts.map(text),
    rerankingConfiguration: {
      type: "BEDROCK_RERANKING_MODEL",
      bedrockRerankingConfiguration: {
        numberOfResults: 2,
        modelConfiguration: { modelArn: "arn:aws:bedrock:ap-northeast-1::foundation-model/amazon.rerank-v1:0" },
      },
    },
  });
});

test("never asks for more results than there are texts, and joins pages", async () => {
  scripted().answer(
    "POST /rerank",
    { json: { results: [{ index: 0, relevanceScore: 0.1 }], nextToken: "a" } },
    { json: { results: [{ index: 1, relevanceScore: 0.2 }] } },
  );
  const answer = succeeded(await scripted().call("bedrock_rerank", { ...basic, topk: 100 }));
  expect(answer.results.map(({ index }) => index)).toEqual([1, 0]);
  expect(scripted().requests[0]?.json()).toMatchObject({
    rerankingConfiguration: { bedrockRerankingConfiguration: { numberOfResults: 3 } },
  });
});

test("a model that the region lacks is an error of Bedrock's", async () => {
  scripted().answer("POST /rerank", scriptedError(400, "ValidationException", "The model is not supported."));
  scripted().failure(await scripted().call("bedrock_rerank", basic), {
    code: "invalid_input",
    origin: "ValidationException",
  });
});

test.each([
  ["candidate_texts", { candidate_texts: [] }],
  ["candidate_texts", { candidate_texts: ["a", ""] }],
  ["query", { query: "" }],
  ["topk", { topk: 0 }],
])("bad %s is refused before anything is sent", async (field, more) => {
  const result = await scripted().run("bedrock_rerank", { ...basic, ...more });
  expect(scripted().failure(result, { code: "invalid_input" }).issues?.[0]?.path[0]).toBe(field);
  expect(scripted().requests).toEqual([]);
});
