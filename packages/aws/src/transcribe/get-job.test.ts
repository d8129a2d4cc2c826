import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { expectNoSecrets, succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { scriptedTranscribe, transcriptFile } from "../testing/scripted-transcribe.ts";
import { transcribeGetJob } from "./get-job.ts";

const scripted = useScriptedToolkit([transcribeGetJob]);
const get = (more: object = {}) => scripted().run("transcribe_get_job", { job_name: "call-1", ...more });
const signed = (path: string) => `${scripted().url}${path}?X-Amz-Signature=made-up-signature`;
const job = (state: object) => scripted().answer("POST /", scriptedTranscribe(state).answer);

test("keeps the contract of tools", async () => {
  expect(
    await checkToolContract(transcribeGetJob, { examples: [{ job_name: "call-1", include_words: true }] }),
  ).toEqual([]);
});

test("tells what a job has heard, with its subtitles as files, and no signed address", async () => {
  job({
    TranscriptionJobStatus: "COMPLETED",
    Media: { MediaFileUri: "s3://records/a.mp3" },
    LanguageCodes: [{ LanguageCode: "ja-JP", DurationInSeconds: 12.5 }],
    CompletionTime: 1_790_000_000,
    Transcript: {
      RedactedTranscriptFileUri: signed("/redacted-call-1.json"),
      TranscriptFileUri: signed("/other.json"),
    },
    Subtitles: { Formats: ["vtt", "srt"], SubtitleFileUris: [signed("/call-1.vtt"), signed("/call-1.srt")] },
  });
  scripted().answer("GET /redacted-call-1.json", { json: transcriptFile([null, "[PII]"], [null, "です"]) });
  scripted().answer("GET /call-1.vtt", { body: "WEBVTT" });
  scripted().answer("GET /call-1.srt", { body: "1" });
  const answer = succeeded(await get());
  expect(answer).toMatchObject({
    output: {
      job_name: "call-1",
      status: "COMPLETED",
      languages: [{ language_code: "ja-JP", duration_seconds: 12.5 }],
      media_uri: "s3://records/a.mp3",
      completion_time: "2026-09-21T14:13:20.000Z",
      text: "[PII] です",
      redacted: true,
      words: [],
      subtitles: [
        { name: "call-1.vtt", media_type: "text/vtt", size: 6 },
        { name: "call-1.srt", media_type: "application/x-subrip", size: 1 },
      ],
    },
  });
  expect(answer.files.map(({ bytes }) => bytes.toString())).toEqual(["WEBVTT", "1"]);
  expectNoSecrets([JSON.stringify(answer), ...scripted().logLines], ["made-up-signature"]);
});

test("output in a bucket of one's own is read from there", async () => {
  job({
    TranscriptionJobStatus: "COMPLETED",
    Transcript: { TranscriptFileUri: "https://s3.us-east-1.amazonaws.com/mine/out/call%201.json" },
  });
  scripted().answer("GET /mine/out/call%201.json", { json: transcriptFile([null, "Hi"]) });
  expect(succeeded(await get({ include_words: true }))).toMatchObject({
    output: { text: "Hi", words: [{ content: "Hi" }] },
  });
});

test.each([
  [{ TranscriptionJobStatus: "IN_PROGRESS" }, "call-1: IN_PROGRESS"],
  [{ TranscriptionJobStatus: "FAILED", FailureReason: "no sound" }, "call-1: FAILED\nno sound"],
])("a job in the state %j is told as such", async (state, text) => {
  job(state);
  expect(succeeded(await get())).toMatchObject({
    output: { text: null, segments: [] },
    content: [{ type: "text", text }],
  });
});

test("a job that is not there is not_found", async () => {
  const message = "The requested job couldn't be found. Check the job name and try your request again.";
  scripted().answer("POST /", scriptedError(400, "BadRequestException", message));
  scripted().failure(await get(), { code: "not_found", origin: "BadRequestException" });
});

test.each([["<html>"], ['{"results":1}']])("the transcript %s is an error", async (body) => {
  job({ TranscriptionJobStatus: "COMPLETED", Transcript: { TranscriptFileUri: signed("/x.json") } });
  scripted().answer("GET /x.json", { body });
  scripted().failure(await get(), { code: "upstream" });
});
