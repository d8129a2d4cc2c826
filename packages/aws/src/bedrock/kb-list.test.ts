import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { bedrockKbList } from "./kb-list.ts";

const scripted = useScriptedToolkit([bedrockKbList]);
const route = "POST /knowledgebases/";
const summary = (id: number, more: object = {}) => ({
  knowledgeBaseId: `KB0000000${id}`,
  name: `base-${id}`,
  status: "ACTIVE",
  updatedAt: "2026-01-02T03:04:05.000Z",
  ...more,
});

test("keeps the contract of tools", async () => {
  const examples = [{}, { max_results: 1000, next_token: "abc", all_pages: true }];
  expect(await checkToolContract(bedrockKbList, { examples })).toEqual([]);
});

test("lists knowledge bases in the seed's names, times in ISO 8601", async () => {
  scripted().answer(route, { json: { knowledgeBaseSummaries: [summary(1, { description: "d" }), summary(2)] } });
  expect(succeeded(await scripted().call("bedrock_kb_list", {}))).toEqual({
    knowledge_bases: [summary(1, { description: "d" }), summary(2, { description: null })],
    next_token: null,
  });
});

test("seed defect: all pages are read without carrying tokens by hand", async () => {
  scripted().answer(
    route,
    { json: { knowledgeBaseSummaries: [summary(1)], nextToken: "a" } },
    { json: { knowledgeBaseSummaries: [summary(2)], nextToken: "b" } },
    { json: { knowledgeBaseSummaries: [summary(3)] } },
  );
  const answer = succeeded(await scripted().call("bedrock_kb_list", { all_pages: true, max_results: 1 }));
  expect(answer.knowledge_bases.map(({ name }) => name)).toEqual(["base-1", "base-2", "base-3"]);
  expect(answer.next_token).toBeNull();
  expect(scripted().requests.map(({ json }) => json())).toEqual([
    { maxResults: 1 },
    { maxResults: 1, nextToken: "a" },
    { maxResults: 1, nextToken: "b" },
  ]);
});

test("one page goes on where the last one ended", async () => {
  scripted().answer(route, { json: { knowledgeBaseSummaries: [], nextToken: "b" } });
  expect(succeeded(await scripted().call("bedrock_kb_list", { next_token: "a" })).next_token).toBe("b");
  expect(scripted().requests[0]?.json()).toMatchObject({ nextToken: "a" });
});

test("a service that repeats a page does not make it read for ever", async () => {
  scripted().answer(route, { json: { knowledgeBaseSummaries: [summary(1)], nextToken: "a" } });
  scripted().failure(await scripted().call("bedrock_kb_list", { all_pages: true }), { code: "upstream" });
  expect(scripted().requests).toHaveLength(2);
});

test("seed defect: a name with a comma does not break the text", async () => {
  scripted().answer(route, { json: { knowledgeBaseSummaries: [summary(1, { name: 'a, "b"' })] } });
  expect(succeeded(await scripted().run("bedrock_kb_list", {}))).toMatchObject({
    content: [{ type: "text", text: 'KB00000001,"a, ""b""",ACTIVE' }],
  });
  scripted().answer(route, { json: { knowledgeBaseSummaries: [] } });
  expect(succeeded(await scripted().run("bedrock_kb_list", {}))).toMatchObject({
    content: [{ text: "There are no knowledge bases." }],
  });
});

test("seed defect: an error keeps its code and request id", async () => {
  scripted().answer(route, scriptedError(403, "AccessDeniedException"));
  const result = await scripted().call("bedrock_kb_list", {});
  scripted().failure(result, { code: "forbidden", origin: "AccessDeniedException" });
});

test.each([{ max_results: 0 }, { max_results: 1001 }, { next_token: "a b" }])("%j is refused", async (input) => {
  scripted().failure(await scripted().run("bedrock_kb_list", input), { code: "invalid_input" });
  expect(scripted().requests).toEqual([]);
});
