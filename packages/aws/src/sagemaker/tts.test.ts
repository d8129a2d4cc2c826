import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { targetOf, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { sagemakerTts } from "./tts.ts";

const scripted = useScriptedToolkit([sagemakerTts], { files: { allowHosts: ["127.0.0.1"] } });
const guarded = useScriptedToolkit([sagemakerTts]);
const route = "POST /endpoints/voice/invocations";
const sample = { mock_voice_audio: "https://samples.example.com/a.wav" };
const speak = (more: object, toolkit = scripted()) =>
  toolkit.run("sagemaker_tts", { sagemaker_endpoint: "voice", tts_text: "こんにちは", ...more });
const preset = { tts_infer_type: "PresetVoice", voice: "日语男" };
const linked = (url: string) => scripted().answer(route, { json: { s3_presign_url: url } });
const silent = { download_audio: false };

test("keeps the contract of tools", async () => {
  const required = { sagemaker_endpoint: "voice", tts_text: "hi" };
  const examples = [
    { ...required, ...preset },
    { ...required, tts_infer_type: "CloneVoice", ...sample, mock_voice_text: "hello" },
    { ...required, tts_infer_type: "CloneVoice_CrossLingual", ...sample },
    {
      ...required,
      tts_infer_type: "InstructVoice",
      voice: "中文男",
      voice_instruct_prompt: "slowly",
      download_audio: false,
    },
  ];
  expect(await checkToolContract(sagemakerTts, { examples })).toEqual([]);
});

test("seed defect: the audio comes as a file, beside the link", async () => {
  const link = `${scripted().url}/audio/speech.wav?X-Amz-Signature=local-test-session-token-000000000000`;
  linked(link);
  scripted().answer("GET /audio/speech.wav", { headers: { "content-type": "audio/wav" }, body: "RIFF" });
  const answer = succeeded(await speak(preset));
  expect(answer).toMatchObject({
    output: { s3_presign_url: link, file: { name: "speech.wav", media_type: "audio/wav", size: 4 }, lang_tag: null },
  });
  expect(answer.files[0]?.bytes.toString()).toBe("RIFF");
});

test("a link to an address that is not public is not fetched, and not lost either", async () => {
  const link = `${guarded().url}/audio.wav`;
  guarded().answer(route, { json: { s3_presign_url: link } });
  const error = guarded().failure(await speak(preset, guarded()), { code: "partial" });
  expect(error).toMatchObject({
    partial: { done: [link], failed: ["file"] },
    message: expect.stringContaining("public"),
  });
  expect(guarded().requests.map(({ method }) => method)).toEqual(["POST"]);
});

describe("each way of speaking", () => {
  test.each([
    [preset, { role: "日语男" }],
    [
      { tts_infer_type: "CloneVoice", ...sample, mock_voice_text: "hi" },
      { prompt_text: "hi", prompt_audio: sample.mock_voice_audio },
    ],
    [
      { tts_infer_type: "InstructVoice", voice: "中文女", voice_instruct_prompt: "slowly" },
      { role: "中文女", instruct_text: "slowly" },
    ],
  ])("sends %j as the container has it", async (input, expected) => {
    linked("https://bucket.example.com/a.wav");
    const answer = succeeded(await speak({ ...input, ...silent }));
    expect(answer).toMatchObject({ output: { s3_presign_url: "https://bucket.example.com/a.wav", file: null } });
    expect(scripted().requests[0]?.json()).toEqual({ tts_text: "こんにちは", ...expected });
  });

  test.each([
    ["ja", "<|jp|>"],
    ["en", "<|en|>"],
    ["zh-TW", "<|yue|>"],
    ["ko", "<|ko|>"],
    ["fr", "<|zh|>"],
  ])("across languages, %s is told as %s", async (code, lang_tag) => {
    const less = { LanguageCode: "de", Score: 0.1 };
    scripted().answer("POST /", { json: { Languages: [less, { LanguageCode: code, Score: 0.9 }] } });
    linked("https://bucket.example.com/a.wav");
    const input = { tts_infer_type: "CloneVoice_CrossLingual", ...sample, ...silent };
    expect(succeeded(await speak(input))).toMatchObject({ output: { lang_tag } });
    const [asked, sent] = scripted().requests;
    expect(asked && targetOf(asked)).toBe("DetectDominantLanguage");
    expect(sent?.json()).toEqual({ tts_text: "こんにちは", prompt_audio: sample.mock_voice_audio, lang_tag });
  });
});

test.each([
  [{ tts_infer_type: "PresetVoice" }, "voice"],
  [{ tts_infer_type: "CloneVoice", ...sample }, "mock_voice_text"],
  [{ tts_infer_type: "CloneVoice_CrossLingual" }, "mock_voice_audio"],
  [{ tts_infer_type: "InstructVoice", voice: "中文男" }, "voice_instruct_prompt"],
  [{ ...preset, tts_text: " " }, "tts_text"],
])("seed defect: %j lacks a field and is told which", async (input, field) => {
  const error = scripted().failure(await speak(input), { code: "invalid_input" });
  expect(error.issues?.map(({ path }) => path.join("."))).toEqual([field]);
  expect(scripted().requests).toEqual([]);
});

test("an answer without a link is an error", async () => {
  scripted().answer(route, { json: { error: "no such voice" } });
  const error = scripted().failure(await speak(preset), { code: "upstream" });
  expect(error.details).toMatchObject({ answer_fields: ["error"] });
});
