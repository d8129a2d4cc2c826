import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { bedrockListIngestionJobs } from "./list-ingestion-jobs.ts";

const scripted = useScriptedToolkit([bedrockListIngestionJobs]);
const input = { knowledge_base_id: "KB12345678", data_source_id: "DS12345678" };
const route = "POST /knowledgebases/KB12345678/datasources/DS12345678/ingestionjobs/";
const summary = (id: number) => ({
  knowledgeBaseId: "KB12345678",
  dataSourceId: "DS12345678",
  ingestionJobId: `IJ0000000${id}`,
  status: "COMPLETE",
  startedAt: "2026-01-02T03:04:05.000Z",
  updatedAt: "2026-01-02T03:04:06.000Z",
});

test("keeps the contract of tools", async () => {
  const examples = [
    input,
    { ...input, status: ["FAILED"], sort_by: "STATUS", sort_order: "ASCENDING", all_pages: true },
  ];
  expect(await checkToolContract(bedrockListIngestionJobs, { examples })).toEqual([]);
});

test("lists the latest first, filtered by state", async () => {
  scripted().answer(route, { json: { ingestionJobSummaries: [summary(1)], nextToken: "a" } });
  const answer = succeeded(
    await scripted().call("bedrock_list_ingestion_jobs", { ...input, status: ["COMPLETE", "FAILED"] }),
  );
  expect(answer).toMatchObject({ ingestion_jobs: [{ ...summary(1), statistics: null }], next_token: "a" });
  expect(scripted().requests[0]?.json()).toEqual({
    filters: [{ attribute: "STATUS", operator: "EQ", values: ["COMPLETE", "FAILED"] }],
    sortBy: { attribute: "STARTED_AT", order: "DESCENDING" },
    maxResults: 100,
  });
});

test("reads all pages", async () => {
  scripted().answer(
    route,
    { json: { ingestionJobSummaries: [summary(1)], nextToken: "a" } },
    { json: { ingestionJobSummaries: [summary(2)] } },
  );
  const answer = succeeded(await scripted().run("bedrock_list_ingestion_jobs", { ...input, all_pages: true }));
  expect(answer).toMatchObject({
    content: [{ text: "Ingestion job IJ00000001: COMPLETE\nIngestion job IJ00000002: COMPLETE" }],
  });
});

test("no jobs are told as such", async () => {
  scripted().answer(route, { json: { ingestionJobSummaries: [] } });
  expect(succeeded(await scripted().run("bedrock_list_ingestion_jobs", input))).toMatchObject({
    output: { ingestion_jobs: [] },
    content: [{ text: "There are no such jobs." }],
  });
});
