import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { bedrockKbListDataSources } from "./kb-list-data-sources.ts";

const scripted = useScriptedToolkit([bedrockKbListDataSources]);
const knowledge_base_id = "KB12345678";
const route = `POST /knowledgebases/${knowledge_base_id}/datasources/`;
const summary = (id: number) => ({
  knowledgeBaseId: knowledge_base_id,
  dataSourceId: `DS0000000${id}`,
  name: `source ${id}`,
  status: "AVAILABLE",
  updatedAt: "2026-01-02T03:04:05.000Z",
});

test("keeps the contract of tools", async () => {
  const examples = [{ knowledge_base_id }, { knowledge_base_id, max_results: 5, next_token: "a", all_pages: true }];
  expect(await checkToolContract(bedrockKbListDataSources, { examples })).toEqual([]);
});

test("lists data sources in the seed's names", async () => {
  scripted().answer(route, { json: { dataSourceSummaries: [summary(1)], nextToken: "a" } });
  const answer = succeeded(await scripted().run("bedrock_kb_list_data_sources", { knowledge_base_id, max_results: 1 }));
  expect(answer).toMatchObject({
    output: { knowledge_base_id, data_sources: [{ ...summary(1), description: null }], next_token: "a" },
    content: [{ type: "text", text: "DS00000001,source 1,AVAILABLE" }],
  });
  expect(scripted().requests[0]?.json()).toEqual({ maxResults: 1 });
});

test("seed defect: all pages are read without carrying tokens by hand", async () => {
  scripted().answer(
    route,
    { json: { dataSourceSummaries: [summary(1)], nextToken: "a" } },
    { json: { dataSourceSummaries: [summary(2)] } },
  );
  const answer = succeeded(
    await scripted().call("bedrock_kb_list_data_sources", { knowledge_base_id, all_pages: true }),
  );
  expect(answer.data_sources.map(({ dataSourceId }) => dataSourceId)).toEqual(["DS00000001", "DS00000002"]);
});

test("seed defect: a name with a comma does not break the text", async () => {
  scripted().answer(route, { json: { dataSourceSummaries: [{ ...summary(1), name: 'a, "b"' }] } });
  expect(succeeded(await scripted().run("bedrock_kb_list_data_sources", { knowledge_base_id }))).toMatchObject({
    content: [{ type: "text", text: 'DS00000001,"a, ""b""",AVAILABLE' }],
  });
});

test("seed defect: an error keeps its code and request id", async () => {
  scripted().answer(route, scriptedError(404, "ResourceNotFoundException"));
  const result = await scripted().call("bedrock_kb_list_data_sources", { knowledge_base_id });
  scripted().failure(result, { code: "not_found", origin: "ResourceNotFoundException" });
});

test("an ID that cannot be one is refused before anything is sent", async () => {
  const result = await scripted().call("bedrock_kb_list_data_sources", { knowledge_base_id: "../other" });
  expect(scripted().failure(result, { code: "invalid_input" }).issues?.[0]?.path).toEqual(["knowledge_base_id"]);
  expect(scripted().requests).toEqual([]);
});
