import { createToolkit, describeError } from "@tsunagu/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { applyGuardrail } from "../apply/index.ts";
import { extractFrame } from "../extract/index.ts";
import { novaCanvas } from "../nova/index.ts";
import { s3ListBuckets } from "../s3/index.ts";
import { expectNoSecrets, succeeded } from "../testing/expect-failure.ts";
import { hideAwsSettings, linesLogger } from "../testing/local-toolkit.ts";
import { scriptedCredentials, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { bedrockConverse } from "./converse.ts";
import { bedrockKbList } from "./kb-list.ts";

const tools = [bedrockConverse, applyGuardrail, bedrockKbList, novaCanvas, s3ListBuckets, extractFrame] as const;
const scripted = useScriptedToolkit(tools);
const apiKey = "ABSKmade+up/bedrock/api/key0000000000000000=";
const keys = {
  aws_access_key_id: scriptedCredentials.accessKeyId,
  aws_secret_access_key: scriptedCredentials.secretAccessKey,
};
const converse = { model_id: "amazon.nova-lite-v1:0", prompt: "Hello" };
const said = {
  output: { message: { role: "assistant", content: [{ text: "Hi." }] } },
  stopReason: "end_turn",
  usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
  metrics: { latencyMs: 1 },
};
const route = "POST /model/amazon.nova-lite-v1%3A0/converse";
const jobs = "GET /async-invoke";

beforeEach(() => hideAwsSettings());
afterEach(() => vi.unstubAllEnvs());

const open = (connection: Record<string, string>, logLines: string[] = []) =>
  createToolkit({
    tools,
    connections: { aws: { aws_region: "us-east-1", aws_endpoint_url: scripted().url, ...connection } },
    logger: linesLogger(logLines),
  });
const authorizations = () => scripted().requests.map(({ headers }) => headers.authorization);

describe("a Bedrock API key", () => {
  test("opens models without any other credential being looked for", async () => {
    scripted().answer(route, { json: said });
    await using toolkit = open({ aws_bedrock_api_key: ` ${apiKey}\n` });
    expect(succeeded(await toolkit.call("bedrock_converse", converse)).output).toBe("Hi.");
    expect(authorizations()).toEqual([`Bearer ${apiKey}`]);
  });

  test("alone hides the tools that it does not open, and says why", async () => {
    await using toolkit = open({ aws_bedrock_api_key: apiKey });
    expect(toolkit.tools.map(({ name }) => name)).toEqual(["bedrock_converse", "apply_guardrail", "extract_frame"]);
    expect(toolkit.hidden.map(({ reason }) => reason)).toEqual([
      expect.stringContaining("bedrock:ListKnowledgeBases"),
      expect.stringContaining("s3:GetObject"),
      expect.stringContaining("s3:ListAllMyBuckets"),
    ]);
    const result = await toolkit.call("s3_list_buckets", {});
    expect(result._unsafeUnwrapErr()).toMatchObject({ code: "unsupported" });
    expect(scripted().requests).toEqual([]);
  });

  test("beside access keys is used for models, and the access keys for all else", async () => {
    scripted().answer(route, { json: said });
    scripted().answer("POST /knowledgebases/", { json: { knowledgeBaseSummaries: [] } });
    await using toolkit = open({ ...keys, aws_bedrock_api_key: apiKey });
    expect(toolkit.hidden).toEqual([]);
    succeeded(await toolkit.call("bedrock_converse", converse));
    succeeded(await toolkit.call("bedrock_kb_list", {}));
    expect(authorizations()).toEqual([`Bearer ${apiKey}`, expect.stringMatching(/^AWS4-HMAC-SHA256 /)]);
  });

  test("of the toolkit is not used by a call that brings its own keys", async () => {
    scripted().answer(route, { json: said });
    await using toolkit = open({ aws_bedrock_api_key: apiKey });
    succeeded(await toolkit.call("bedrock_converse", converse, { connection: keys }));
    expect(authorizations()).toEqual([expect.stringMatching(/^AWS4-HMAC-SHA256 /)]);
  });

  test("does not make the environment's access keys work for other tools", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDENVIRONMENT00000");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "environment+secret/000000000000000000000");
    await using toolkit = open({ aws_region: "us-east-1" });
    const connection = { aws_bedrock_api_key: apiKey, aws_endpoint_url: scripted().url };
    const result = await toolkit.call("s3_list_buckets", {}, { connection });
    expect(result._unsafeUnwrapErr().code).toBe("unsupported");
    expect(scripted().requests).toEqual([]);
  });

  test("of the environment opens models for a connection without credentials, and is secret too", async () => {
    const lines: string[] = [];
    vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", apiKey);
    scripted().answer(route, { status: 400, json: { message: `not with ${apiKey}` } });
    vi.stubEnv("AWS_ENDPOINT_URL", scripted().url);
    await using toolkit = open({ aws_endpoint_url: "" }, lines);
    const error = (await toolkit.call("bedrock_converse", converse))._unsafeUnwrapErr();
    expect(authorizations()).toEqual([`Bearer ${apiKey}`]);
    expectNoSecrets([JSON.stringify(error), describeError(error), ...lines], [apiKey]);
  });

  test("of the environment goes to no endpoint that a connection names", async () => {
    vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", apiKey);
    await using toolkit = open({});
    const error = (await toolkit.call("bedrock_converse", converse))._unsafeUnwrapErr();
    expect(error.code).toBe("unauthenticated");
    expect(scripted().requests).toEqual([]);
  });

  test("that cannot be one is refused by field, without being told", async () => {
    await using toolkit = open({ aws_bedrock_api_key: "made-up first line\nsecond line" });
    const error = (await toolkit.call("bedrock_converse", converse))._unsafeUnwrapErr();
    expect(error).toMatchObject({ code: "invalid_input", issues: [{ path: ["aws_bedrock_api_key"] }] });
    expect(JSON.stringify(error)).not.toContain("first line");
  });
});

describe("verifying a connection with a Bedrock API key", () => {
  test("asks Bedrock, and says what was not asked", async () => {
    scripted().answer(jobs, { json: { asyncInvokeSummaries: [] } });
    await using toolkit = open({ aws_bedrock_api_key: apiKey });
    expect(succeeded(await toolkit.verify("aws"))).toContain("which models it may use was not asked");
    expect(authorizations()).toEqual([`Bearer ${apiKey}`]);
  });

  test("a key that Bedrock knows passes without the permission to list", async () => {
    const message = "User: arn:aws:iam::111122223333:user/key is not authorized to perform: bedrock:ListAsyncInvokes";
    scripted().answer(jobs, {
      status: 403,
      headers: { "x-amzn-errortype": "AccessDeniedException" },
      json: { message },
    });
    await using toolkit = open({ aws_bedrock_api_key: apiKey });
    expect(succeeded(await toolkit.verify("aws"))).toContain("could not be asked");
  });

  test("a wrong key does not pass", async () => {
    const message = "Authentication failed: Please make sure your API Key is valid.";
    scripted().answer(jobs, {
      status: 403,
      headers: { "x-amzn-errortype": "AccessDeniedException" },
      json: { message },
    });
    await using toolkit = open({ aws_bedrock_api_key: apiKey });
    const error = (await toolkit.verify("aws"))._unsafeUnwrapErr();
    expect(error.code).toBe("unauthenticated");
    expect(error.hint).toContain("API key");
  });

  test("proves access keys beside it as well", async () => {
    scripted().answer(jobs, { json: { asyncInvokeSummaries: [] } });
    scripted().answer("POST /", {
      headers: { "content-type": "text/xml" },
      body: "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/both</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>",
    });
    await using toolkit = open({ ...keys, aws_bedrock_api_key: apiKey });
    expect(succeeded(await toolkit.verify("aws"))).toMatch(
      /^arn:aws:iam::111122223333:user\/both; beside it a Bedrock/,
    );
  });
});
