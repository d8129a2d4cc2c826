import { setTimeout as wait } from "node:timers/promises";
import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { pollySynthesizeSpeech } from "./synthesize-speech.ts";

const scripted = useScriptedToolkit([pollySynthesizeSpeech]);
const route = "POST /v1/speech";
const speak = (more: object = {}, options: object = {}) =>
  scripted().run("polly_synthesize_speech", { text: "こんにちは", voice_id: "Kazuha", ...more }, options);
const headers = { "content-type": "audio/mpeg", "x-amzn-requestcharacters": "5" };

async function* pieces(pauseMs: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from("ID3");
  await wait(pauseMs);
  yield Buffer.from("more");
}

test("keeps the contract of tools", async () => {
  const required = { text: "hi", voice_id: "Joanna" };
  const all = { language_code: "en-US", output_format: "pcm", sample_rate: "16000", lexicon_names: ["terms"] };
  const examples = [required, { ...required, text_type: "ssml", engine: "standard", ...all }];
  expect(await checkToolContract(pollySynthesizeSpeech, { examples })).toEqual([]);
});

test("streams the audio out as a file", async () => {
  scripted().answer(route, { headers, body: pieces(5) });
  const answer = succeeded(await speak({ sample_rate: "24000", language_code: "ja-JP", lexicon_names: ["terms"] }));
  expect(answer).toMatchObject({
    output: {
      file: { uri: null, name: "speech.mp3", media_type: "audio/mpeg", size: 7 },
      content_type: "audio/mpeg",
      request_characters: 5,
      voice_id: "Kazuha",
      engine: "neural",
    },
  });
  expect(answer.files[0]?.bytes.toString()).toBe("ID3more");
  expect(scripted().requests[0]?.json()).toEqual({
    Text: "こんにちは",
    TextType: "text",
    VoiceId: "Kazuha",
    Engine: "neural",
    OutputFormat: "mp3",
    LanguageCode: "ja-JP",
    SampleRate: "24000",
    LexiconNames: ["terms"],
  });
});

test("audio that stands still is let go of at an abort", async () => {
  scripted().answer(route, { headers, body: pieces(3_000) });
  const started = performance.now();
  scripted().failure(await speak({}, { signal: AbortSignal.timeout(150) }), { code: "aborted" });
  expect(performance.now() - started).toBeLessThan(400);
});

test.each([
  [{ output_format: "pcm", sample_rate: "44100" }, "sample_rate"],
  [{ voice_id: "Ka zu" }, "voice_id"],
  [{ text: " " }, "text"],
  [{ language_code: "japanese" }, "language_code"],
])("%j is refused before anything is sent", async (more, field) => {
  const error = scripted().failure(await speak(more), { code: "invalid_input" });
  expect(error.issues?.[0]?.path).toEqual([field]);
  expect(scripted().requests).toEqual([]);
});

test("a voice that the engine lacks is invalid_input, in Polly's words", async () => {
  scripted().answer(
    route,
    scriptedError(400, "ValidationException", "This voice does not support the selected engine"),
  );
  const error = scripted().failure(await speak(), { code: "invalid_input" });
  expect(error.message).toContain("does not support the selected engine");
});
