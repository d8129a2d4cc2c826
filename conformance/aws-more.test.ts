import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { awsTools } from "@tsunagu/aws";
import { createToolkit, describeError, type ToolError, type Toolkit } from "@tsunagu/core";
import type { Result } from "neverthrow";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { attachRecorder } from "./support/attach-recorder.ts";
import { type Handlers, type ModeledAws, modeledError, startModeledAws } from "./support/modeled/index.ts";
import { startMoto } from "./support/moto.ts";

const credentials = { accessKeyId: "AKIDLOCALTEST0000000", secretAccessKey: "local-test-secret" };
const region = "us-west-2";
const connectionTo = (url: string) => ({
  aws_access_key_id: credentials.accessKeyId,
  aws_secret_access_key: credentials.secretAccessKey,
  aws_region: region,
  aws_endpoint_url: url,
});
const succeeded = <T>(result: Result<T, ToolError>): T => {
  if (result.isErr()) throw new Error(describeError(result.error));
  return result.value;
};

describe("against moto", () => {
  const aws = attachRecorder(startMoto);
  let opened: Toolkit<typeof awsTools> | undefined;
  const toolkit = (): Toolkit<typeof awsTools> => {
    opened ??= createToolkit({ tools: awsTools, connections: { aws: connectionTo(aws().url) } });
    return opened;
  };
  afterAll(() => opened?.close());

  test("s3_create_bucket with versioning, tags and a KMS key", async () => {
    const { call } = toolkit();
    const settings = {
      versioning: true,
      tags: { 部署: "営業", "a=b": "" },
      sse_type: "aws:kms",
      kms_key_id: "alias/records",
      bucket_key_enabled: true,
    } as const;
    const created = succeeded(await call("s3_create_bucket", { bucket_name: "more-records", ...settings }));
    expect(created).toMatchObject({ created: true, applied: ["versioning", "tags", "encryption"] });
    const input = { bucket_name: "more-records", versioning: true, apply_to_existing: true };
    expect(succeeded(await call("s3_create_bucket", input))).toMatchObject({ created: false, applied: ["versioning"] });
  });

  test("s3_operator, s3_file_download and s3_list_objects: ranges, dates and sizes", async () => {
    const { call, run } = toolkit();
    const bucket_name = "more-ranges";
    const s3_uri = `s3://${bucket_name}/a.txt`;
    succeeded(await call("s3_create_bucket", { bucket_name }));
    succeeded(await call("s3_operator", { operation_type: "write", s3_uri, text_content: "0123456789" }));
    expect(succeeded(await call("s3_operator", { s3_uri, first_byte: 2, last_byte: 4 }))).toMatchObject({
      text: "234",
      byte_range: { first_byte: 2, last_byte: 4, object_size: 10 },
    });
    const { files } = succeeded(await run("s3_file_download", { s3_uri, last_bytes: 3 }));
    expect(files[0]?.bytes.toString()).toBe("789");
    const beyond = await call("s3_file_download", { s3_uri, first_byte: 10 });
    expect(beyond._unsafeUnwrapErr()).toMatchObject({ code: "invalid_input", origin: { code: "InvalidRange" } });
    const list = async (filter: object) =>
      succeeded(await call("s3_list_objects", { bucket_name, all_pages: true, ...filter })).object_count;
    expect(await list({ min_size: 10, modified_after: "2000-01-01T00:00:00Z" })).toBe(1);
    expect(await list({ max_size: 9 })).toBe(0);
    expect(await list({ modified_before: "2000-01-01T00:00:00Z" })).toBe(0);
  });

  test("dynamodb_update_time_to_live and dynamodb_describe_time_to_live", async () => {
    const { call } = toolkit();
    const table_name = "more-sessions";
    await createTable(aws().url, table_name);
    const describeIt = async () => succeeded(await call("dynamodb_describe_time_to_live", { table_name }));
    expect(await describeIt()).toMatchObject({ time_to_live_status: "DISABLED", attribute_name: null });
    const input = { table_name, attribute_name: "expires_at" };
    expect(succeeded(await call("dynamodb_update_time_to_live", input))).toMatchObject({ changed: true });
    expect(await describeIt()).toMatchObject({ time_to_live_status: "ENABLED", attribute_name: "expires_at" });
    succeeded(await call("dynamodb_update_time_to_live", { ...input, enabled: false }));
    expect((await describeIt()).time_to_live_status).toBe("DISABLED");
  });
});

const createTable = async (endpoint: string, TableName: string): Promise<void> => {
  const client = new DynamoDBClient({ endpoint, region, credentials });
  const AttributeDefinitions = [{ AttributeName: "id", AttributeType: "S" as const }];
  const KeySchema = [{ AttributeName: "id", KeyType: "HASH" as const }];
  await client.send(
    new CreateTableCommand({ TableName, BillingMode: "PAY_PER_REQUEST", AttributeDefinitions, KeySchema }),
  );
  client.destroy();
};

describe("against an endpoint that checks each request, and each of our answers, against AWS's models", () => {
  const running: ModeledAws[] = [];
  afterEach(async () => {
    const problems = running.flatMap((aws) => aws.problems);
    await Promise.all(running.splice(0).map((aws) => aws.close()));
    expect(problems).toEqual([]);
  });
  const serve = async (handlers: Handlers) => {
    const aws = await startModeledAws(handlers, { credentials: [credentials] });
    running.push(aws);
    const run = async (name: (typeof awsTools)[number]["name"], input: object) => {
      await using toolkit = createToolkit({ tools: awsTools, connections: { aws: connectionTo(aws.url) } });
      return await toolkit.run(name, input as never);
    };
    return { aws, run };
  };

  test("bedrock_retrieve_and_generate, streaming", async () => {
    const references = [
      { content: { text: "passage" }, location: { type: "S3", s3Location: { uri: "s3://records/a.pdf" } } },
    ];
    const generatedResponsePart = { textResponsePart: { text: "It is.", span: { start: 0, end: 5 } } };
    const { run, aws } = await serve({
      "bedrock-agent-runtime": {
        RetrieveAndGenerateStream: ({ input }: { input: { text: string } }) => ({
          sessionId: "session-1",
          stream: [
            { output: { text: "It " } },
            ...(input.text === "fail" ? [modeledError("ThrottlingException", { message: "slow down" })] : []),
            { output: { text: "is." } },
            { citation: { generatedResponsePart, retrievedReferences: references } },
            { guardrail: { action: "NONE" } },
          ],
        }),
      },
    });
    const input = {
      type: "KNOWLEDGE_BASE",
      input: "What is it?",
      knowledge_base_id: "KB12345678",
      model_id: "amazon.nova-lite-v1:0",
      stream: true,
    };
    expect(succeeded(await run("bedrock_retrieve_and_generate", input))).toMatchObject({
      output: {
        output: "It is.",
        session_id: "session-1",
        guardrail_action: "NONE",
        citations: [{ text: "It is.", references: [{ location: "s3://records/a.pdf" }] }],
      },
      content: [{ text: "It " }, { text: "is." }],
    });
    expect(aws.calls.map(({ operation }) => operation)).toEqual(["RetrieveAndGenerateStream"]);
    const failed = await run("bedrock_retrieve_and_generate", { ...input, input: "fail" });
    expect(failed._unsafeUnwrapErr()).toMatchObject({ code: "rate_limited" });
  });

  test("lambda_translate_utils without a model", async () => {
    const { run } = await serve({
      lambda: { Invoke: ({ Payload }: { Payload: Buffer }) => ({ StatusCode: 200, Payload }) },
    });
    const input = { text_content: "挨拶", src_lang: "ja_JP", dest_lang: "en_US" };
    expect(succeeded(await run("lambda_translate_utils", input))).toMatchObject({
      output: { response_json: { src_contents: ["挨拶"], request_type: "term_mapping" } },
    });
  });

  test("code sessions: files are removed, commands run in the background", async () => {
    interface Invocation {
      readonly name: string;
      readonly arguments: { readonly paths?: string[]; readonly command?: string; readonly taskId?: string };
    }
    const statuses: Readonly<Record<string, string>> = {
      startCommandExecution: "submitted",
      getTask: "working",
      stopTask: "canceled",
    };
    const { run, aws } = await serve({
      "bedrock-agentcore": {
        InvokeCodeInterpreter: ({ name, arguments: given }: Invocation) => {
          const task = { taskId: given.taskId ?? "task-1", taskStatus: statuses[name] };
          const content = [{ type: "text", text: `${name} ${(given.paths ?? []).join()}` }];
          const result = { content, ...(name === "removeFiles" ? {} : { structuredContent: task }) };
          return { sessionId: "01SESSION", stream: [{ result }] };
        },
      },
    });
    const session = { session_id: "01SESSION" };
    expect(succeeded(await run("agentcore_remove_code_files", { ...session, paths: ["a.csv", "b"] }))).toMatchObject({
      output: { message: "removeFiles a.csv,b" },
    });
    const started = succeeded(await run("agentcore_start_code_task", { ...session, command: "make" }));
    expect(started).toMatchObject({ output: { task_id: "task-1", status: "submitted" } });
    const task = { ...session, task_id: "task-1" };
    expect(succeeded(await run("agentcore_get_code_task", task))).toMatchObject({ output: { status: "working" } });
    expect(succeeded(await run("agentcore_stop_code_task", task))).toMatchObject({ output: { status: "canceled" } });
    expect(aws.calls.map(({ input }) => (input as Invocation).name)).toEqual([
      "removeFiles",
      "startCommandExecution",
      "getTask",
      "stopTask",
    ]);
  });

  test("memories: documents and branches are recorded and read, an event is deleted", async () => {
    const ids = { memory_id: "notes-a1b2c3d4e5", actor_id: "team/user-1", session_id: "chat-1" };
    const event = {
      memoryId: ids.memory_id,
      actorId: ids.actor_id,
      sessionId: ids.session_id,
      eventId: "0001#abc",
      eventTimestamp: new Date("2026-01-01T00:00:00Z"),
    };
    const recorded: { payload: object[]; branch?: object }[] = [];
    const { run, aws } = await serve({
      "bedrock-agentcore": {
        CreateEvent: (input: { payload: object[]; branch?: object }) => {
          recorded.push(input);
          return { event: { ...event, payload: input.payload, branch: input.branch } };
        },
        ListEvents: () => ({ events: recorded.map(({ payload, branch }) => ({ ...event, payload, branch })) }),
        DeleteEvent: ({ eventId }: { eventId: string }) => ({ eventId }),
      },
    });
    const document = { order: 7, lines: ["a", { ok: true, none: null }] };
    const branch = { branch_name: "aside", root_event_id: "0000#abc" };
    const input = { operation: "record", ...ids, information: "An order", document, ...branch };
    succeeded(await run("agentcore_memory", input));
    const read = await run("agentcore_memory", { operation: "retrieve", ...ids, branch_name: "aside" });
    expect(succeeded(read)).toMatchObject({
      output: { data: { conversation_turns: [{ documents: [document], branch: "aside" }] } },
    });
    expect(aws.calls[1]?.input).toMatchObject({ filter: { branch: { name: "aside", includeParentBranches: true } } });
    const deleted = await run("agentcore_delete_memory_event", { ...ids, event_id: "0001#abc" });
    expect(succeeded(deleted)).toMatchObject({ output: { deleted: true } });
  });

  test("transcribe_asr: toxic speech", async () => {
    const categories = { profanity: 0.9, hate_speech: 0.1 };
    const found = { text: "Go away", toxicity: 0.76, categories, start_time: 8.92, end_time: 21.45 };
    const transcript = {
      results: { transcripts: [{ transcript: "Go away" }], items: [], toxicity_detection: [found] },
    };
    const files = createServer((_request, response) => response.end(JSON.stringify(transcript))).listen(0, "127.0.0.1");
    await once(files, "listening");
    const TranscriptFileUri = `http://127.0.0.1:${(files.address() as AddressInfo).port}/out.json?X-Amz-Signature=made-up`;
    const job = { Media: { MediaFileUri: "s3://records/a.mp3" }, LanguageCode: "en-US" };
    const { run, aws } = await serve({
      transcribe: {
        StartTranscriptionJob: () => ({ TranscriptionJob: { ...job, TranscriptionJobStatus: "QUEUED" } }),
        GetTranscriptionJob: () => ({
          TranscriptionJob: { ...job, TranscriptionJobStatus: "COMPLETED", Transcript: { TranscriptFileUri } },
        }),
        DeleteTranscriptionJob: () => ({}),
      },
    });
    const input = { file_url: "s3://records/a.mp3", language_code: "en-US", detect_toxicity: true };
    expect(succeeded(await run("transcribe_asr", input))).toMatchObject({ output: { toxicity: [found] } });
    expect(aws.calls[0]?.input).toMatchObject({ ToxicityDetection: [{ ToxicityCategories: ["ALL"] }] });
    files.close();
    files.closeAllConnections();
  });
});
