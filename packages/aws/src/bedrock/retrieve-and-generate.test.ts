import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { bedrockRetrieveAndGenerate } from "./retrieve-and-generate.ts";

const scripted = useScriptedToolkit([bedrockRetrieveAndGenerate], { region: "us-gov-west-1" });
const route = "POST /retrieveAndGenerate";
const model_id = "anthropic.claude-3-haiku-20240307-v1:0";
const modelArn = `arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/${model_id}`;
const basic = { type: "KNOWLEDGE_BASE", input: "What is it?", knowledge_base_id: "KB12345678", model_id } as const;

const ask = (input: object) => scripted().run("bedrock_retrieve_and_generate", input);
const askFor = async (input: Parameters<typeof bedrockRetrieveAndGenerate.execute>[0] | object) => {
  scripted().answer(route, { json: { sessionId: "s-1", output: { text: "It is." } } });
  succeeded(await ask(input));
  return scripted().requests[0]?.json();
};

test("keeps the contract of tools", async () => {
  const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-4000-8000-000000000000";
  const examples = [
    basic,
    { ...basic, session_configuration: { kmsKeyArn }, session_id: "s-1", result_type: "json" },
    { type: "EXTERNAL_SOURCES", input: "x", s3_uri: "s3://records/a.pdf", model_id, stream: true },
    {
      type: "KNOWLEDGE_BASE",
      input: "x",
      knowledge_base_configuration: { knowledgeBaseId: "KB12345678", modelArn: model_id },
    },
  ];
  expect(await checkToolContract(bedrockRetrieveAndGenerate, { examples })).toEqual([]);
});

test("seed defect: the session, the guardrail's action and every kind of location are told", async () => {
  const reference = (location: object) => ({ content: { text: "passage" }, location, metadata: { year: 2026 } });
  scripted().answer(route, {
    json: {
      sessionId: "session:1",
      guardrailAction: "NONE",
      output: { text: "It is. So." },
      citations: [
        {
          generatedResponsePart: { textResponsePart: { text: "It is.", span: { start: 0, end: 5 } } },
          retrievedReferences: [
            reference({ type: "S3", s3Location: { uri: "s3://records/a.pdf" } }),
            reference({ type: "WEB", webLocation: { url: "https://example.com/a" } }),
          ],
        },
        { generatedResponsePart: { textResponsePart: { text: "So." } } },
      ],
    },
  });
  const answer = succeeded(await ask({ ...basic, result_type: "text-with-citations" }));
  expect(answer).toMatchObject({
    output: {
      output: "It is. So.",
      session_id: "session:1",
      guardrail_action: "NONE",
      citations: [
        {
          text: "It is.",
          span: { start: 0, end: 5 },
          references: [
            { content: "passage", location: "s3://records/a.pdf", location_type: "S3", metadata: { year: 2026 } },
            { content: "passage", location: "https://example.com/a", location_type: "WEB" },
          ],
        },
        { text: "So.", span: null, references: [] },
      ],
    },
    content: [
      {
        type: "text",
        text: "It is. So.\n\n[References]\n[1] It is.\n- passage s3://records/a.pdf\n- passage https://example.com/a\n[2] So.",
      },
    ],
  });
});

test("seed defect: single fields make the configuration, with the model in the connection's partition and region", async () => {
  const guardrail = { guardrail_id: "abc123", guardrail_version: "DRAFT" };
  const options = { topk: 7, search_type: "HYBRID", metadata_filter: { equals: { key: "a", value: 1 } } };
  const sent = await askFor({
    ...basic,
    ...guardrail,
    ...options,
    prompt_template: "Use $search_results$.",
    session_id: "s-0",
    user_id: "hanako",
  });
  expect(sent).toEqual({
    input: { text: "What is it?" },
    sessionId: "s-0",
    userContext: { userId: "hanako" },
    retrieveAndGenerateConfiguration: {
      type: "KNOWLEDGE_BASE",
      knowledgeBaseConfiguration: {
        knowledgeBaseId: "KB12345678",
        modelArn,
        retrievalConfiguration: {
          vectorSearchConfiguration: {
            numberOfResults: 7,
            overrideSearchType: "HYBRID",
            filter: { equals: { key: "a", value: 1 } },
          },
        },
        generationConfiguration: {
          promptTemplate: { textPromptTemplate: "Use $search_results$." },
          guardrailConfiguration: { guardrailId: "abc123", guardrailVersion: "DRAFT" },
        },
      },
    },
  });
});

test.each(["us.anthropic.claude-3-haiku-20240307-v1:0", "arn:aws:bedrock:us-east-1:123456789012:inference-profile/x"])(
  "the inference profile %s is passed as it is",
  async (profile) => {
    const sent = await askFor({ ...basic, model_id: profile });
    expect(sent).toMatchObject({
      retrieveAndGenerateConfiguration: { knowledgeBaseConfiguration: { modelArn: profile } },
    });
  },
);

test("a whole configuration goes through as it is given", async () => {
  const knowledge_base_configuration = {
    knowledgeBaseId: "KB12345678",
    modelArn,
    retrievalConfiguration: {
      vectorSearchConfiguration: {
        numberOfResults: 3,
        filter: { in: { key: "a", value: ["b"] } },
        rerankingConfiguration: {
          type: "BEDROCK_RERANKING_MODEL",
          bedrockRerankingConfiguration: { modelConfiguration: { modelArn }, numberOfRerankedResults: 2 },
        },
      },
    },
    generationConfiguration: {
      inferenceConfig: { textInferenceConfig: { temperature: 0.5, maxTokens: 100, stopSequences: ["x"] } },
      additionalModelRequestFields: { top_k: 5 },
      performanceConfig: { latency: "optimized" },
    },
    orchestrationConfiguration: { queryTransformationConfiguration: { type: "QUERY_DECOMPOSITION" } },
  };
  const sent = await askFor({ type: "KNOWLEDGE_BASE", input: "x", knowledge_base_configuration });
  expect(sent).toEqual({
    input: { text: "x" },
    retrieveAndGenerateConfiguration: {
      type: "KNOWLEDGE_BASE",
      knowledgeBaseConfiguration: knowledge_base_configuration,
    },
  });
});

describe("external sources", () => {
  test("a document in S3", async () => {
    const sent = await askFor({ type: "EXTERNAL_SOURCES", input: "x", s3_uri: "s3://records/a.pdf", model_id });
    expect(sent).toMatchObject({
      retrieveAndGenerateConfiguration: {
        type: "EXTERNAL_SOURCES",
        externalSourcesConfiguration: {
          modelArn,
          sources: [{ sourceType: "S3", s3Location: { uri: "s3://records/a.pdf" } }],
        },
      },
    });
  });

  test("a document in base64 arrives as it is", async () => {
    const data = Buffer.from("書類").toString("base64");
    const byteContent = { identifier: "a.txt", contentType: "text/plain", data };
    const external_sources_configuration = { modelArn, sources: [{ sourceType: "BYTE_CONTENT", byteContent }] };
    const sent = await askFor({ type: "EXTERNAL_SOURCES", input: "x", external_sources_configuration });
    expect(sent).toMatchObject({
      retrieveAndGenerateConfiguration: { externalSourcesConfiguration: { sources: [{ byteContent }] } },
    });
  });
});

describe("seed defect: a configuration that is missing or not understood is refused before anything is sent", () => {
  const configuration = { knowledgeBaseId: "KB12345678", modelArn };
  const base = { type: "KNOWLEDGE_BASE", input: "x" };
  test.each<[string, object]>([
    ["knowledge_base_id", { ...base, model_id }],
    ["model_id", { ...base, knowledge_base_id: "KB12345678" }],
    ["s3_uri", { type: "EXTERNAL_SOURCES", input: "x", model_id }],
    ["s3_uri", { ...basic, s3_uri: "s3://records/a" }],
    ["topk", { ...base, knowledge_base_configuration: configuration, topk: 3 }],
    [
      "knowledge_base_configuration",
      { ...base, knowledge_base_configuration: { ...configuration, numberOfResults: 3 } },
    ],
    [
      "knowledge_base_configuration",
      {
        ...base,
        knowledge_base_configuration: {
          ...configuration,
          retrievalConfiguration: { vectorSearchConfiguration: { filter: { equal: { key: "a", value: 1 } } } },
        },
      },
    ],
    [
      "external_sources_configuration",
      { type: "EXTERNAL_SOURCES", input: "x", external_sources_configuration: { modelArn } },
    ],
    ["metadata_filter", { ...basic, metadata_filter: { like: {} } }],
    ["session_configuration", { ...basic, session_configuration: { kmsKeyArn: "alias/x" } }],
    ["input", { ...basic, input: "x".repeat(1001) }],
    ["type", { ...basic, type: "S3" }],
    ["stream", { ...basic, stream: true, result_type: "json" }],
  ])("%s", async (field, input) => {
    const error = scripted().failure(await ask(input), { code: "invalid_input" });
    expect(error.issues?.map(({ path }) => path[0])).toContain(field);
    expect(scripted().requests).toEqual([]);
  });
});

test("seed defect: an error of Bedrock is an error", async () => {
  scripted().answer(route, scriptedError(400, "ValidationException", "Session with Id s-1 is not valid."));
  scripted().failure(await ask(basic), { code: "invalid_input", origin: "ValidationException" });
});
