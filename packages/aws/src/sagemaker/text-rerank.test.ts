import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { type ScriptedRequest, scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { sagemakerTextRerank } from "./text-rerank.ts";

const scripted = useScriptedToolkit([sagemakerTextRerank]);
const route = "POST /endpoints/reranker/invocations";
const texts = (...contents: readonly string[]) => contents.map((content, id) => ({ content, id }));
const rerank = (candidate_texts: unknown, more: object = {}, options: object = {}) =>
  scripted().run(
    "sagemaker_text_rerank",
    { sagemaker_endpoint: "reranker", query: "cats", candidate_texts, ...more },
    options,
  );
const scored = (scores: unknown) => scripted().answer(route, { json: { scores } });

test("keeps the contract of tools", async () => {
  const required = { sagemaker_endpoint: "reranker", query: "cats", candidate_texts: texts("a") };
  const examples = [required, { ...required, topk: 1, batch_size: 2 }];
  expect(await checkToolContract(sagemakerTextRerank, { examples })).toEqual([]);
});

test("orders the candidates, keeps what they hold, and cuts to topk", async () => {
  scored([0.1, 0.9, 0.5]);
  expect(succeeded(await rerank(texts("dog", "cat", "lion"), { topk: 2 }))).toMatchObject({
    output: {
      results: [
        { content: "cat", id: 1, score: 0.9 },
        { content: "lion", id: 2, score: 0.5 },
      ],
    },
  });
  expect(scripted().requests[0]?.json()).toEqual({ inputs: ["cats", "cats", "cats"], docs: ["dog", "cat", "lion"] });
});

test("a single text may have its score as a bare number", async () => {
  scored(0.7);
  expect(succeeded(await rerank(texts("cat")))).toMatchObject({ output: { results: [{ score: 0.7 }] } });
});

test("seed defect: many texts go in batches", async () => {
  scripted().answer(route, (request: ScriptedRequest) => {
    const { docs } = request.json() as { docs: string[] };
    return { json: { scores: docs.map(Number) } };
  });
  const progress: (number | undefined)[] = [];
  const onProgress = ({ done }: { done?: number }) => progress.push(done);
  const candidates = texts(...Array.from({ length: 25 }, (_value, index) => String(index)));
  const answer = succeeded(await rerank(candidates, { batch_size: 10, topk: 2 }, { onProgress }));
  expect(answer).toMatchObject({ output: { results: [{ content: "24" }, { content: "23" }] } });
  expect(progress).toEqual([10, 20, 25]);
});

test.each([[[0.1]], [[0.1, 0.2, 0.3]], [["0.1", "0.2"]], [undefined], [null]])(
  "seed defect: scores %j for two texts are an error, not an index error",
  async (scores) => {
    scored(scores);
    const error = scripted().failure(await rerank(texts("a", "b")), { code: "upstream" });
    expect(error.message).toBe("The endpoint reranker did not answer with {scores} of 2 numbers.");
  },
);

test.each([
  [[], "candidate_texts"],
  [[{ text: "x" }], "candidate_texts"],
  [[{ content: "" }], "candidate_texts"],
  ["[]", "candidate_texts"],
])("seed defect: candidates %j are refused before anything is sent", async (candidates, field) => {
  const error = scripted().failure(await rerank(candidates), { code: "invalid_input" });
  expect(error.issues?.[0]?.path[0]).toBe(field);
  expect(scripted().requests).toEqual([]);
});

test("an answer that is no JSON is an error", async () => {
  scripted().answer(route, { body: "<html>" });
  scripted().failure(await rerank(texts("a")), { code: "upstream" });
});

test("more than SageMaker takes is too_large, before anything is sent", async () => {
  const error = scripted().failure(await rerank(texts("x".repeat(6_400_000))), { code: "too_large" });
  expect(error.hint).toBe("Send less at once.");
  expect(scripted().requests).toEqual([]);
});

test("a model that fails is upstream", async () => {
  scripted().answer(route, scriptedError(424, "ModelError", "Received server error (500) from primary"));
  scripted().failure(await rerank(texts("a")), { code: "upstream", origin: "ModelError" });
});
