import { gzipSync } from "node:zlib";
import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { type ScriptedRequest, scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { scriptedTranscribe, transcriptFile } from "../testing/scripted-transcribe.ts";
import { transcribeAsr } from "./asr.ts";

const scripted = useScriptedToolkit([transcribeAsr], { files: { allowHosts: ["localhost"] } });
const inS3 = { file_url: "s3://records/call #1.mp3" };
const recording = {
  input_file: { uri: "data:audio/mpeg;base64,SUQzAA==", name: "定例 会議.mp3" },
  s3_bucket_name: "records",
};
const transcribeIt = (input: object, options: object = {}) => scripted().run("transcribe_asr", input, options);
const local = (path: string) => `${scripted().url.replace("127.0.0.1", "localhost")}${path}`;

/** A service that hears one sentence, and takes and removes recordings. */
const serve = (...states: readonly object[]) => {
  const Transcript = { TranscriptFileUri: `${scripted().url}/out.json?X-Amz-Signature=made-up` };
  const done = { TranscriptionJobStatus: "COMPLETED", LanguageCode: "en-US", IdentifiedLanguageScore: 0.8, Transcript };
  const service = scriptedTranscribe(...(states.length === 0 ? [done] : states));
  scripted().answer("POST /", service.answer);
  scripted().answer("GET /out.json", { json: transcriptFile(["spk_0", "Hello"], ["spk_0", "."]) });
  scripted().answer("PUT *", {});
  scripted().answer("DELETE *", { status: 204 });
  return { ...service, done };
};
const sentTo = (method: string) => scripted().requests.filter((request) => request.method === method);
const nothingSent = () => expect(scripted().requests.filter(({ method }) => method !== "GET")).toEqual([]);

test("keeps the contract of tools", async () => {
  const examples = [
    inS3,
    { ...recording, language_code: "ja-JP", vocabulary_name: "terms", keep_job: true, include_words: true },
    {
      file_url: "https://a.example.com/x",
      s3_bucket_name: "records",
      language_options: "ja-JP|en-US",
      MaxSpeakerLabels: 4,
    },
  ];
  expect(await checkToolContract(transcribeAsr, { examples })).toEqual([]);
});

test("copies a file, waits for its text, and removes copy and job", async () => {
  const service = serve(
    {},
    {
      TranscriptionJobStatus: "COMPLETED",
      Transcript: { TranscriptFileUri: `${scripted().url}/out.json?X-Amz-Signature=x` },
    },
  );
  const messages: string[] = [];
  const answer = succeeded(
    await transcribeIt(
      { ...recording, include_words: true },
      { onProgress: ({ message }: { message: string }) => messages.push(message) },
    ),
  );
  expect(answer).toMatchObject({
    output: {
      status: "COMPLETED",
      text: "[spk_0]: Hello.",
      segments: [{ speaker: "spk_0", start_time: 0, end_time: 0.1, text: "Hello." }],
      words: [{ content: "Hello", confidence: 0.9 }],
      speaker_count: 1,
      redacted: false,
      kept: [],
    },
    content: [{ type: "text", text: "[spk_0]: Hello." }],
  });
  expect(service.operations()).toEqual([
    "StartTranscriptionJob",
    "GetTranscriptionJob",
    "GetTranscriptionJob",
    "DeleteTranscriptionJob",
  ]);
  expect(messages.at(-1)).toMatch(/^Transcription tsunagu-[0-9a-f-]+: IN_PROGRESS$/);
  const [put] = sentTo("PUT");
  const name = service.asked[0]?.input["TranscriptionJobName"];
  expect(put?.path).toBe(`/records/transcribe-files/${name}/-.mp3`);
  expect(put?.headers).toMatchObject({ "content-type": "audio/mpeg" });
  expect(put?.headers).not.toHaveProperty("x-amz-acl");
  expect(put?.body.toString("latin1")).toBe("ID3\0");
  expect(sentTo("DELETE").map(({ path }) => path)).toEqual([put?.path]);
  expect(service.asked[0]?.input).toEqual({
    TranscriptionJobName: name,
    Media: { MediaFileUri: `s3:/${put?.path}` },
    IdentifyLanguage: true,
    Settings: { ShowSpeakerLabels: true, MaxSpeakerLabels: 2 },
  });
});

describe("seed defects of what is asked for", () => {
  test.each([
    ["a given language is not looked for too", { language_code: "ja-JP" }, { LanguageCode: "ja-JP" }],
    [
      "several languages",
      { identify_multiple_languages: true, language_options: "zh-HK | et-EE,zh-HK" },
      { IdentifyMultipleLanguages: true, LanguageOptions: ["zh-HK", "et-EE"] },
    ],
    [
      "one of some languages",
      { language_options: "ja-JP|en-US" },
      { IdentifyLanguage: true, LanguageOptions: ["ja-JP", "en-US"] },
    ],
    [
      "a vocabulary of the account",
      { language_code: "ja-JP", vocabulary_name: "terms" },
      { LanguageCode: "ja-JP", Settings: { VocabularyName: "terms" } },
    ],
    [
      "how toxic speech is",
      { language_code: "en-US", detect_toxicity: true },
      { LanguageCode: "en-US", ToxicityDetection: [{ ToxicityCategories: ["ALL"] }] },
    ],
    [
      "subtitles, redaction and output of one's own",
      {
        subtitle_formats: ["srt"],
        redact_pii: true,
        pii_entity_types: ["NAME"],
        output_bucket_name: "mine",
        output_kms_key_id: "alias/k",
        media_format: "mp3",
      },
      {
        IdentifyLanguage: true,
        Subtitles: { Formats: ["srt"] },
        ContentRedaction: { RedactionType: "PII", RedactionOutput: "redacted", PiiEntityTypes: ["NAME"] },
        OutputBucketName: "mine",
        OutputEncryptionKMSKeyId: "alias/k",
        MediaFormat: "mp3",
      },
    ],
  ])("%s", async (_what, input, expected) => {
    const service = serve();
    succeeded(await transcribeIt({ ...inS3, ShowSpeakerLabels: false, ...input }));
    expect(service.asked[0]?.input).toEqual({
      TranscriptionJobName: expect.any(String),
      Media: { MediaFileUri: "s3://records/call #1.mp3" },
      ...expected,
    });
    expect(sentTo("PUT")).toEqual([]);
    expect(sentTo("DELETE")).toEqual([]);
  });

  test.each([
    [{}, "file_url"],
    [{ ...inS3, ...recording }, "input_file"],
    [{ file_url: "https://a.example.com/x.mp3" }, "s3_bucket_name"],
    [{ file_url: "ftp://a.example.com/x.mp3", s3_bucket_name: "records" }, "file_url"],
    [{ ...inS3, language_code: "Japanese" }, "language_code"],
    [{ ...inS3, language_code: "ja-JP", identify_multiple_languages: true }, "identify_multiple_languages"],
    [{ ...inS3, identify_language: false }, "language_code"],
    [{ ...inS3, language_options: "ja-JP" }, "language_options"],
    [{ ...inS3, MaxSpeakerLabels: 1 }, "MaxSpeakerLabels"],
    [{ ...inS3, vocabulary_name: "terms" }, "vocabulary_name"],
    [{ ...inS3, pii_entity_types: ["NAME"] }, "pii_entity_types"],
    [{ ...inS3, detect_toxicity: true }, "detect_toxicity"],
    [{ ...inS3, detect_toxicity: true, language_code: "en-GB" }, "detect_toxicity"],
    [{ ...inS3, output_kms_key_id: "alias/k" }, "output_kms_key_id"],
  ])("%j is refused by its field, and nothing is started", async (input, field) => {
    const error = scripted().failure(await transcribeIt(input), { code: "invalid_input" });
    expect(error.issues?.map(({ path }) => path[0])).toEqual([field]);
    expect(scripted().requests).toEqual([]);
  });
});

describe("seed defect: an address that somebody else chose", () => {
  const fetchIt = (file_url: string, options: object = {}) =>
    transcribeIt({ file_url, s3_bucket_name: "records" }, options);

  test.each([
    "http://169.254.169.254/latest/meta-data/iam/security-credentials/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://10.0.0.1/a.mp3",
    "http://127.0.0.1:1/a.mp3",
  ])("%s is refused, nothing sent", async (address) => {
    scripted().failure(await fetchIt(address), { code: "forbidden" });
    expect(scripted().requests).toEqual([]);
  });

  test("that redirects to loopback is refused, nothing sent", async () => {
    serve();
    scripted().answer("GET /redirect.mp3", { status: 302, headers: { location: `${scripted().url}/secret` } });
    scripted().failure(await fetchIt(local("/redirect.mp3")), { code: "forbidden" });
    expect(scripted().requests.map(({ path }) => path)).toEqual(["/redirect.mp3"]);
  });

  test("of a file that says it has 10 GB is refused, nothing sent", async () => {
    serve();
    scripted().answer("GET /huge.mp3", { headers: { "content-length": String(10 * 1024 ** 3) }, body: "x" });
    scripted().failure(await fetchIt(local("/huge.mp3")), { code: "too_large" });
    nothingSent();
  });

  test("of a file that is not there is not_found, and nothing goes on after it", async () => {
    serve();
    scripted().answer("GET /gone.mp3", { status: 404 });
    scripted().failure(await fetchIt(local("/gone.mp3")), { code: "not_found" });
    nothingSent();
  });

  test("of a server that can compress is copied as it is, whatever its type and name", async () => {
    serve();
    scripted().answer("GET /files/", ({ headers }: ScriptedRequest) =>
      headers["accept-encoding"]?.includes("gzip")
        ? { headers: { "content-encoding": "gzip" }, body: gzipSync("sound") }
        : { body: "sound" },
    );
    succeeded(await fetchIt(local("/files/")));
    const [put] = sentTo("PUT");
    expect(put?.body.toString()).toBe("sound");
    expect(put?.path).toMatch(/^\/records\/transcribe-files\/tsunagu-[0-9a-f-]{36}\/files$/);
    expect(put?.headers["content-type"]).toBe("application/octet-stream");
  });
});

test("seed defect: recordings of one name do not replace each other", async () => {
  serve();
  for (let count = 0; count < 2; count++) succeeded(await transcribeIt(recording));
  expect(new Set(sentTo("PUT").map(({ path }) => path)).size).toBe(2);
});

describe("seed defect: a wait has an end", () => {
  test("a timeout carries the job's name and the copy, which both stay", async () => {
    const service = serve({});
    const error = scripted().failure(await transcribeIt(recording, { deadlineMs: 400 }), { code: "timeout" });
    const name = service.asked[0]?.input["TranscriptionJobName"];
    expect(error.details).toEqual({ job_name: name, uploaded_s3_uri: `s3:/${sentTo("PUT")[0]?.path}` });
    expect(service.operations()).not.toContain("DeleteTranscriptionJob");
    expect(sentTo("DELETE")).toEqual([]);
  });

  test("an abort ends it within 100 ms", async () => {
    serve({});
    const stop = new AbortController();
    let stopped = 0;
    const onProgress = ({ message }: { message: string }): void => {
      if (!message.startsWith("Transcription")) return;
      stopped = performance.now();
      stop.abort();
    };
    const error = scripted().failure(await transcribeIt(inS3, { signal: stop.signal, onProgress }), {
      code: "aborted",
    });
    expect(performance.now() - stopped).toBeLessThan(100);
    expect(error.details).toMatchObject({ job_name: expect.stringMatching(/^tsunagu-/), uploaded_s3_uri: null });
  });
});

test("seed defect: a job that fails is one error with Transcribe's reason, and is tidied up", async () => {
  const service = serve({ TranscriptionJobStatus: "FAILED", FailureReason: "The media format is not valid." });
  const error = scripted().failure(await transcribeIt(recording), { code: "upstream" });
  expect(error).toMatchObject({
    message: "The transcription failed: The media format is not valid.",
    details: { failure_reason: "The media format is not valid.", kept: [] },
  });
  expect(service.operations().at(-1)).toBe("DeleteTranscriptionJob");
  expect(sentTo("DELETE").length).toBe(1);
});

test("a job that cannot be started leaves no copy behind", async () => {
  serve();
  scripted().answer("POST /", scriptedError(400, "BadRequestException", "no such vocabulary"));
  scripted().failure(await transcribeIt(recording), { code: "invalid_input", origin: "BadRequestException" });
  expect(sentTo("DELETE").map(({ path }) => path)).toEqual(sentTo("PUT").map(({ path }) => path));
});

test("a job whose start was not answered is not taken for somebody else's", async () => {
  const service = serve();
  const lost = { status: 500, headers: { "x-amzn-errortype": "InternalFailureException" }, json: {} };
  scripted().answer("POST /", lost, scriptedError(400, "ConflictException"), service.answer);
  expect(succeeded(await transcribeIt(recording))).toMatchObject({ output: { text: "[spk_0]: Hello.", kept: [] } });
  const names = scripted()
    .requests.slice(1, 4)
    .map((request) => request.json());
  expect(new Set(names.map((sent) => (sent as { TranscriptionJobName: string }).TranscriptionJobName)).size).toBe(1);
});

test("keep_job keeps both; and what cannot be removed is told, not lost with the text", async () => {
  serve();
  const kept = succeeded(await transcribeIt({ ...recording, keep_job: true }));
  expect(kept).toMatchObject({
    output: { kept: [expect.stringMatching(/^tsunagu-/), expect.stringMatching(/^s3:\/\//)] },
  });
  expect(sentTo("DELETE")).toEqual([]);
  scripted().answer("DELETE *", scriptedError(403, "AccessDenied"));
  expect(succeeded(await transcribeIt(recording))).toMatchObject({
    output: { text: "[spk_0]: Hello.", kept: [expect.stringMatching(/^s3:\/\/records\/transcribe-files\//)] },
  });
});

test("a transcript that cannot be read names the job, which stays", async () => {
  const service = serve();
  scripted().answer("GET /out.json", { body: "<html>" });
  const error = scripted().failure(await transcribeIt(inS3), { code: "upstream" });
  expect(error).toMatchObject({
    hint: expect.stringContaining("transcribe_get_job"),
    details: { job_name: expect.any(String) },
  });
  expect(service.operations()).not.toContain("DeleteTranscriptionJob");
});
