import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { bedrockGetDataSource } from "./get-data-source.ts";

const scripted = useScriptedToolkit([bedrockGetDataSource]);
const input = { knowledge_base_id: "KB12345678", data_source_id: "DS12345678" };
const route = "GET /knowledgebases/KB12345678/datasources/DS12345678";

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(bedrockGetDataSource, { examples: [input] })).toEqual([]);
});

test("seed defect: tells what the source connects to", async () => {
  const s3Configuration = { bucketArn: "arn:aws:s3:::records", inclusionPrefixes: ["in/"] };
  scripted().answer(route, {
    json: {
      dataSource: {
        knowledgeBaseId: "KB12345678",
        dataSourceId: "DS12345678",
        name: "records",
        status: "AVAILABLE",
        dataSourceConfiguration: { type: "S3", s3Configuration },
        vectorIngestionConfiguration: { chunkingConfiguration: { chunkingStrategy: "NONE" } },
        dataDeletionPolicy: "RETAIN",
        createdAt: "2026-01-02T03:04:05.000Z",
        updatedAt: "2026-01-02T03:04:05.000Z",
      },
    },
  });
  expect(succeeded(await scripted().call("bedrock_get_data_source", input))).toMatchObject({
    name: "records",
    type: "S3",
    configuration: { type: "S3", s3Configuration },
    ingestion: { chunkingConfiguration: { chunkingStrategy: "NONE" } },
    dataDeletionPolicy: "RETAIN",
    kmsKeyArn: null,
    failureReasons: [],
  });
});

test("a data source that is not there is not_found", async () => {
  scripted().answer(route, scriptedError(404, "ResourceNotFoundException"));
  const result = await scripted().call("bedrock_get_data_source", input);
  scripted().failure(result, { code: "not_found", origin: "ResourceNotFoundException" });
});
