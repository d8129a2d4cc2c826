import { applyGuardrail, novaCanvas, novaReel, novaReelStatus } from "@tsunagu/aws";
import { createToolkit, describeError, type ToolError, type Toolkit } from "@tsunagu/core";
import { startLocalAws } from "@tsunagu/local";
import type { Result } from "neverthrow";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import * as bedrock from "../packages/aws/src/bedrock/index.ts";
import { s3CreateBucket, s3FileUploader } from "../packages/aws/src/s3/index.ts";
import { type Handlers, type ModeledAws, modeledError, startModeledAws } from "./support/modeled/index.ts";
import { pythonEnvironment, SETUP_TIMEOUT_MS } from "./support/python.ts";

const tools = [
  ...Object.values(bedrock),
  applyGuardrail,
  novaCanvas,
  novaReel,
  novaReelStatus,
  s3CreateBucket,
  s3FileUploader,
] as const;

const region = "ap-northeast-1";
const at = new Date("2026-01-02T03:04:05Z");
const knowledge_base_id = "KB12345678";
const data_source_id = "DS12345678";
const ingestion_job_id = "IJ12345678";
const invocation_arn = `arn:aws:bedrock:${region}:123456789012:async-invoke/abcdefghijkl`;
const guardrail = { guardrail_id: "abc123", guardrail_version: "DRAFT" };
const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

const job = (status: string) => ({
  knowledgeBaseId: knowledge_base_id,
  dataSourceId: data_source_id,
  ingestionJobId: ingestion_job_id,
  status,
  statistics: { numberOfDocumentsScanned: 3 },
  startedAt: at,
  updatedAt: at,
});
const dataSource = {
  knowledgeBaseId: knowledge_base_id,
  dataSourceId: data_source_id,
  name: "records",
  status: "AVAILABLE",
  dataSourceConfiguration: {
    type: "S3",
    s3Configuration: { bucketArn: "arn:aws:s3:::records", inclusionPrefixes: ["in/"] },
  },
  vectorIngestionConfiguration: {
    chunkingConfiguration: {
      chunkingStrategy: "FIXED_SIZE",
      fixedSizeChunkingConfiguration: { maxTokens: 300, overlapPercentage: 20 },
    },
  },
  dataDeletionPolicy: "DELETE",
  createdAt: at,
  updatedAt: at,
};
const usage = {
  topicPolicyUnits: 1,
  contentPolicyUnits: 1,
  wordPolicyUnits: 0,
  sensitiveInformationPolicyUnits: 0,
  sensitiveInformationPolicyFreeUnits: 0,
  contextualGroundingPolicyUnits: 0,
};

const handlers: Handlers = {
  "bedrock-agent": {
    ListKnowledgeBases: (input: { nextToken?: string }) => ({
      knowledgeBaseSummaries: [
        { knowledgeBaseId: knowledge_base_id, name: input.nextToken ?? "first", status: "ACTIVE", updatedAt: at },
      ],
      ...(input.nextToken === undefined ? { nextToken: "second" } : {}),
    }),
    ListDataSources: () => ({
      dataSourceSummaries: [
        {
          knowledgeBaseId: knowledge_base_id,
          dataSourceId: data_source_id,
          name: "records",
          status: "AVAILABLE",
          updatedAt: at,
        },
      ],
    }),
    GetKnowledgeBase: () => ({
      knowledgeBase: {
        knowledgeBaseId: knowledge_base_id,
        name: "records",
        knowledgeBaseArn: `arn:aws:bedrock:${region}:123456789012:knowledge-base/${knowledge_base_id}`,
        roleArn: "arn:aws:iam::123456789012:role/records",
        knowledgeBaseConfiguration: {
          type: "VECTOR",
          vectorKnowledgeBaseConfiguration: {
            embeddingModelArn: `arn:aws:bedrock:${region}::foundation-model/amazon.titan-embed-text-v2:0`,
          },
        },
        status: "ACTIVE",
        createdAt: at,
        updatedAt: at,
      },
    }),
    GetDataSource: () => ({ dataSource }),
    UpdateDataSource: (input: object) => ({ dataSource: { ...dataSource, ...input } }),
    StartIngestionJob: () => ({ ingestionJob: job("STARTING") }),
    GetIngestionJob: () => ({ ingestionJob: job("COMPLETE") }),
    StopIngestionJob: () => ({ ingestionJob: job("STOPPING") }),
    ListIngestionJobs: () => ({ ingestionJobSummaries: [job("COMPLETE")] }),
  },
  "bedrock-agent-runtime": {
    Retrieve: (input: { retrievalQuery: { text: string } }) => ({
      retrievalResults: [
        {
          content: { type: "TEXT", text: `about ${input.retrievalQuery.text}` },
          location: { type: "WEB", webLocation: { url: "https://example.com/a" } },
          metadata: { year: 2026 },
          score: 0.5,
        },
      ],
    }),
    RetrieveAndGenerate: () => ({
      sessionId: "session-1",
      output: { text: "It is." },
      citations: [{ retrievedReferences: [{ content: { text: "passage" } }] }],
    }),
    Rerank: (input: { sources: readonly object[] }) => ({
      results: input.sources.map((_source, index) => ({ index, relevanceScore: index / 10 })),
    }),
  },
  "bedrock-runtime": {
    ApplyGuardrail: () => ({ usage, action: "NONE", outputs: [], assessments: [{}] }),
    Converse: () => ({
      output: { message: { role: "assistant", content: [{ text: "Hello." }] } },
      stopReason: "end_turn",
      usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
      metrics: { latencyMs: 5 },
    }),
    InvokeModel: (input: { body: Buffer }) => {
      const request = JSON.parse(input.body.toString()) as { taskType: string };
      if (request.taskType !== "IMAGE_VARIATION")
        return modeledError("ValidationException", { message: "no such task" });
      return {
        contentType: "application/json",
        body: Buffer.from(JSON.stringify({ images: [png.toString("base64")] })),
      };
    },
    StartAsyncInvoke: () => ({ invocationArn: invocation_arn }),
    GetAsyncInvoke: () => ({
      invocationArn: invocation_arn,
      modelArn: `arn:aws:bedrock:${region}::foundation-model/amazon.nova-reel-v1:1`,
      status: "InProgress",
      submitTime: at,
      outputDataConfig: { s3OutputDataConfig: { s3Uri: "s3://records/videos" } },
    }),
  },
};

const succeeded = <T>(result: Result<T, ToolError>): T => {
  if (result.isErr()) throw new Error(describeError(result.error));
  return result.value;
};

describe("every Bedrock tool against AWS's models", () => {
  let aws: ModeledAws | undefined;
  let toolkit: Toolkit<typeof tools> | undefined;
  let before = 0;

  const call: Toolkit<typeof tools>["call"] = (...parameters) => {
    if (toolkit === undefined) throw new Error("the toolkit runs only during the tests");
    return toolkit.call(...parameters);
  };
  /** What was asked since the test began. */
  const operations = (): readonly string[] => (aws?.calls ?? []).slice(before).map(({ operation }) => operation);
  const lastInput = (): unknown => aws?.calls.at(-1)?.input;

  beforeAll(async () => {
    await pythonEnvironment();
    aws = await startModeledAws(handlers);
    const connection = {
      aws_access_key_id: aws.credentials.accessKeyId,
      aws_secret_access_key: aws.credentials.secretAccessKey,
      aws_region: region,
      aws_endpoint_url: aws.url,
    };
    toolkit = createToolkit({ tools, connections: { aws: connection } });
  }, SETUP_TIMEOUT_MS);
  afterEach(() => {
    expect(aws?.problems).toEqual([]);
    before = aws?.calls.length ?? 0;
  });
  afterAll(async () => {
    await toolkit?.close();
    await aws?.close();
  });

  test("bedrock_retrieve, with everything that can be asked", async () => {
    const answer = succeeded(
      await call("bedrock_retrieve", {
        knowledge_base_id,
        query: "costs",
        topk: 3,
        search_type: "HYBRID",
        rerank_model_id: "amazon.rerank-v1:0",
        metadata_filter: {
          andAll: [{ equals: { key: "year", value: 2026 } }, { in: { key: "kind", value: ["a", "b"] } }],
        },
        implicit_filter: {
          model_id: "anthropic.claude-3-5-sonnet-20240620-v1:0",
          attributes: [{ key: "year", type: "NUMBER", description: "Year" }],
        },
        user_id: "hanako",
        next_token: "next",
        ...guardrail,
      }),
    );
    expect(answer.results[0]).toMatchObject({ content: "about costs", title: "a" });
    expect(lastInput()).toMatchObject({ userContext: { userId: "hanako" } });
    const managed = { knowledge_base_type: "managed", rerank_model_id: "cohere.rerank-v3-5:0" } as const;
    const arn = `arn:aws:bedrock:${region}:123456789012:knowledge-base/${knowledge_base_id}`;
    succeeded(await call("bedrock_retrieve", { knowledge_base_id: arn, query: "costs", ...managed }));
    expect(operations()).toEqual(["Retrieve", "Retrieve"]);
  });

  test("bedrock_retrieve_and_generate, by fields, by configuration and from a document", async () => {
    const model_id = "anthropic.claude-3-haiku-20240307-v1:0";
    const search = {
      topk: 5,
      search_type: "SEMANTIC",
      metadata_filter: { startsWith: { key: "a", value: "b" } },
    } as const;
    const byFields = { type: "KNOWLEDGE_BASE", input: "What is it?", knowledge_base_id, model_id, ...search } as const;
    const answer = succeeded(
      await call("bedrock_retrieve_and_generate", { ...byFields, ...guardrail, prompt_template: "$search_results$" }),
    );
    expect(answer).toMatchObject({ output: "It is.", session_id: "session-1" });
    const knowledge_base_configuration = {
      knowledgeBaseId: knowledge_base_id,
      modelArn: model_id,
      retrievalConfiguration: {
        vectorSearchConfiguration: {
          rerankingConfiguration: {
            type: "BEDROCK_RERANKING_MODEL",
            bedrockRerankingConfiguration: {
              modelConfiguration: { modelArn: `arn:aws:bedrock:${region}::foundation-model/amazon.rerank-v1:0` },
              metadataConfiguration: {
                selectionMode: "SELECTIVE",
                selectiveModeConfiguration: { fieldsToInclude: [{ fieldName: "year" }] },
              },
            },
          },
        },
      },
      generationConfiguration: { inferenceConfig: { textInferenceConfig: { maxTokens: 10, temperature: 0.5 } } },
      orchestrationConfiguration: { queryTransformationConfiguration: { type: "QUERY_DECOMPOSITION" } },
    };
    const kmsKeyArn = `arn:aws:kms:${region}:123456789012:key/00000000-0000-4000-8000-000000000000`;
    succeeded(
      await call("bedrock_retrieve_and_generate", {
        type: "KNOWLEDGE_BASE",
        input: "x",
        knowledge_base_configuration,
        session_configuration: { kmsKeyArn },
        session_id: "session-1",
        user_id: "hanako",
      }),
    );
    succeeded(
      await call("bedrock_retrieve_and_generate", {
        type: "EXTERNAL_SOURCES",
        input: "x",
        s3_uri: "s3://records/a.pdf",
        model_id,
      }),
    );
    const byteContent = { identifier: "a.txt", contentType: "text/plain", data: "YQ==" };
    succeeded(
      await call("bedrock_retrieve_and_generate", {
        type: "EXTERNAL_SOURCES",
        input: "x",
        external_sources_configuration: {
          modelArn: model_id,
          sources: [{ sourceType: "BYTE_CONTENT", byteContent }],
        },
      }),
    );
    expect(operations()).toHaveLength(4);
  });

  test("bedrock_rerank", async () => {
    const input = { query: "a cat", candidate_texts: ["a dog", "a cat"], topk: 1 };
    expect(succeeded(await call("bedrock_rerank", input)).results).toEqual([
      { index: 1, score: 0.1, content: "a cat" },
    ]);
  });

  test("bedrock_kb_list and bedrock_kb_list_data_sources", async () => {
    const bases = succeeded(await call("bedrock_kb_list", { all_pages: true, max_results: 1 }));
    expect(bases.knowledge_bases.map(({ name }) => name)).toEqual(["first", "second"]);
    const sources = succeeded(await call("bedrock_kb_list_data_sources", { knowledge_base_id, next_token: "next" }));
    expect(sources.data_sources[0]).toMatchObject({ dataSourceId: data_source_id, updatedAt: at.toISOString() });
  });

  test("bedrock_get_knowledge_base and bedrock_get_data_source", async () => {
    expect(succeeded(await call("bedrock_get_knowledge_base", { knowledge_base_id }))).toMatchObject({
      type: "VECTOR",
    });
    const source = succeeded(await call("bedrock_get_data_source", { knowledge_base_id, data_source_id }));
    expect(source).toMatchObject({ type: "S3", dataDeletionPolicy: "DELETE" });
  });

  test("bedrock_kb_start_ingestion_job, with a deletion policy that differs", async () => {
    const answer = succeeded(
      await call("bedrock_kb_start_ingestion_job", {
        knowledge_base_id,
        data_source_id,
        client_token: "0123456789-0123456789-0123456789-x",
        description: "nightly",
        data_deletion_policy: "RETAIN",
      }),
    );
    expect(answer).toMatchObject({ ingestion_job: { status: "STARTING" }, data_source_updated: true });
    expect(operations()).toEqual(["GetDataSource", "UpdateDataSource", "StartIngestionJob"]);
  });

  test("the ingestion job tools", async () => {
    const input = { knowledge_base_id, data_source_id, ingestion_job_id };
    expect(succeeded(await call("bedrock_get_ingestion_job", input)).ingestion_job.status).toBe("COMPLETE");
    expect(succeeded(await call("bedrock_wait_ingestion_job", input)).ingestion_job.status).toBe("COMPLETE");
    expect(succeeded(await call("bedrock_stop_ingestion_job", input)).ingestion_job.status).toBe("STOPPING");
    const list = { knowledge_base_id, data_source_id, status: ["COMPLETE", "FAILED"], sort_by: "STATUS" } as const;
    const { ingestion_jobs } = succeeded(
      await call("bedrock_list_ingestion_jobs", { ...list, status: ["COMPLETE", "FAILED"], sort_order: "ASCENDING" }),
    );
    expect(ingestion_jobs[0]?.statistics?.numberOfDocumentsScanned).toBe(3);
  });

  test("apply_guardrail, with grounding and an image", async () => {
    const images = [{ uri: `data:image/png;base64,${png.toString("base64")}` }];
    const grounding = { grounding_source: "Tokyo is the capital.", query: "What is the capital?" };
    const input = {
      ...guardrail,
      source: "OUTPUT",
      text: "Tokyo.",
      images,
      ...grounding,
      output_scope: "FULL",
    } as const;
    expect(succeeded(await call("apply_guardrail", input))).toMatchObject({ intervened: false, usage });
  });

  test("bedrock_converse, with history, images, documents and a guardrail", async () => {
    const answer = succeeded(
      await call("bedrock_converse", {
        model_id: "amazon.nova-lite-v1:0",
        prompt: "Hello",
        system: "Be brief.",
        messages: [
          { role: "user", text: "Hi" },
          { role: "assistant", text: "Yes?" },
        ],
        images: [{ uri: `data:image/png;base64,${png.toString("base64")}` }],
        documents: [{ uri: "data:text/plain,hello", name: "a.txt" }],
        max_output: 10,
        temperature: 0.5,
        top_p: 1,
        stop_sequences: ["END"],
        additional_fields: { top_k: 5 },
        ...guardrail,
      }),
    );
    expect(answer).toMatchObject({ output: "Hello.", usage: { total_tokens: 3 } });
  });

  test("nova_reel and nova_reel_status", async () => {
    const begun = succeeded(
      await call("nova_reel", { prompt: "a cat", video_output_s3uri: "s3://records/videos", task_type: "TEXT_VIDEO" }),
    );
    expect(begun.invocation_arn).toBe(invocation_arn);
    const shots = [{ text: "one" }, { text: "two" }];
    const kms_key_id = `arn:aws:kms:${region}:123456789012:alias/records`;
    succeeded(
      await call("nova_reel", {
        task_type: "MULTI_SHOT_MANUAL",
        shots,
        video_output_s3uri: "s3://records",
        kms_key_id,
      }),
    );
    const state = succeeded(await call("nova_reel_status", { invocation_arn }));
    expect(state).toMatchObject({ status: "InProgress", s3_uri: "s3://records/videos/abcdefghijkl/output.mp4" });
    expect(operations()).toEqual(["StartAsyncInvoke", "StartAsyncInvoke", "GetAsyncInvoke"]);
  });
});

test("nova_canvas, with the model on one endpoint and S3 on another", async () => {
  await using s3Endpoint = await startLocalAws();
  const { accessKeyId, secretAccessKey } = s3Endpoint.credentials;
  await using model = await disposable(startModeledAws(handlers, { credentials: [{ accessKeyId, secretAccessKey }] }));
  vi.stubEnv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", model.url);
  vi.stubEnv("AWS_ENDPOINT_URL_S3", s3Endpoint.url);
  const connection = {
    aws_access_key_id: accessKeyId,
    aws_secret_access_key: secretAccessKey,
    aws_region: region,
  };
  await using toolkit = createToolkit({ tools, connections: { aws: connection } });
  succeeded(await toolkit.call("s3_create_bucket", { bucket_name: "records" }));
  const source = { uri: `data:image/png;base64,${png.toString("base64")}` };
  succeeded(
    await toolkit.call("s3_file_uploader", { bucket_name: "records", object_key: "a.png", input_file: source }),
  );
  const answer = succeeded(
    await toolkit.call("nova_canvas", {
      task_type: "IMAGE_VARIATION",
      image_input_s3uri: "s3://records/a.png",
      image_output_s3uri: "s3://records/out",
    }),
  );
  const stored = s3Endpoint.s3.objects("records").map(({ key, contentType }) => [key, contentType]);
  expect(stored).toContainEqual([answer.s3_uri.slice("s3://records/".length), "image/png"]);
  expect(model.problems).toEqual([]);
  vi.unstubAllEnvs();
});

const disposable = async (starting: Promise<ModeledAws>): Promise<ModeledAws & AsyncDisposable> => {
  const aws = await starting;
  return { ...aws, [Symbol.asyncDispose]: () => aws.close() };
};
