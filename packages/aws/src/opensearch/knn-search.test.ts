import { createHash } from "node:crypto";
import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { opensearchKnnSearch } from "./knn-search.ts";

const scripted = useScriptedToolkit([opensearchKnnSearch], { region: "ap-northeast-1" });
const basic = {
  opensearch_endpoint: "abc123.us-east-1.aoss.amazonaws.com",
  index_name: "pictures",
  query_text: "a cat",
  vector_size: "1024",
  embedding_model_id: "amazon.titan-embed-image-v1",
};
const vector = (size: number): number[] => Array.from({ length: size }, (_, index) => index / size);
const modelPath = (model: string): string => `POST /model/${encodeURIComponent(model)}/invoke`;
const titan = modelPath("amazon.titan-embed-image-v1");
const searchPath = "POST /pictures/_search";
const hit = (source: object, score = 0.5) => ({ _index: "pictures", _id: "1", _score: score, _source: source });
const found = (...hits: readonly object[]) => ({ json: { timed_out: false, _shards: { failed: 0 }, hits: { hits } } });
const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from("cat")]);

/** Searches on the scripted service. */
const run = (input: object = {}) =>
  scripted().run("opensearch_knn_search", { ...basic, opensearch_endpoint: scripted().url, ...input });
const bodyOf = (path: string): unknown =>
  scripted()
    .requests.find((request) => `POST ${request.path}` === path)
    ?.json();

test("keeps the contract of tools", async () => {
  const examples = [
    basic,
    {
      ...basic,
      image_s3_path: "s3://records/cat #1.png",
      filter: { term: { lang: "en" } },
      min_score: 0.2,
      offset: 10,
    },
    { ...basic, search_type: "HYBRID", text_field: "title", search_pipeline: "norm" },
  ];
  expect(await checkToolContract(opensearchKnnSearch, { examples })).toEqual([]);
});

test("embeds the text, searches, and returns the fields and the score", async () => {
  scripted().answer(titan, { json: { embedding: vector(1024) } });
  scripted().answer(searchPath, found(hit({ s3_uri: "s3://a/b", pic_name: "b" }, 0.9)));
  expect(succeeded(await run())).toMatchObject({
    output: {
      results: [{ s3_uri: "s3://a/b", pic_name: "b", _id: "1", score: 0.9 }],
      complete: true,
    },
  });
  expect(bodyOf(titan)).toEqual({ inputText: "a cat", embeddingConfig: { outputEmbeddingLength: 1024 } });
  expect(bodyOf(searchPath)).toEqual({
    size: 5,
    _source: ["s3_uri", "pic_name"],
    query: { knn: { pic_emb: { vector: vector(1024), k: 5 } } },
  });
});

test.each(["aoss", "es"])("seed defect: signs for %s, not for Serverless alone", async (opensearch_service) => {
  scripted().answer(titan, { json: { embedding: vector(1024) } });
  scripted().answer(searchPath, found());
  succeeded(await run({ opensearch_service }));
  const request = scripted().requests.at(-1);
  expect(request?.headers["authorization"]).toContain(`/ap-northeast-1/${opensearch_service}/aws4_request`);
  expect(request?.headers["x-amz-security-token"]).toBeDefined();
  expect(request?.headers["x-amz-content-sha256"]).toBe(
    createHash("sha256")
      .update(request?.body ?? "")
      .digest("hex"),
  );
});

describe("seed defect: each listed model gets the request that it knows", () => {
  test.each<[string, string, object, object]>([
    ["amazon.titan-embed-text-v1", "1536", { inputText: "a cat" }, { embedding: vector(1536) }],
    [
      "amazon.titan-embed-text-v2:0",
      "512",
      { inputText: "a cat", dimensions: 512 },
      { embedding: vector(512), inputTextTokenCount: 2 },
    ],
    [
      "cohere.embed-english-v3",
      "1024",
      { texts: ["a cat"], input_type: "search_query" },
      { embeddings: [vector(1024)] },
    ],
    [
      "cohere.embed-multilingual-v3",
      "1024",
      { texts: ["a cat"], input_type: "search_query" },
      { embeddings: [vector(1024)] },
    ],
  ])("%s", async (embedding_model_id, vector_size, request, answer) => {
    scripted().answer(modelPath(embedding_model_id), { json: answer });
    scripted().answer(searchPath, found());
    succeeded(await run({ embedding_model_id, vector_size }));
    expect(bodyOf(modelPath(embedding_model_id))).toEqual(request);
  });

  test("an image, with a text only where the model takes both", async () => {
    const image = { image_s3_path: "s3://records/cat.png" };
    scripted().answer("GET /records/cat.png", { body: png });
    scripted().answer(titan, { json: { embedding: vector(1024) } });
    scripted().answer(modelPath("cohere.embed-english-v3"), { json: { embeddings: [vector(1024)] } });
    scripted().answer(searchPath, found());
    succeeded(await run(image));
    expect(bodyOf(titan)).toMatchObject({ inputText: "a cat", inputImage: png.toString("base64") });
    const cohere = { ...image, embedding_model_id: "cohere.embed-english-v3" };
    succeeded(await run({ ...cohere, query_text: undefined }));
    expect(bodyOf(modelPath("cohere.embed-english-v3"))).toEqual({
      images: [`data:image/png;base64,${png.toString("base64")}`],
      input_type: "image",
    });
    const error = scripted().failure(await run(cohere), { code: "invalid_input" });
    expect(error.issues?.[0]?.path).toEqual(["embedding_model_id"]);
  });

  test("a size that the model cannot make is refused", async () => {
    const error = scripted().failure(await run({ embedding_model_id: "cohere.embed-english-v3", vector_size: "512" }), {
      code: "invalid_input",
    });
    expect(error.issues).toEqual([
      { path: ["vector_size"], message: "cohere.embed-english-v3 makes vectors of 1024 numbers" },
    ]);
  });
});

test("seed defect: an image that cannot be read ends the call, and nothing is searched", async () => {
  scripted().answer("GET /records/no.png", {
    status: 404,
    body: "<Error><Code>NoSuchKey</Code><Message>no</Message></Error>",
    headers: { "x-amz-request-id": "0123456789ABCDEF" },
  });
  scripted().failure(await run({ image_s3_path: "s3://records/no.png" }), { code: "not_found", origin: "NoSuchKey" });
  expect(scripted().requests.filter(({ method }) => method === "POST")).toEqual([]);
});

test("seed defect: a field that a hit lacks is null, and names are trimmed", async () => {
  scripted().answer(titan, { json: { embedding: vector(1024) } });
  scripted().answer(searchPath, found(hit({ a: 1, deep: { b: [2] } }), hit({})));
  expect(succeeded(await run({ metadata_fields: " a, deep.b ,,a" }))).toMatchObject({
    output: {
      results: [
        { a: 1, "deep.b": [2] },
        { a: null, "deep.b": null },
      ],
    },
  });
  expect(bodyOf(searchPath)).toMatchObject({ _source: ["a", "deep.b"] });
});

test("seed defect: an endpoint with a slash behind is taken as it is", async () => {
  scripted().answer(titan, { json: { embedding: vector(1024) } });
  scripted().answer(searchPath, found());
  succeeded(await run({ opensearch_endpoint: `  ${scripted().url}/ ` }));
});

test("seed defect: the index is each call's own", async () => {
  scripted().answer(titan, { json: { embedding: vector(1024) } });
  scripted().answer(searchPath, found());
  scripted().answer("POST /sounds/_search", found(hit({ pic_name: "meow" })));
  succeeded(await run());
  expect(succeeded(await run({ index_name: "sounds" }))).toMatchObject({ output: { results: [{ pic_name: "meow" }] } });
});

test("seed defect: filter, page, least score and hybrid search", async () => {
  scripted().answer(titan, { json: { embedding: vector(1024) } });
  scripted().answer(searchPath, found());
  const filter = { term: { lang: "en" } };
  succeeded(await run({ filter, min_score: 0.3, offset: 10, topk: 2 }));
  expect(bodyOf(searchPath)).toMatchObject({
    size: 2,
    from: 10,
    min_score: 0.3,
    query: { knn: { pic_emb: { k: 12, filter } } },
  });
  succeeded(await run({ filter, search_type: "HYBRID", text_field: "title", search_pipeline: "norm" }));
  const request = scripted().requests.at(-1);
  expect(request?.query.get("search_pipeline")).toBe("norm");
  const match = { match: { title: { query: "a cat" } } };
  expect(request?.json()).toMatchObject({
    query: { hybrid: { queries: [{ bool: { must: [match], filter: [filter] } }, { knn: { pic_emb: { filter } } }] } },
  });
});

test("says when a part of the index did not answer", async () => {
  scripted().answer(titan, { json: { embedding: vector(1024) } });
  scripted().answer(searchPath, { json: { _shards: { failed: 1 }, hits: { hits: [] } } });
  expect(succeeded(await run())).toMatchObject({ output: { results: [], complete: false } });
});

describe("fails as what went wrong", () => {
  test.each([
    ["not_found", "index_not_found_exception", 404, { error: { type: "index_not_found_exception", reason: "no" } }],
    ["forbidden", "AccessDeniedException", 403, { Message: "User is not authorized to perform: es:ESHttpPost" }],
    ["unauthenticated", "InvalidSignatureException", 403, { message: "The request signature we calculated differs" }],
    [
      "invalid_input",
      "illegal_argument_exception",
      400,
      { error: { type: "illegal_argument_exception", reason: "x" } },
    ],
  ] as const)("%s", async (code, origin, status, json) => {
    scripted().answer(titan, { json: { embedding: vector(1024) } });
    const headers = code === "forbidden" ? { "x-amzn-errortype": origin } : {};
    scripted().answer(searchPath, { status, json, headers });
    scripted().failure(await run(), { code, origin });
  });

  test("rate_limited, by status alone", async () => {
    scripted().answer(titan, { json: { embedding: vector(1024) } });
    scripted().answer(searchPath, { status: 429, body: "slow down" });
    expect(scripted().failure(await run(), { code: "rate_limited" })).toMatchObject({ retryable: true });
  });

  test.each([
    ["no embedding", { json: { message: "odd" } }, "upstream"],
    ["a vector of another size", { json: { embedding: [1] } }, "upstream"],
    ["a refusal", scriptedError(403, "AccessDeniedException"), "forbidden"],
  ] as const)("%s from the model", async (_name, answer, code) => {
    scripted().answer(titan, answer);
    scripted().failure(await run(), { code });
  });

  test.each([{ body: "<html>" }, { json: { hits: null } }])("an answer without hits: %j", async (answer) => {
    scripted().answer(titan, { json: { embedding: vector(1024) } });
    scripted().answer(searchPath, answer);
    scripted().failure(await run(), { code: "upstream" });
  });

  test.each([
    [{ query_text: undefined }, "query_text"],
    [{ search_type: "HYBRID" }, "text_field"],
    [{ index_name: "_all" }, "index_name"],
    [{ metadata_fields: Array.from({ length: 101 }, (_, index) => index).join(",") }, "metadata_fields"],
  ])("%j is refused", async (input, field) => {
    const error = scripted().failure(await run(input), { code: "invalid_input" });
    expect(error.issues?.[0]?.path).toEqual([field]);
    expect(scripted().requests).toEqual([]);
  });
});
