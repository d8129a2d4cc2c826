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
});
