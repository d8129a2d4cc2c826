import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { bedrockStopIngestionJob } from "./stop-ingestion-job.ts";

const scripted = useScriptedToolkit([bedrockStopIngestionJob]);
const input = { knowledge_base_id: "KB12345678", data_source_id: "DS12345678", ingestion_job_id: "IJ12345678" };
const route = "POST /knowledgebases/KB12345678/datasources/DS12345678/ingestionjobs/IJ12345678/stop";

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(bedrockStopIngestionJob, { examples: [input] })).toEqual([]);
});

test("stops a job and tells its state", async () => {
  scripted().answer(route, {
    status: 202,
    json: {
      ingestionJob: {
        knowledgeBaseId: "KB12345678",
        dataSourceId: "DS12345678",
        ingestionJobId: "IJ12345678",
        status: "STOPPING",
        startedAt: "2026-01-02T03:04:05.000Z",
        updatedAt: "2026-01-02T03:04:06.000Z",
      },
    },
  });
  const answer = succeeded(await scripted().call("bedrock_stop_ingestion_job", input));
  expect(answer.ingestion_job).toMatchObject({ ingestionJobId: "IJ12345678", status: "STOPPING" });
});

test("a job that has ended cannot be stopped, and that is told", async () => {
  scripted().answer(route, scriptedError(409, "ConflictException", "The job has ended."));
  const result = await scripted().call("bedrock_stop_ingestion_job", input);
  scripted().failure(result, { code: "conflict", origin: "ConflictException" });
});
