import { expect, test } from "vitest";
import { transcriptFile } from "../testing/scripted-transcribe.ts";
import { readTranscript } from "./transcript.ts";

const words = (speaker: string | null, text: string): (readonly [string | null, string])[] =>
  text.split(" ").map((content) => [speaker, content] as const);

test.each([
  ["Hello , world .", "Hello, world."],
  ["It costs 5 dollars .", "It costs 5 dollars."],
  ["今日 は 晴れ です 。", "今日は晴れです。"],
  ["私 は AWS を 使い ます", "私は AWS を使います"],
  ["สวัสดี ครับ", "สวัสดีครับ"],
  ["안녕하세요 여러분 .", "안녕하세요 여러분."],
])("seed defect: %s is written %s", (tokens, text) => {
  expect(readTranscript(transcriptFile(...words("spk_0", tokens)))?.text).toBe(`[spk_0]: ${text}`);
});

test("each change of speaker begins a line and a segment with its times", () => {
  const file = transcriptFile(
    ...words("spk_0", "Good morning ."),
    ...words("spk_1", "Morning !"),
    ...words("spk_0", "Well"),
  );
  expect(readTranscript(file)).toMatchObject({
    text: "[spk_0]: Good morning.\n[spk_1]: Morning!\n[spk_0]: Well",
    segments: [
      { speaker: "spk_0", start_time: 0, end_time: 0.2, text: "Good morning." },
      { speaker: "spk_1", start_time: 0.3, end_time: 0.4, text: "Morning!" },
      { speaker: "spk_0", start_time: 0.5, end_time: 0.6, text: "Well" },
    ],
    speaker_count: 2,
  });
});

test("without speakers the text is Transcribe's own, and segments are sentences", () => {
  const transcript = readTranscript(transcriptFile(...words(null, "One two . Three ? Four")));
  expect(transcript).toMatchObject({ text: "One two . Three ? Four", speaker_count: null });
  expect(transcript?.segments.map(({ text }) => text)).toEqual(["One two.", "Three?", "Four"]);
});

test("words have times and confidence, punctuation is none of them", () => {
  expect(readTranscript(transcriptFile(...words("spk_0", "Hi .")))?.words).toEqual([
    { speaker: "spk_0", start_time: 0, end_time: 0.1, confidence: 0.9, content: "Hi" },
  ]);
});

test("older transcripts name speakers beside times only", () => {
  const items = [{ type: "pronunciation", start_time: "0.5", end_time: "0.9", alternatives: [{ content: "Hi" }] }];
  const speaker_labels = { segments: [{ items: [{ start_time: "0.5", speaker_label: "spk_3" }] }] };
  const file = { results: { transcripts: [{ transcript: "Hi" }], items, speaker_labels } };
  expect(readTranscript(file)?.text).toBe("[spk_3]: Hi");
});

test("silence is an empty transcript", () => {
  expect(readTranscript({ results: { transcripts: [{ transcript: "" }], items: [] } })).toEqual({
    text: "",
    segments: [],
    words: [],
    toxicity: [],
    speaker_count: null,
  });
});

test.each([null, [], "x", {}, { results: {} }, { results: { transcripts: {} } }])("%j is no transcript", (json) => {
  expect(readTranscript(json)).toBeUndefined();
});

test("seed defect: toxic speech is scored by stretch and category", () => {
  const entry = {
    text: "Go away",
    toxicity: 0.76,
    categories: { profanity: 0.1, hate_speech: "0.02", odd: "x" },
    start_time: 8.92,
    end_time: "21.45",
  };
  const { results } = transcriptFile(...words("spk_0", "Go away")) as { readonly results: object };
  expect(readTranscript({ results: { ...results, toxicity_detection: [entry] } })?.toxicity).toEqual([
    {
      start_time: 8.92,
      end_time: 21.45,
      text: "Go away",
      toxicity: 0.76,
      categories: { profanity: 0.1, hate_speech: 0.02 },
    },
  ]);
  expect(readTranscript({ results })?.toxicity).toEqual([]);
});
