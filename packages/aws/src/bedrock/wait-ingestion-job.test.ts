import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { bedrockWaitIngestionJob } from "./wait-ingestion-job.ts";

const scripted = useScriptedToolkit([bedrockWaitIngestionJob]);
const input = { knowledge_base_id: "KB12345678", data_source_id: "DS12345678", ingestion_job_id: "IJ12345678" };
const route = "GET /knowledgebases/KB12345678/datasources/DS12345678/ingestionjobs/IJ12345678";
const job = {
  knowledgeBaseId: "KB12345678",
  dataSourceId: "DS12345678",
  ingestionJobId: "IJ12345678",
  startedAt: "2026-01-02T03:04:05.000Z",
  updatedAt: "2026-01-02T03:04:06.000Z",
};
const state = (status: string, more: object = {}) => ({ json: { ingestionJob: { ...job, status, ...more } } });
const wait = (options: object = {}) => scripted().call("bedrock_wait_ingestion_job", input, options);

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(bedrockWaitIngestionJob, { examples: [input] })).toEqual([]);
});

test("waits until the job is complete, and says how far it is", async () => {
  scripted().answer(route, state("IN_PROGRESS"), state("COMPLETE", { statistics: { numberOfDocumentsScanned: 3 } }));
  const messages: string[] = [];
  const answer = succeeded(await wait({ onProgress: ({ message }: { message: string }) => messages.push(message) }));
  expect(answer.ingestion_job).toMatchObject({ status: "COMPLETE", statistics: { numberOfDocumentsScanned: 3 } });
  expect(messages).toEqual(["Ingestion job IJ12345678: IN_PROGRESS"]);
});

test("a job that failed is an error with its reasons", async () => {
  scripted().answer(route, state("FAILED", { failureReasons: ["no access", "no index"] }));
  const error = scripted().failure(await wait(), { code: "upstream" });
  expect(error.message).toContain("no access; no index");
  expect(error.details).toMatchObject(input);
});

test("a job that was stopped is answered", async () => {
  scripted().answer(route, state("STOPPED"));
  expect(succeeded(await wait()).ingestion_job.status).toBe("STOPPED");
});

test("the deadline ends it as timeout, with the job's id to go on with", async () => {
  scripted().answer(route, state("IN_PROGRESS"));
  const error = scripted().failure(await wait({ deadlineMs: 200 }), { code: "timeout" });
  expect(error).toMatchObject({ details: input, retryable: true, hint: expect.stringContaining("wait again") });
});

test("an abort ends it within 100 ms", async () => {
  scripted().answer(route, state("IN_PROGRESS"));
  const abort = new AbortController();
  let stopped = 0;
  setTimeout(() => {
    stopped = performance.now();
    abort.abort();
  }, 150);
  const error = scripted().failure(await wait({ signal: abort.signal }), { code: "aborted" });
  expect(performance.now() - stopped).toBeLessThan(100);
  expect(error.details).toMatchObject({ ingestion_job_id: "IJ12345678" });
});

test("a job that is not there ends it at once", async () => {
  scripted().answer(route, scriptedError(404, "ResourceNotFoundException"));
  const error = scripted().failure(await wait(), { code: "not_found", origin: "ResourceNotFoundException" });
  expect(error.details).toMatchObject(input);
});
