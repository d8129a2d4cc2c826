import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { bedrockGetKnowledgeBase } from "./get-knowledge-base.ts";

const scripted = useScriptedToolkit([bedrockGetKnowledgeBase]);
const input = { knowledge_base_id: "KB12345678" };
const route = "GET /knowledgebases/KB12345678";

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(bedrockGetKnowledgeBase, { examples: [input] })).toEqual([]);
});

test("tells model, store, role and times", async () => {
  const embeddingModelArn = "arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0";
  const collectionArn = "arn:aws:aoss:us-east-1:123456789012:collection/abc";
  const fieldMapping = { vectorField: "vector", textField: "text", metadataField: "metadata" };
  const opensearchServerlessConfiguration = { collectionArn, vectorIndexName: "records", fieldMapping };
  scripted().answer(route, {
    json: {
      knowledgeBase: {
        knowledgeBaseId: "KB12345678",
        name: "records",
        knowledgeBaseArn: "arn:aws:bedrock:us-east-1:123456789012:knowledge-base/KB12345678",
        roleArn: "arn:aws:iam::123456789012:role/kb",
        knowledgeBaseConfiguration: { type: "VECTOR", vectorKnowledgeBaseConfiguration: { embeddingModelArn } },
        storageConfiguration: { type: "OPENSEARCH_SERVERLESS", opensearchServerlessConfiguration },
        status: "FAILED",
        createdAt: "2026-01-02T03:04:05.000Z",
        updatedAt: "2026-01-02T03:04:06.000Z",
        failureReasons: ["the collection is gone"],
      },
    },
  });
  expect(succeeded(await scripted().call("bedrock_get_knowledge_base", input))).toMatchObject({
    name: "records",
    description: null,
    type: "VECTOR",
    configuration: { vectorKnowledgeBaseConfiguration: { embeddingModelArn } },
    storage_type: "OPENSEARCH_SERVERLESS",
    storage: { opensearchServerlessConfiguration },
    createdAt: "2026-01-02T03:04:05.000Z",
    failureReasons: ["the collection is gone"],
  });
});

test("a knowledge base that is not there is not_found", async () => {
  scripted().answer(route, scriptedError(404, "ResourceNotFoundException"));
  const result = await scripted().call("bedrock_get_knowledge_base", input);
  scripted().failure(result, { code: "not_found", origin: "ResourceNotFoundException" });
});
