import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { bedrockRetrieve } from "./retrieve.ts";

const scripted = useScriptedToolkit([bedrockRetrieve], { region: "ap-northeast-1" });
const knowledge_base_id = "KB12345678";
const route = `POST /knowledgebases/${knowledge_base_id}/retrieve`;
const basic = { knowledge_base_id, query: "繋ぐとは" };

const answerWith = (...retrievalResults: readonly object[]): void => {
  scripted().answer(route, { json: { retrievalResults } });
};
const search = (more: object = {}) => scripted().run("bedrock_retrieve", { ...basic, ...more });
const retrieve = async (more: Partial<Parameters<typeof bedrockRetrieve.execute>[0]> = {}) =>
  succeeded(await scripted().call("bedrock_retrieve", { ...basic, ...more }));
const sent = (): unknown => scripted().requests[0]?.json();
const text = (content: string) => ({ content: { type: "TEXT", text: content } });

test("keeps the contract of tools", async () => {
  const examples = [
    basic,
    {
      ...basic,
      knowledge_base_id: "arn:aws:bedrock:ap-northeast-1:123456789012:knowledge-base/KB12345678",
      topk: 100,
      search_type: "HYBRID",
      rerank_model_id: "amazon.rerank-v1:0",
      metadata_filter: { andAll: [{ equals: { key: "year", value: 2026 } }, { in: { key: "kind", value: ["a"] } }] },
      result_type: "json",
      guardrail_id: "abc123",
      guardrail_version: "DRAFT",
    },
  ];
  expect(await checkToolContract(bedrockRetrieve, { examples })).toEqual([]);
});

test("answers in the format of Dify's knowledge retrieval", async () => {
  answerWith({
    ...text("Tsunagu means to connect."),
    location: { type: "S3", s3Location: { uri: "s3://records/手引き/a #1.pdf" } },
    score: 0.123456789,
    documentId: "doc-1",
    metadata: {
      "x-amz-bedrock-kb-source-uri": "s3://records/手引き/a #1.pdf",
      "x-amz-bedrock-kb-document-page-number": 3,
      "x-amz-bedrock-kb-data-source-id": "DS12345678",
      "x-amz-bedrock-kb-chunk-id": "chunk-1",
      year: 2026,
    },
  });
  expect((await retrieve()).results).toEqual([
    {
      content: "Tsunagu means to connect.",
      title: "a #1.pdf",
      metadata: {
        _source: "knowledge",
        dataset_id: "DS12345678",
        dataset_name: `Bedrock knowledge base ${knowledge_base_id}`,
        document_id: "doc-1",
        document_name: "a #1.pdf",
        document_data_source_type: "TEXT",
        segment_id: "chunk-1",
        retriever_from: "workflow",
        score: 0.123457,
        segment_hit_count: 1,
        segment_word_count: 25,
        segment_position: 3,
        doc_metadata: {
          tag: "bedrock knowledge base",
          source: "S3",
          uploader: null,
          upload_date: null,
          document_name: "a #1.pdf",
          last_update_date: null,
        },
        position: 1,
        source_uri: "s3://records/手引き/a #1.pdf",
        source_metadata: expect.objectContaining({ year: 2026 }),
      },
      image: null,
    },
  ]);
});

test("asks for what is wanted, and for nothing else", async () => {
  answerWith();
  await retrieve({ metadata_filter: { equals: { key: "year", value: 2026 } } });
  expect(sent()).toEqual({
    retrievalQuery: { text: "繋ぐとは" },
    retrievalConfiguration: {
      vectorSearchConfiguration: {
        numberOfResults: 5,
        overrideSearchType: "SEMANTIC",
        filter: { equals: { key: "year", value: 2026 } },
      },
    },
  });
});

describe("seed defect: a result that is not from S3 does not fail the call", () => {
  test.each([
    [{ type: "WEB", webLocation: { url: "https://example.com/docs/%E6%89%8B.html?x=1" } }, "手.html"],
    [{ type: "WEB", webLocation: { url: "https://example.com/" } }, "example.com"],
    [{ type: "WEB", webLocation: { url: "https://example.com/%E6%89" } }, "%E6%89"],
    [{ type: "CONFLUENCE", confluenceLocation: { url: "https://wiki.example.com/x/page" } }, "page"],
    [{ type: "SALESFORCE", salesforceLocation: { url: "https://sf.example.com/001" } }, "001"],
    [{ type: "SHAREPOINT", sharePointLocation: { url: "https://sp.example.com/a.docx" } }, "a.docx"],
    [{ type: "ONEDRIVE", oneDriveLocation: { url: "https://od.example.com/b.xlsx" } }, "b.xlsx"],
    [{ type: "GOOGLEDRIVE", googleDriveLocation: { url: "https://gd.example.com/c" } }, "c"],
    [{ type: "CUSTOM", customDocumentLocation: { id: "own/id 7" } }, "own/id 7"],
    [{ type: "KENDRA", kendraDocumentLocation: { uri: "https://k.example.com/d.txt" } }, "d.txt"],
    [{ type: "SQL", sqlLocation: { query: "select 1" } }, "select 1"],
  ])("%j is named %s", async (location, title) => {
    answerWith({ ...text("found"), location });
    const { results } = await retrieve();
    expect(results[0]).toMatchObject({
      title,
      metadata: { document_name: title, doc_metadata: { source: location.type }, source_uri: expect.any(String) },
    });
    expect(results[0]?.metadata.document_id).toBe(results[0]?.metadata.source_uri);
  });
});

test("seed defect: a result without location, metadata and score is shown, its document_id a text", async () => {
  answerWith(text("bare"));
  const [item] = (await retrieve()).results;
  expect(item).toMatchObject({
    content: "bare",
    title: "",
    metadata: {
      document_id: "",
      document_name: "",
      score: null,
      segment_id: null,
      source_uri: null,
      dataset_id: "KB12345678",
    },
  });
});

test("seed defect: rows, audio, video and pictures are results like others", async () => {
  const row = [
    { columnName: "name", columnValue: "花子", type: "STRING" },
    { columnName: "age", columnValue: "40", type: "LONG" },
  ];
  const retrievalResults = [
    { content: { type: "ROW", row } },
    { content: { type: "AUDIO", audio: { s3Uri: "s3://records/a.mp3", transcription: "hello" } } },
    { content: { type: "VIDEO", video: { s3Uri: "s3://records/a.mp4", summary: "a cat" } } },
    { content: { type: "IMAGE", byteContent: `data:image/png;base64,${Buffer.from("picture").toString("base64")}` } },
    { content: null },
    text("  "),
  ];
  scripted().answer(route, { json: { retrievalResults }, headers: { "x-fault": "content is null" } });
  const answer = succeeded(await search({ topk: 6 }));
  expect(answer).toMatchObject({
    output: {
      skipped_count: 2,
      results: [
        { content: "name: 花子\nage: 40" },
        { content: "hello" },
        { content: "a cat" },
        { content: "", image: { name: "file.png", media_type: "image/png", size: 7 } },
      ],
    },
    files: [{ name: "file.png", bytes: Buffer.from("picture") }],
  });
});

test("seed defect: the document's own metadata is kept, large integers to the last digit", async () => {
  scripted().answer(route, {
    body: '{"retrievalResults":[{"content":{"text":"x"},"metadata":{"id":12345678901234567890,"tags":["a",null]}}]}',
    headers: { "content-type": "application/json" },
  });
  const [item] = (await retrieve()).results;
  expect(item?.metadata.source_metadata).toEqual({ id: "12345678901234567890", tags: ["a", null] });
});

describe("seed defect: the reranker is the connection's region's and partition's", () => {
  test("in the region of the connection", async () => {
    answerWith();
    await retrieve({ rerank_model_id: "amazon.rerank-v1:0", topk: 3 });
    expect(sent()).toMatchObject({
      retrievalConfiguration: {
        vectorSearchConfiguration: {
          numberOfResults: 15,
          rerankingConfiguration: {
            type: "BEDROCK_RERANKING_MODEL",
            bedrockRerankingConfiguration: {
              numberOfRerankedResults: 3,
              modelConfiguration: {
                modelArn: "arn:aws:bedrock:ap-northeast-1::foundation-model/amazon.rerank-v1:0",
              },
            },
          },
        },
      },
    });
  });

  test("never more than 100 results are searched", async () => {
    answerWith();
    await retrieve({ rerank_model_id: "cohere.rerank-v3-5:0", topk: 100 });
    expect(sent()).toMatchObject({
      retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 100 } },
    });
  });

  test("without one, none is asked for", async () => {
    answerWith();
    await retrieve({ rerank_model_id: "default" });
    expect(JSON.stringify(sent())).not.toContain("rerank");
  });
});

test("seed defect: pages join by next_token", async () => {
  scripted().answer(
    route,
    { json: { retrievalResults: [text("1")], nextToken: "next+/=" } },
    { json: { retrievalResults: [text("2")], guardrailAction: "INTERVENED" } },
  );
  const first = await retrieve();
  expect(first.next_token).toBe("next+/=");
  const second = await retrieve({ next_token: first.next_token ?? undefined });
  expect(second).toMatchObject({ next_token: null, guardrail_action: "INTERVENED", results: [{ content: "2" }] });
  expect(scripted().requests[1]?.json()).toMatchObject({ nextToken: "next+/=" });
});

test("a managed knowledge base, a guardrail and a user are asked for in their own way", async () => {
  answerWith();
  await retrieve({
    knowledge_base_type: "managed",
    rerank_model_id: "amazon.rerank-v1:0",
    user_id: "hanako",
    guardrail_id: "abc123",
    guardrail_version: "1",
  });
  expect(sent()).toMatchObject({
    retrievalConfiguration: {
      managedSearchConfiguration: { numberOfResults: 25, rerankingModelType: "CUSTOM", rerankingConfiguration: {} },
    },
    userContext: { userId: "hanako" },
    guardrailConfiguration: { guardrailId: "abc123", guardrailVersion: "1" },
  });
});

test("a model may derive a filter", async () => {
  answerWith();
  const attributes = [{ key: "year", type: "NUMBER" as const, description: "Year of publication" }];
  await retrieve({ implicit_filter: { model_id: "anthropic.claude-3-5-sonnet-20240620-v1:0", attributes } });
  expect(sent()).toMatchObject({
    retrievalConfiguration: {
      vectorSearchConfiguration: {
        implicitFilterConfiguration: {
          modelArn: "arn:aws:bedrock:ap-northeast-1::foundation-model/anthropic.claude-3-5-sonnet-20240620-v1:0",
          metadataAttributes: attributes,
        },
      },
    },
  });
});

test("a score threshold leaves out what is below it, and keeps what has no score", async () => {
  answerWith({ ...text("good"), score: 0.8 }, { ...text("bad"), score: 0.1 }, text("unknown"));
  const { results, skipped_count } = await retrieve({ score_threshold: 0.5 });
  expect(results.map(({ content, metadata }) => [content, metadata.position])).toEqual([
    ["good", 1],
    ["unknown", 2],
  ]);
  expect(skipped_count).toBe(1);
});

describe("a metadata filter that Bedrock would not understand is refused, not dropped", () => {
  test.each([
    [{ equal: { key: "a", value: 1 } }, 'unknown comparison "equal"'],
    [{}, "exactly one"],
    [{ equals: { key: "a", value: 1 }, notEquals: { key: "b", value: 1 } }, "exactly one"],
    [{ equals: { key: "a" } }, "needs an object of key and value"],
    [{ equals: { key: "a", value: 1, operator: "=" } }, 'unknown member "operator"'],
    [{ andAll: [{ equals: { key: "a", value: 1 } }] }, "two or more"],
    [{ orAll: [{ equals: { key: "a", value: 1 } }, "b"] }, "not an object"],
  ])("%j", async (metadata_filter, problem) => {
    const error = scripted().failure(await search({ metadata_filter }), { code: "invalid_input" });
    expect(error).toMatchObject({ issues: [{ path: ["metadata_filter"] }], message: expect.stringContaining(problem) });
    expect(scripted().requests).toEqual([]);
  });

  test("nesting has an end", async () => {
    let metadata_filter: object = { equals: { key: "a", value: 1 } };
    for (let depth = 0; depth < 10; depth++) metadata_filter = { andAll: [metadata_filter, metadata_filter] };
    expect((await search({ metadata_filter }))._unsafeUnwrapErr().message).toContain("nested");
  });
});

test.each([
  ["topk", { topk: 0 }],
  ["topk", { topk: 101 }],
  ["search_type", { search_type: "KEYWORD" }],
  ["rerank_model_id", { rerank_model_id: "none" }],
  ["knowledge_base_id", { knowledge_base_id: "kb" }],
  ["query", { query: "" }],
  ["guardrail_version", { guardrail_id: "abc" }],
])("seed defect: bad %s is refused before anything is sent", async (field, more) => {
  const error = scripted().failure(await search(more), { code: "invalid_input" });
  expect(error.issues?.[0]?.path).toEqual([field]);
  expect(scripted().requests).toEqual([]);
});

test("seed defect: text shows rank, passage and source; json leaves the text out", async () => {
  answerWith({ ...text("one"), location: { type: "S3", s3Location: { uri: "s3://records/a.txt" } } }, text("two"));
  expect(succeeded(await search())).toMatchObject({
    content: [{ type: "text", text: "1: one\n   (s3://records/a.txt)\n2: two" }],
  });
  expect(succeeded(await search({ result_type: "json" }))).toMatchObject({ content: [] });
  answerWith();
  expect(succeeded(await search())).toMatchObject({ content: [{ text: "Nothing was found." }] });
});

test.each([
  [404, "ResourceNotFoundException", "not_found"],
  [403, "AccessDeniedException", "forbidden"],
  [400, "ValidationException", "invalid_input"],
  [409, "ConflictException", "conflict"],
] as const)("seed defect: an error of Bedrock (%d %s) is an error", async (status, origin, code) => {
  scripted().answer(route, scriptedError(status, origin, "made up"));
  scripted().failure(await search(), { code, origin });
});
