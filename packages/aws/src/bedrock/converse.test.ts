import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { bedrockConverse } from "./converse.ts";

const scripted = useScriptedToolkit([bedrockConverse]);
const model_id = "amazon.nova-lite-v1:0";
const basic = { model_id, prompt: "Hello" };
const route = "POST /model/amazon.nova-lite-v1%3A0/converse";
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]).toString("base64");

const reply = (content: readonly object[], more: object = {}): void =>
  scripted().answer(route, {
    json: {
      output: { message: { role: "assistant", content } },
      stopReason: "end_turn",
      usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5 },
      metrics: { latencyMs: 120 },
      ...more,
    },
  });
const ask = (more: object = {}) => scripted().run("bedrock_converse", { ...basic, ...more });
const sent = (): unknown => scripted().requests[0]?.json();

test("keeps the contract of tools", async () => {
  const file = { uri: "data:application/pdf;base64,AA==", name: "a.pdf" };
  const examples = [
    basic,
    {
      ...basic,
      system: "Be brief.",
      messages: [
        { role: "user", text: "Hi" },
        { role: "assistant", text: "Hello" },
      ],
      images: [file],
      documents: [file],
      max_output: 100,
      temperature: 0,
      top_p: 1,
      stop_sequences: ["x"],
      additional_fields: { top_k: 5 },
      guardrail_id: "abc",
      guardrail_version: "1",
    },
  ];
  expect(await checkToolContract(bedrockConverse, { examples })).toEqual([]);
});

test("asks and answers in text, with usage and why it ended", async () => {
  reply([{ reasoningContent: { reasoningText: { text: "A greeting." } } }, { text: "Hello " }, { text: "there." }]);
  const answer = succeeded(await ask());
  expect(answer).toMatchObject({
    output: {
      model_id,
      output: "Hello there.",
      reasoning: "A greeting.",
      stop_reason: "end_turn",
      usage: { input_tokens: 3, output_tokens: 2, total_tokens: 5 },
      latency_ms: 120,
      guardrail_trace: null,
    },
    content: [{ text: "Hello there." }],
  });
  expect(sent()).toEqual({ messages: [{ role: "user", content: [{ text: "Hello" }] }], inferenceConfig: {} });
});

test("history, system prompt and settings go along, and no tools", async () => {
  reply([{ text: "x" }]);
  const messages = [
    { role: "user", text: "Hi" },
    { role: "assistant", text: "Yes?" },
  ];
  const settings = {
    max_output: 10,
    temperature: 0.5,
    top_p: 0.9,
    stop_sequences: ["END"],
    additional_fields: { top_k: 5 },
  };
  succeeded(await ask({ messages, system: "Be brief.", ...settings }));
  expect(sent()).toEqual({
    messages: [
      { role: "user", content: [{ text: "Hi" }] },
      { role: "assistant", content: [{ text: "Yes?" }] },
      { role: "user", content: [{ text: "Hello" }] },
    ],
    system: [{ text: "Be brief." }],
    inferenceConfig: { maxTokens: 10, temperature: 0.5, topP: 0.9, stopSequences: ["END"] },
    additionalModelRequestFields: { top_k: 5 },
  });
});

test("images and documents go along, with names that Bedrock takes", async () => {
  reply([{ text: "x" }]);
  const data = Buffer.from("書類").toString("base64");
  const documents = [
    { uri: `data:application/octet-stream;base64,${data}`, name: "請求書 (2026)__a..final.PDF" },
    { uri: `data:text/csv;base64,${data}`, name: "請求書" },
    { uri: `data:text/plain;base64,${data}`, name: "a.md" },
  ];
  succeeded(await ask({ images: [{ uri: `data:image/jpeg;base64,${png}` }], documents }));
  const document = (format: string, name: string) => ({ document: { format, name, source: { bytes: data } } });
  expect(sent()).toMatchObject({
    messages: [
      {
        content: [
          { image: { format: "png", source: { bytes: png } } },
          document("pdf", "1 (2026) a final"),
          document("csv", "2"),
          document("md", "3 a"),
          { text: "Hello" },
        ],
      },
    ],
  });
});

test("a guardrail's findings are told", async () => {
  const guardrail = { actionReason: "Guardrail blocked.", modelOutput: ["x"] };
  reply([{ text: "I cannot say." }], { stopReason: "guardrail_intervened", trace: { guardrail } });
  const answer = succeeded(await ask({ guardrail_id: "abc", guardrail_version: "DRAFT" }));
  expect(answer).toMatchObject({ output: { stop_reason: "guardrail_intervened", guardrail_trace: guardrail } });
  expect(sent()).toMatchObject({
    guardrailConfig: { guardrailIdentifier: "abc", guardrailVersion: "DRAFT", trace: "enabled" },
  });
});

test("an answer without text says why", async () => {
  reply([], { stopReason: "content_filtered" });
  expect(succeeded(await ask())).toMatchObject({
    output: { output: "", reasoning: null },
    content: [{ text: "The model gave no text (content_filtered)." }],
  });
});

describe("what cannot work is refused before anything is sent", () => {
  test.each<[string, object]>([
    ["model_id", { model_id: "no model" }],
    ["prompt", { prompt: "" }],
    ["messages", { messages: [{ role: "assistant", text: "x" }] }],
    ["messages", { messages: [{ role: "user", text: "x" }] }],
    ["guardrail_version", { guardrail_id: "abc" }],
    ["temperature", { temperature: 2 }],
    ["images", { images: [{ uri: "data:image/png,text" }] }],
    ["documents", { documents: [{ uri: "data:application/zip,x", name: "a.zip" }] }],
  ])("%s", async (field, more) => {
    expect(scripted().failure(await ask(more), { code: "invalid_input" }).issues?.[0]?.path[0]).toBe(field);
    expect(scripted().requests).toEqual([]);
  });

  test("a document of more than 4.5 MB", async () => {
    const uri = `data:text/plain;base64,${Buffer.alloc(4_718_593).toString("base64")}`;
    scripted().failure(await ask({ documents: [{ uri, name: "a.txt" }] }), { code: "too_large" });
  });
});

test.each([
  [403, "AccessDeniedException", "forbidden"],
  [404, "ResourceNotFoundException", "not_found"],
  [400, "ValidationException", "invalid_input"],
  [424, "ModelErrorException", "upstream"],
] as const)("an error of Bedrock (%d %s) is an error", async (status, origin, code) => {
  scripted().answer(route, scriptedError(status, origin));
  scripted().failure(await ask(), { code, origin });
});
