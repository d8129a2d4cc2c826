import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { bedrockGetIngestionJob } from "./get-ingestion-job.ts";

const scripted = useScriptedToolkit([bedrockGetIngestionJob]);
const input = { knowledge_base_id: "KB12345678", data_source_id: "DS12345678", ingestion_job_id: "IJ12345678" };
const route = "GET /knowledgebases/KB12345678/datasources/DS12345678/ingestionjobs/IJ12345678";

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(bedrockGetIngestionJob, { examples: [input] })).toEqual([]);
});

test("tells status, counts and why it failed", async () => {
  const ingestionJob = {
    knowledgeBaseId: "KB12345678",
    dataSourceId: "DS12345678",
    ingestionJobId: "IJ12345678",
    status: "FAILED",
    statistics: { numberOfDocumentsScanned: 12, numberOfDocumentsFailed: 2 },
    failureReasons: ["no access to a.pdf"],
    startedAt: "2026-01-02T03:04:05.678Z",
    updatedAt: "2026-01-02T03:05:05.000Z",
  };
  scripted().answer(route, { json: { ingestionJob } });
  const answer = succeeded(await scripted().run("bedrock_get_ingestion_job", input));
  expect(answer).toMatchObject({
    output: {
      ingestion_job: {
        status: "FAILED",
        statistics: { numberOfDocumentsScanned: 12, numberOfDocumentsFailed: 2, numberOfNewDocumentsIndexed: null },
        failureReasons: ["no access to a.pdf"],
        startedAt: "2026-01-02T03:04:05.678Z",
      },
    },
    content: [
      {
        text: "Ingestion job IJ12345678: FAILED (12 scanned, 0 new, 0 modified, 0 deleted, 2 failed)\nno access to a.pdf",
      },
    ],
  });
});

test("a job that is not there is not_found", async () => {
  scripted().answer(route, scriptedError(404, "ResourceNotFoundException"));
  const result = await scripted().call("bedrock_get_ingestion_job", input);
  scripted().failure(result, { code: "not_found", origin: "ResourceNotFoundException" });
});
