import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { bedrockKbStartIngestionJob } from "./kb-start-ingestion-job.ts";

const scripted = useScriptedToolkit([bedrockKbStartIngestionJob]);
const knowledge_base_id = "KB12345678";
const data_source_id = "DS12345678";
const basic = { knowledge_base_id, data_source_id };
const source = `/knowledgebases/${knowledge_base_id}/datasources/${data_source_id}`;
const start = `PUT ${source}/ingestionjobs/`;
const client_token = "0123456789-0123456789-0123456789-x";

const job = {
  knowledgeBaseId: knowledge_base_id,
  dataSourceId: data_source_id,
  ingestionJobId: "IJ12345678",
  status: "STARTING",
  startedAt: "2026-01-02T03:04:05.000Z",
  updatedAt: "2026-01-02T03:04:06.000Z",
};
const dataSource = {
  knowledgeBaseId: knowledge_base_id,
  dataSourceId: data_source_id,
  name: "records",
  description: "All records",
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
  serverSideEncryptionConfiguration: {
    kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-4000-8000-000000000000",
  },
  dataDeletionPolicy: "DELETE",
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
};
const startJob = (more: object = {}) => scripted().run("bedrock_kb_start_ingestion_job", { ...basic, ...more });

test("keeps the contract of tools", async () => {
  const examples = [basic, { ...basic, client_token, data_deletion_policy: "RETAIN", description: "nightly" }];
  expect(await checkToolContract(bedrockKbStartIngestionJob, { examples })).toEqual([]);
});

test("starts a job, and touches nothing else", async () => {
  scripted().answer(start, { status: 202, json: { ingestionJob: job } });
  const answer = succeeded(await startJob({ client_token, description: "nightly" }));
  expect(answer).toMatchObject({
    output: {
      ...basic,
      ingestion_job: { ...job, description: null, statistics: null, failureReasons: [] },
      data_deletion_policy: null,
      data_source_updated: false,
    },
    content: [{ text: "Started ingestion job IJ12345678 of data source DS12345678 (status STARTING)." }],
  });
  expect(scripted().requests.map(({ method, path }) => `${method} ${path}`)).toEqual([start]);
  expect(scripted().requests[0]?.json()).toEqual({ clientToken: client_token, description: "nightly" });
});

describe("seed defect: data_deletion_policy does what was meant", () => {
  test("a data source with another policy is updated first, and only in that", async () => {
    scripted().answer(`GET ${source}`, { json: { dataSource } });
    scripted().answer(`PUT ${source}`, { json: { dataSource: { ...dataSource, dataDeletionPolicy: "RETAIN" } } });
    scripted().answer(start, { status: 202, json: { ingestionJob: job } });
    const answer = succeeded(await startJob({ data_deletion_policy: "RETAIN" }));
    expect(answer).toMatchObject({
      output: { data_deletion_policy: "RETAIN", previous_data_deletion_policy: "DELETE", data_source_updated: true },
      content: [{ text: expect.stringContaining("deletion policy is now RETAIN") }],
    });
    const {
      name,
      description,
      dataSourceConfiguration,
      vectorIngestionConfiguration,
      serverSideEncryptionConfiguration,
    } = dataSource;
    expect(scripted().requests[1]?.json()).toEqual({
      name,
      description,
      dataSourceConfiguration,
      vectorIngestionConfiguration,
      serverSideEncryptionConfiguration,
      dataDeletionPolicy: "RETAIN",
    });
    expect(scripted().requests[2]?.json()).not.toHaveProperty("dataDeletionPolicy");
  });

  test("a data source that has the policy is left alone", async () => {
    scripted().answer(`GET ${source}`, { json: { dataSource } });
    scripted().answer(start, { status: 202, json: { ingestionJob: job } });
    const answer = succeeded(await startJob({ data_deletion_policy: "DELETE" }));
    expect(answer).toMatchObject({ output: { data_deletion_policy: "DELETE", data_source_updated: false } });
    expect(scripted().requests.map(({ method }) => method)).toEqual(["GET", "PUT"]);
  });

  test("where Bedrock refuses the policy, nothing is started and the way out is told", async () => {
    scripted().answer(`GET ${source}`, { json: { dataSource: { ...dataSource, dataDeletionPolicy: undefined } } });
    scripted().answer(`PUT ${source}`, scriptedError(400, "ValidationException", "not for this type"));
    const error = scripted().failure(await startJob({ data_deletion_policy: "RETAIN" }), {
      code: "unsupported",
      origin: "ValidationException",
    });
    expect(error.hint).toContain("without data_deletion_policy");
    expect(scripted().requests).toHaveLength(2);
  });

  test("when the job does not start after the update, both are told", async () => {
    scripted().answer(`GET ${source}`, { json: { dataSource } });
    scripted().answer(`PUT ${source}`, { json: { dataSource } });
    scripted().answer(start, scriptedError(409, "ConflictException", "a job is running"));
    const error = scripted().failure(await startJob({ data_deletion_policy: "RETAIN" }), {
      code: "partial",
      origin: "ConflictException",
    });
    expect(error.partial).toMatchObject({
      done: { data_deletion_policy: "RETAIN" },
      failed: { start: { code: "conflict" } },
    });
  });
});

test.each([
  ["client_token", { client_token: "too-short" }],
  ["client_token", { client_token: `-${client_token}` }],
  ["data_deletion_policy", { data_deletion_policy: "KEEP" }],
  ["data_source_id", { data_source_id: "DS1" }],
  ["description", { description: "x".repeat(201) }],
])("seed defect: bad %s is refused before anything is sent", async (field, more) => {
  expect(scripted().failure(await startJob(more), { code: "invalid_input" }).issues?.[0]?.path).toEqual([field]);
  expect(scripted().requests).toEqual([]);
});

test("a dry run says what would change and sends nothing", async () => {
  const { plan } = bedrockKbStartIngestionJob;
  expect(plan?.({ ...basic, data_deletion_policy: "DELETE" })).toBe(
    "Syncs the data source DS12345678 into the knowledge base KB12345678 and sets the data source's deletion policy to DELETE.",
  );
});
