import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { comprehendDetectDominantLanguage, pollySynthesizeSpeech } from "@tsunagu/aws";
import { createToolkit, describeError, type Tool, type ToolError } from "@tsunagu/core";
import type { Result } from "neverthrow";
import { afterEach, expect, test } from "vitest";
import * as lambdaTools from "../packages/aws/src/lambda/index.ts";
import * as sagemakerTools from "../packages/aws/src/sagemaker/index.ts";
import * as ssmTools from "../packages/aws/src/ssm/index.ts";
import * as stepfunctionsTools from "../packages/aws/src/stepfunctions/index.ts";
import * as transcribeTools from "../packages/aws/src/transcribe/index.ts";
import { type Handlers, type ModeledAws, modeledError, startModeledAws } from "./support/modeled/index.ts";

const tools: readonly Tool[] = [
  ...[lambdaTools, stepfunctionsTools, sagemakerTools, ssmTools, transcribeTools].flatMap((each) =>
    Object.values(each),
  ),
  pollySynthesizeSpeech,
  comprehendDetectDominantLanguage,
] as readonly Tool[];

const running: ModeledAws[] = [];

afterEach(async () => {
  const problems = running.flatMap((aws) => aws.problems);
  await Promise.all(running.splice(0).map((aws) => aws.close()));
  expect(problems).toEqual([]);
});

/** Calls tools against an endpoint that checks each request, and each of our answers, against AWS's models. */
const serve = async (handlers: Handlers) => {
  const aws = await startModeledAws(handlers);
  running.push(aws);
  const connection = {
    aws_access_key_id: aws.credentials.accessKeyId,
    aws_secret_access_key: aws.credentials.secretAccessKey,
    aws_region: "us-west-2",
    aws_endpoint_url: aws.url,
  };
  const run = async (name: string, input: object) => {
    await using toolkit = createToolkit({ tools, connections: { aws: connection } });
    return await toolkit.run(name, input);
  };
  const call = async (name: string, input: object) => succeeded(await run(name, input));
  return { aws, call, run };
};

const succeeded = <T>(result: Result<T, ToolError>): T => {
  if (result.isErr()) throw new Error(describeError(result.error));
  return result.value;
};

const functionArn = "arn:aws:lambda:us-west-2:123456789012:function:report";
const configuration = {
  FunctionName: "report",
  FunctionArn: functionArn,
  Runtime: "nodejs22.x",
  MemorySize: 256,
  Timeout: 30,
  Environment: { Variables: { API_KEY: "never-to-be-shown" } },
};

test("lambda_invoker, an answer and a function that fails", async () => {
  const { call, run, aws } = await serve({
    lambda: {
      Invoke: ({ Payload, LogType }: { Payload: Buffer; LogType?: string }) =>
        Payload.toString() === "0"
          ? {
              StatusCode: 200,
              FunctionError: "Unhandled",
              Payload: Buffer.from('{"errorType":"E","errorMessage":"m"}'),
            }
          : { StatusCode: 200, ExecutedVersion: "3", Payload, ...(LogType ? { LogResult: btoa("log") } : {}) },
    },
  });
  const input = {
    lambda_name: functionArn,
    payload_json: "[1]",
    qualifier: "live",
    client_context_json: "{}",
    include_logs: true,
  };
  expect(await call("lambda_invoker", input)).toMatchObject({
    output: { response_json: [1], executed_version: "3", logs: "log" },
  });
  expect(aws.calls[0]?.input).toMatchObject({ FunctionName: functionArn, Qualifier: "live", ClientContext: "e30=" });
  expect((await run("lambda_invoker", { lambda_name: "report", payload_json: "0" }))._unsafeUnwrapErr()).toMatchObject({
    code: "upstream",
    origin: { code: "E" },
  });
});

test("lambda_invoke_stream, text and an error midway", async () => {
  const { call, run } = await serve({
    lambda: {
      InvokeWithResponseStream: ({ Payload }: { Payload: Buffer }) => ({
        StatusCode: 200,
        ExecutedVersion: "3",
        ResponseStreamContentType: "application/vnd.amazon.eventstream",
        EventStream: [
          { PayloadChunk: { Payload: Buffer.from("挨") } },
          { PayloadChunk: { Payload: Buffer.from("拶") } },
          { InvokeComplete: Payload.toString() === "0" ? { ErrorCode: "Unhandled", ErrorDetails: "broke" } : {} },
        ],
      }),
    },
  });
  expect(await call("lambda_invoke_stream", { lambda_name: "report" })).toMatchObject({
    output: { response_text: "挨拶", size: 6 },
  });
  const failed = await run("lambda_invoke_stream", { lambda_name: "report", payload_json: "0" });
  expect(failed._unsafeUnwrapErr()).toMatchObject({ code: "upstream", details: { error_message: "broke" } });
});

test("lambda_translate_utils and lambda_yaml_to_json", async () => {
  const answers: Readonly<Record<string, object>> = {
    translate_tool: { translations: ["hello"] },
    convert: { statusCode: 200, body: '{"a":1}' },
  };
  const { call } = await serve({
    lambda: {
      Invoke: ({ FunctionName }: { FunctionName: string }) => ({
        StatusCode: 200,
        Payload: Buffer.from(JSON.stringify(answers[FunctionName])),
      }),
    },
  });
  const text = { text_content: "挨拶", src_lang: "ja_JP", dest_lang: "en_US" };
  expect(await call("lambda_translate_utils", text)).toMatchObject({
    output: { response_json: { translations: ["hello"] } },
  });
  expect(await call("lambda_yaml_to_json", { yaml_content: "a: 1", lambda_name: "convert" })).toMatchObject({
    output: { body: '{"a":1}' },
  });
});

test("lambda_list_functions and lambda_get_function", async () => {
  const { call } = await serve({
    lambda: {
      ListFunctions: () => ({ Functions: [configuration], NextMarker: "m" }),
      GetFunction: () => ({
        Configuration: configuration,
        Code: { Location: "https://a.example.com/never-to-be-shown" },
      }),
    },
  });
  const listed = await call("lambda_list_functions", { max_items: 1, marker: "a", all_versions: true });
  const got = await call("lambda_get_function", { lambda_name: "report", qualifier: "$LATEST" });
  expect(listed).toMatchObject({ output: { functions: [{ function_name: "report" }], next_marker: "m" } });
  expect(got).toMatchObject({ output: { environment_variable_names: ["API_KEY"] } });
  expect(JSON.stringify([listed, got])).not.toContain("never-to-be-shown");
});

const state_machine_arn = "arn:aws:states:us-west-2:123456789012:stateMachine:orders";
const execution_arn = "arn:aws:states:us-west-2:123456789012:execution:orders:run-1";
const startDate = new Date("2026-01-02T03:04:05.25Z");

test("Step Functions: start, describe, wait, stop and list", async () => {
  const execution = { executionArn: execution_arn, stateMachineArn: state_machine_arn, name: "run-1", startDate };
  let asked = 0;
  const { call, aws } = await serve({
    stepfunctions: {
      StartExecution: () => ({ executionArn: execution_arn, startDate }),
      DescribeExecution: () => ({
        ...execution,
        status: asked++ === 0 ? "RUNNING" : "SUCCEEDED",
        output: '{"ok":true}',
      }),
      StopExecution: () => ({ stopDate: startDate }),
      ListExecutions: () => ({ executions: [{ ...execution, status: "ABORTED" }] }),
    },
  });
  const more = { input_json: "[]", execution_name: "請求-1", trace_header: "Root=1-2-3" };
  expect(await call("stepfunctions_start_execution", { state_machine_arn, ...more })).toMatchObject({
    output: { execution_arn, start_date: "2026-01-02T03:04:05.250Z" },
  });
  expect(await call("stepfunctions_describe_execution", { execution_arn })).toMatchObject({
    output: { status: "RUNNING", execution_name: "run-1" },
  });
  expect(await call("stepfunctions_wait_execution", { execution_arn })).toMatchObject({
    output: { output_json: '{"ok":true}' },
  });
  await call("stepfunctions_stop_execution", { execution_arn, error: "E", cause: "by hand" });
  const filter = { status_filter: "ABORTED", max_results: 1, next_token: "t" };
  expect(await call("stepfunctions_list_executions", { state_machine_arn, ...filter })).toMatchObject({
    output: { executions: [{ status: "ABORTED" }] },
  });
  expect(aws.calls[0]?.input).toEqual({
    stateMachineArn: state_machine_arn,
    input: "[]",
    name: "請求-1",
    traceHeader: "Root=1-2-3",
  });
});

test("stepfunctions_start_sync_execution, without a host prefix on loopback", async () => {
  const ended = { executionArn: execution_arn, startDate, stopDate: startDate };
  const { call, run } = await serve({
    stepfunctions: {
      StartSyncExecution: ({ input }: { input: string }) =>
        input === "0"
          ? { ...ended, status: "FAILED", error: "Boom", cause: "why" }
          : { ...ended, status: "SUCCEEDED", output: input, billingDetails: { billedDurationInMilliseconds: 100 } },
    },
  });
  expect(await call("stepfunctions_start_sync_execution", { state_machine_arn, input_json: '{"a":1}' })).toMatchObject({
    output: { output_json: '{"a":1}', billed_duration_ms: 100 },
  });
  const failed = await run("stepfunctions_start_sync_execution", { state_machine_arn, input_json: "0" });
  expect(failed._unsafeUnwrapErr()).toMatchObject({ code: "upstream", details: { error: "Boom", cause: "why" } });
});

test("Parameter Store: put, get, by path and delete", async () => {
  const parameter = { Name: "/app/s", Type: "SecureString", Value: "made-up", Version: 2, LastModifiedDate: startDate };
  const { call, run } = await serve({
    ssm: {
      PutParameter: () => ({ Version: 2, Tier: "Advanced" }),
      GetParameter: ({ Name }: { Name: string }) =>
        Name === "/app/s" ? { Parameter: parameter } : modeledError("ParameterNotFound", { message: "none" }),
      GetParametersByPath: () => ({ Parameters: [parameter] }),
      DeleteParameter: () => ({}),
    },
  });
  const secret = { name: "/app/s", value: "made-up", type: "SecureString", key_id: "alias/app", overwrite: true };
  const advanced = { tier: "Advanced", expires_at: "2099-01-01T00:00:00Z", description: "x", allowed_pattern: ".*" };
  expect(await call("ssm_put_parameter", { ...secret, ...advanced })).toMatchObject({ output: { version: 2 } });
  expect(await call("ssm_get_parameter", { name: "/app/s", with_decryption: true })).toMatchObject({
    output: { value: "made-up", last_modified: "2026-01-02T03:04:05.250Z" },
  });
  expect((await run("ssm_get_parameter", { name: "/none" }))._unsafeUnwrapErr()).toMatchObject({ code: "not_found" });
  expect(await call("ssm_get_parameters_by_path", { path: "/app", recursive: true })).toMatchObject({
    output: { parameters: [{ name: "/app/s", value: null }] },
  });
  await call("ssm_delete_parameter", { name: "/app/s" });
});

test("SageMaker: rerank, toxicity and speech, and Comprehend", async () => {
  const { call, aws } = await serve({
    "sagemaker-runtime": {
      InvokeEndpoint: ({ EndpointName, Body }: { EndpointName: string; Body: Buffer }) => {
        const answers: Readonly<Record<string, object>> = {
          reranker: { scores: [0.1, 0.9] },
          toxic: { prediction: 1 },
          voice: { s3_presign_url: "https://bucket.example.com/a.wav", received: JSON.parse(Body.toString()) },
        };
        return { Body: Buffer.from(JSON.stringify(answers[EndpointName])), ContentType: "application/json" };
      },
    },
    comprehend: { DetectDominantLanguage: () => ({ Languages: [{ LanguageCode: "ja", Score: 0.75 }] }) },
  });
  const candidate_texts = [{ content: "dog" }, { content: "cat" }];
  expect(
    await call("sagemaker_text_rerank", { sagemaker_endpoint: "reranker", query: "q", candidate_texts }),
  ).toMatchObject({
    output: { results: [{ content: "cat", score: 0.9 }, { content: "dog" }] },
  });
  const text = { sagemaker_endpoint: "toxic", content_text: "你好" };
  expect(await call("sagemaker_chinese_toxicity_detector", text)).toMatchObject({ output: { result: "NO_SAFE" } });
  const speech = { sagemaker_endpoint: "voice", tts_text: "こんにちは", download_audio: false };
  const cloned = { tts_infer_type: "CloneVoice_CrossLingual", mock_voice_audio: "https://a.example.com/s.wav" };
  expect(await call("sagemaker_tts", { ...speech, ...cloned })).toMatchObject({ output: { lang_tag: "<|jp|>" } });
  expect(aws.calls.map(({ operation }) => operation)).toContain("DetectDominantLanguage");
  expect(await call("comprehend_detect_dominant_language", { text: "今日は" })).toMatchObject({
    output: { language_code: "ja", score: 0.75 },
  });
});

test("polly_synthesize_speech, streaming", async () => {
  const { call, aws } = await serve({
    polly: {
      SynthesizeSpeech: () => ({
        AudioStream: [Buffer.from("ID3"), Buffer.from("more")],
        ContentType: "audio/mpeg",
        RequestCharacters: 5,
      }),
    },
  });
  const voice = { voice_id: "Kazuha", language_code: "ja-JP", sample_rate: "24000", lexicon_names: ["terms"] };
  const { files, ...answer } = await call("polly_synthesize_speech", { text: "こんにちは", ...voice });
  expect(answer).toMatchObject({ output: { file: { name: "speech.mp3", size: 7 }, request_characters: 5 } });
  expect(files[0]?.bytes.toString()).toBe("ID3more");
  expect(aws.calls[0]?.input).toMatchObject({ VoiceId: "Kazuha", Engine: "neural", OutputFormat: "mp3" });
});

test("Transcribe: speech into text, and the tools that start, get and delete a job", async () => {
  const transcript = { results: { transcripts: [{ transcript: "Hello." }], items: [] } };
  const files = createServer((_request, response) => response.end(JSON.stringify(transcript))).listen(0, "127.0.0.1");
  await once(files, "listening");
  const address = `http://127.0.0.1:${(files.address() as AddressInfo).port}/out.json?X-Amz-Signature=made-up`;
  const Media = { MediaFileUri: "s3://records/a.mp3" };
  let asked = 0;
  const { call, aws } = await serve({
    transcribe: {
      StartTranscriptionJob: ({ TranscriptionJobName }: { TranscriptionJobName: string }) => ({
        TranscriptionJob: { TranscriptionJobName, TranscriptionJobStatus: "QUEUED", Media },
      }),
      GetTranscriptionJob: ({ TranscriptionJobName }: { TranscriptionJobName: string }) => ({
        TranscriptionJob: {
          TranscriptionJobName,
          TranscriptionJobStatus: asked++ === 0 ? "IN_PROGRESS" : "COMPLETED",
          LanguageCode: "ja-JP",
          IdentifiedLanguageScore: 0.5,
          Media,
          Transcript: { TranscriptFileUri: address },
        },
      }),
      DeleteTranscriptionJob: () => ({}),
    },
  });
  const wanted = {
    file_url: "s3://records/a.mp3",
    identify_multiple_languages: true,
    language_options: "ja-JP|en-US",
    media_format: "mp3",
    subtitle_formats: ["vtt", "srt"],
    redact_pii: true,
    pii_entity_types: ["NAME", "EMAIL"],
    output_bucket_name: "records",
    output_kms_key_id: "alias/records",
    MaxSpeakerLabels: 4,
  };
  expect(await call("transcribe_asr", wanted)).toMatchObject({
    output: { text: "Hello.", language_code: "ja-JP", kept: [] },
  });
  const told = { file_url: "s3://records/a.mp3", language_code: "ja-JP", vocabulary_name: "terms", job_name: "call-1" };
  expect(await call("transcribe_start_job", told)).toMatchObject({ output: { job_name: "call-1", status: "QUEUED" } });
  expect(await call("transcribe_get_job", { job_name: "call-1" })).toMatchObject({ output: { text: "Hello." } });
  expect(await call("transcribe_delete_job", { job_name: "call-1" })).toMatchObject({
    output: { deleted_s3_uri: null },
  });
  expect(new Set(aws.calls.map(({ operation }) => operation))).toEqual(
    new Set(["StartTranscriptionJob", "GetTranscriptionJob", "DeleteTranscriptionJob"]),
  );
  files.close();
  files.closeAllConnections();
});
