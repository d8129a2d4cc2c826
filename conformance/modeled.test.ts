import { once } from "node:events";
import { connect } from "node:http2";
import { buffer, text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { sha256, sign } from "../packages/local/src/aws/testing/sign.ts";
import { type BotoCall, callWithBoto } from "./support/modeled/boto-client.ts";
import {
  type Handlers,
  type ModeledAws,
  type ModeledAwsOptions,
  modeledError,
  startModeledAws,
} from "./support/modeled/index.ts";
import { loadModel } from "./support/modeled/models.ts";
import { serviceNames } from "./support/modeled/services.ts";
import { compilePattern } from "./support/modeled/shapes/pattern.ts";
import { pythonEnvironment, SETUP_TIMEOUT_MS } from "./support/python.ts";

const bytes = (content: string) => ({ $bytes: Buffer.from(content).toString("base64") });
const retrieve = (input: object): BotoCall => ({ service: "bedrock-agent-runtime", operation: "Retrieve", input });
const question = { knowledgeBaseId: "KB12345678", retrievalQuery: { text: "costs" } };
const session: ModeledAwsOptions["credentials"] = [
  { accessKeyId: "AKIDLOCALTEST0000000", secretAccessKey: "local-test-secret" },
  { accessKeyId: "ASIDLOCALTEST0000000", secretAccessKey: "other-secret", sessionToken: "token" },
  {
    accessKeyId: "ASIDLOCALTEST0000001",
    secretAccessKey: "old-secret",
    sessionToken: "old-token",
    expiresAt: new Date(0),
  },
];

const running: ModeledAws[] = [];

beforeAll(pythonEnvironment, SETUP_TIMEOUT_MS);
afterEach(async () => {
  await Promise.all(running.splice(0).map((aws) => aws.close()));
});

async function start(handlers: Handlers, options?: ModeledAwsOptions): Promise<ModeledAws> {
  const aws = await startModeledAws(handlers, options);
  running.push(aws);
  return aws;
}

const clientConfig = (aws: ModeledAws) => ({
  endpoint: aws.url,
  region: "us-west-2",
  credentials: aws.credentials,
  maxAttempts: 1,
});

describe("the models", () => {
  test("every pattern of every service compiles", async () => {
    const models = await Promise.all(serviceNames.map(loadModel));
    const patterns = models.flatMap(({ shapes }) => Object.values(shapes).flatMap(({ pattern }) => pattern ?? []));
    expect(patterns.length).toBeGreaterThan(900);
    for (const pattern of patterns) expect(() => compilePattern(pattern), pattern).not.toThrow();
  });

  test("no two services share a signing name and a path, but for the tags of two", async () => {
    const models = await Promise.all(serviceNames.map(loadModel));
    const owners = new Map<string, string[]>();
    for (const { metadata, operations, service } of models) {
      for (const { http, name } of metadata.protocols.includes("rest-json") ? Object.values(operations) : []) {
        const path = http.requestUri.replace(/\{[^}+]+/g, "{");
        const key = `${metadata.signingName ?? metadata.endpointPrefix} ${http.method} ${path}`;
        owners.set(key, [...(owners.get(key) ?? []), `${service} ${name}`]);
      }
    }
    expect([...owners.values()].filter(({ length }) => length > 1)).toEqual(
      ["ListTagsForResource", "TagResource", "UntagResource"].map((name) => [
        `bedrock-agent-runtime ${name}`,
        `bedrock-agent ${name}`,
      ]),
    );
  });
});

describe("requests and answers", () => {
  test("AWS JSON, with the AWS SDK for JavaScript", async () => {
    const stored = new Map<string, string>();
    const aws = await start({
      ssm: {
        PutParameter: (input: { Name: string; Value: string }) => {
          stored.set(input.Name, input.Value);
          return { Version: 1, Tier: "Standard" };
        },
        GetParameter: ({ Name }: { Name: string }) => {
          const Value = stored.get(Name);
          if (Value === undefined) return modeledError("ParameterNotFound", { message: `no ${Name}` });
          return { Parameter: { Name, Value, Type: "String", LastModifiedDate: new Date("2026-01-02T03:04:05.678Z") } };
        },
      },
    });
    const client = new SSMClient(clientConfig(aws));
    const put = await client.send(new PutParameterCommand({ Name: "/a/b", Value: "日本", Type: "String" }));
    expect(put).toMatchObject({ Version: 1, Tier: "Standard" });
    expect(put.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    const { Parameter } = await client.send(new GetParameterCommand({ Name: "/a/b" }));
    expect(Parameter).toEqual({
      Name: "/a/b",
      Value: "日本",
      Type: "String",
      LastModifiedDate: new Date("2026-01-02T03:04:05.678Z"),
    });
    await expect(client.send(new GetParameterCommand({ Name: "/c" }))).rejects.toMatchObject({
      name: "ParameterNotFound",
      message: "no /c",
      $metadata: { httpStatusCode: 400 },
    });
    expect(aws.calls).toEqual([
      { service: "ssm", operation: "PutParameter", input: { Name: "/a/b", Value: "日本", Type: "String" } },
      { service: "ssm", operation: "GetParameter", input: { Name: "/a/b" } },
      { service: "ssm", operation: "GetParameter", input: { Name: "/c" } },
    ]);
    client.destroy();
  });

  test("AWS Query, with the AWS SDK for JavaScript", async () => {
    const Expiration = new Date("2026-01-02T03:04:05Z");
    const Credentials = { AccessKeyId: "ASIDLOCALTEST0000009", SecretAccessKey: "<s&>", SessionToken: "t", Expiration };
    const arn = "arn:aws:sts::123456789012:assumed-role/reader/me";
    const aws = await start({
      sts: {
        GetCallerIdentity: (_input, { accessKeyId, region }) => ({ Account: region, Arn: arn, UserId: accessKeyId }),
        AssumeRole: (input: { RoleSessionName: string; Tags: object[] }) =>
          input.RoleSessionName === "late"
            ? modeledError("ExpiredTokenException", { message: "it has expired" })
            : { Credentials, AssumedRoleUser: { AssumedRoleId: `A2:${input.RoleSessionName}`, Arn: arn } },
      },
    });
    const client = new STSClient(clientConfig(aws));
    const role = { RoleArn: "arn:aws:iam::123456789012:role/reader", Tags: [{ Key: "a", Value: "b c" }] };
    expect(await client.send(new GetCallerIdentityCommand())).toMatchObject({
      Account: "us-west-2",
      UserId: "AKIDLOCALTEST0000000",
    });
    expect(await client.send(new AssumeRoleCommand({ ...role, RoleSessionName: "me" }))).toMatchObject({
      Credentials,
      AssumedRoleUser: { AssumedRoleId: "A2:me", Arn: arn },
    });
    await expect(client.send(new AssumeRoleCommand({ ...role, RoleSessionName: "late" }))).rejects.toMatchObject({
      name: "ExpiredTokenException",
      message: "it has expired",
    });
    expect(aws.calls[1]?.input).toEqual({ ...role, RoleSessionName: "me" });
    client.destroy();
  });

  test("REST: paths, query lists, headers, payloads and status, with boto3", async () => {
    const lambdaArn = "arn:aws:lambda:us-west-2:123456789012:function:f";
    const resourceArn = "arn:aws:bedrock:us-west-2:123456789012:retrieval-instruction/abcdefghij";
    const aws = await start({
      "bedrock-agent-runtime": {
        Retrieve: (input: typeof question) => ({
          retrievalResults: [{ content: { text: input.retrievalQuery.text }, score: 0.5, metadata: { page: 3 } }],
        }),
      },
      "bedrock-agent": { ListTagsForResource: () => ({ tags: { a: "b" } }) },
      "bedrock-runtime": {
        InvokeModel: ({ body }: { body: Buffer }) => ({ body, contentType: "text/x-echo" }),
      },
      "bedrock-agentcore": {
        InvokeAgentRuntime: () => ({
          contentType: "text/plain",
          statusCode: 200,
          response: (async function* () {
            yield Buffer.from("one ");
            yield Buffer.from("two");
          })(),
        }),
      },
      lambda: {
        Invoke: ({ Payload }: { Payload: Buffer }) => ({ StatusCode: 202, ExecutedVersion: "3", Payload }),
        UntagResource: () => undefined,
      },
      "sagemaker-runtime": {
        InvokeEndpoint: ({ Body }: { Body: Buffer }) => ({ Body, CustomAttributes: "a=b" }),
      },
      comprehend: {
        DetectDominantLanguage: () => ({ Languages: [{ LanguageCode: "ja", Score: 1 }] }),
      },
      stepfunctions: {
        StartSyncExecution: ({ stateMachineArn }: { stateMachineArn: string }) => ({
          executionArn: stateMachineArn,
          startDate: new Date("2026-01-02T03:04:05.25Z"),
          stopDate: new Date("2026-01-02T03:04:06Z"),
          status: "SUCCEEDED",
        }),
      },
    });
    const runtimeArn = "arn:aws:bedrock-agentcore:us-west-2:123456789012:runtime/agent-0123456789";
    const modelId = "arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-lite-v1:0";
    const outcomes = await callWithBoto(aws, [
      retrieve(question),
      { service: "lambda", operation: "UntagResource", input: { Resource: lambdaArn, TagKeys: ["a", "b c"] } },
      { service: "bedrock-agent", operation: "ListTagsForResource", input: { resourceArn } },
      { service: "bedrock-runtime", operation: "InvokeModel", input: { modelId, body: bytes("{}") } },
      {
        service: "bedrock-agentcore",
        operation: "InvokeAgentRuntime",
        input: { agentRuntimeArn: runtimeArn, payload: bytes("hi") },
      },
      { service: "lambda", operation: "Invoke", input: { FunctionName: "f:live", Payload: bytes("\u0000x") } },
      {
        service: "sagemaker-runtime",
        operation: "InvokeEndpoint",
        input: { EndpointName: "e", Body: bytes("1,2"), ContentType: "text/csv" },
      },
      { service: "comprehend", operation: "DetectDominantLanguage", input: { Text: "日本" } },
      {
        service: "stepfunctions",
        operation: "StartSyncExecution",
        input: { stateMachineArn: "arn:aws:states:us-west-2:123456789012:stateMachine:s" },
      },
    ]);
    expect(outcomes.map(({ output, error }) => output ?? error)).toEqual([
      { retrievalResults: [{ content: { text: "costs" }, score: 0.5, metadata: { page: 3 } }] },
      {},
      { tags: { a: "b" } },
      { body: bytes("{}"), contentType: "text/x-echo" },
      { contentType: "text/plain", statusCode: 200, response: bytes("one two") },
      { StatusCode: 202, ExecutedVersion: "3", Payload: bytes("\u0000x") },
      { Body: bytes("1,2"), ContentType: "application/octet-stream", CustomAttributes: "a=b" },
      { Languages: [{ LanguageCode: "ja", Score: 1 }] },
      {
        executionArn: "arn:aws:states:us-west-2:123456789012:stateMachine:s",
        startDate: expect.stringMatching(/:05\.250000/),
        stopDate: expect.any(String),
        status: "SUCCEEDED",
      },
    ]);
    expect(aws.calls[1]?.input).toEqual({ Resource: lambdaArn, TagKeys: ["a", "b c"] });
    expect(aws.calls[2]).toEqual({
      service: "bedrock-agent",
      operation: "ListTagsForResource",
      input: { resourceArn },
    });
    expect(aws.calls[3]?.input).toMatchObject({ modelId });
    expect(aws.problems).toEqual([]);
  });
});

describe("what is refused", () => {
  test("a request that does not fit the model, naming the member", async () => {
    const aws = await start({ "bedrock-agent-runtime": { Retrieve: () => ({ retrievalResults: [] }) } });
    const results = (numberOfResults: unknown) => ({
      ...question,
      retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults } },
    });
    const outcomes = await callWithBoto(aws, [
      retrieve({ ...question, knowledgeBaseId: "bad-id-no!" }),
      retrieve({ knowledgeBaseId: "KB12345678" }),
      retrieve(results(0)),
      retrieve({ ...question, retrievalQuery: { text: "a", type: "SOUND" } }),
      {
        service: "comprehend",
        operation: "DetectSentiment",
        input: { Text: "a", LanguageCode: "xx" },
      },
      { service: "sagemaker-runtime", operation: "InvokeEndpoint", input: { EndpointName: "_" } },
    ]);
    expect(outcomes.map(({ status, error }) => `${status} ${error?.Code}: ${error?.Message}`)).toEqual([
      expect.stringMatching(
        /^400 ValidationException: 1 validation error detected: Value 'bad-id-no!' at 'knowledgeBaseId' failed to satisfy constraint: Member must satisfy regular expression pattern/,
      ),
      expect.stringMatching(/Value null at 'retrievalQuery' failed to satisfy constraint: Member must not be null$/),
      expect.stringMatching(
        /'retrievalConfiguration.vectorSearchConfiguration.numberOfResults' .* greater than or equal to 1$/,
      ),
      expect.stringMatching(/Value 'SOUND' at 'retrievalQuery.type' .* enum value set: \[TEXT, IMAGE\]$/),
      expect.stringMatching(/^400 ValidationException: .*Value 'xx' at 'LanguageCode' .* enum value set: \[en, /),
      expect.stringMatching(/^400 ValidationError: .*'EndpointName' .*'Body'|'Body' .*'EndpointName' /),
    ]);
    expect(aws.problems.map(({ kind, member }) => `${kind} ${member}`)).toEqual([
      "request knowledgeBaseId",
      "request retrievalQuery",
      "request retrievalConfiguration.vectorSearchConfiguration.numberOfResults",
      "request retrievalQuery.type",
      "request LanguageCode",
      expect.stringMatching(/^request /),
      expect.stringMatching(/^request /),
    ]);
  });

  test("unknown members, wrong types and unions, in JSON written by hand", async () => {
    const aws = await start(
      { "bedrock-runtime": { Converse: () => ({}) } },
      { bearerTokens: ["bedrock-api-key-local-test"] },
    );
    const converse = async (content: unknown) => {
      const response = await fetch(`${aws.url}/model/amazon.nova-lite-v1%3A0/converse`, {
        method: "POST",
        headers: { authorization: "Bearer bedrock-api-key-local-test" },
        body: JSON.stringify({ messages: [{ role: "user", content }] }),
      });
      expect(response.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
      return `${response.status} ${response.headers.get("x-amzn-errortype")} ${await response.text()}`;
    };
    expect(await converse([{ text: "a", image: { format: "png", source: { bytes: "AA==" } } }])).toMatch(
      /^400 ValidationException .*'messages\[0\]\.content\[0\]' .*union ContentBlock, not 2/,
    );
    expect(await converse([{ sound: "a" }])).toMatch(/'messages\[0\]\.content\[0\]\.sound' .*unknown to ContentBlock/);
    expect(await converse("a")).toMatch(/'messages\[0\]\.content' .*must be a list/);
    expect(await converse([{ text: 1 }])).toMatch(/'messages\[0\]\.content\[0\]\.text' .*must be a string/);
    expect(await converse([{ image: { format: "png", source: { bytes: "?" } } }])).toMatch(/source\.bytes' .*a blob/);
    expect(await converse([{ text: null }])).toMatch(/Value null at .*must be a string/);
  });

  test("wrong secrets, keys and tokens, in the words of each protocol", async () => {
    const aws = await start({ sts: { GetCallerIdentity: () => ({}) } }, { credentials: session });
    const wrong = { accessKeyId: "AKIDLOCALTEST0000000", secretAccessKey: "wrong" };
    const unknown = { accessKeyId: "AKIDLOCALTEST9999999", secretAccessKey: "wrong" };
    const [, valid, expired] = session;
    const calls: BotoCall[] = [
      { ...retrieve(question), credentials: wrong },
      { ...retrieve(question), credentials: unknown },
      { ...retrieve(question), ...(expired && { credentials: expired }) },
      { service: "ssm", operation: "DescribeParameters", credentials: wrong },
      { service: "sts", operation: "GetCallerIdentity", credentials: wrong },
      { service: "sts", operation: "GetCallerIdentity", ...(expired && { credentials: expired }) },
      { service: "sts", operation: "GetCallerIdentity", ...(valid && { credentials: valid }) },
    ];
    const outcomes = await callWithBoto(aws, calls);
    expect(outcomes.map(({ status, error }) => `${status} ${error?.Code ?? "none"}`)).toEqual([
      "403 InvalidSignatureException",
      "403 UnrecognizedClientException",
      "403 ExpiredTokenException",
      "400 InvalidSignatureException",
      "403 SignatureDoesNotMatch",
      "403 ExpiredToken",
      "200 none",
    ]);
    expect(aws.calls).toHaveLength(1);
  });

  test("a signature that is too old, and a request without one", async () => {
    const late = () => new Date(Date.now() + 16 * 60_000);
    const aws = await start({ ssm: { GetParameter: () => ({}) } }, { now: late });
    const client = new SSMClient(clientConfig(aws));
    await expect(client.send(new GetParameterCommand({ Name: "a" }))).rejects.toMatchObject({
      name: "InvalidSignatureException",
    });
    client.destroy();
    const response = await fetch(`${aws.url}/knowledgebases/KB12345678/retrieve`, { method: "POST" });
    expect(response.status).toBe(403);
    expect(response.headers.get("x-amzn-errortype")).toBe("MissingAuthenticationTokenException");
  });

  test("a wrong API key; a right one is taken by Amazon Bedrock alone", async () => {
    const aws = await start(
      { bedrock: { ListFoundationModels: () => ({ modelSummaries: [] }) } },
      { bearerTokens: ["k"] },
    );
    const list = (token: string) =>
      fetch(`${aws.url}/foundation-models`, { headers: { authorization: `Bearer ${token}` } });
    expect(await (await list("k")).json()).toEqual({ modelSummaries: [] });
    const refused = await list("other");
    expect(refused.status).toBe(403);
    expect(refused.headers.get("x-amzn-errortype")).toBe("AccessDeniedException");
    const elsewhere = await fetch(`${aws.url}/2015-03-31/functions`, { headers: { authorization: "Bearer k" } });
    expect(elsewhere.status).toBe(404);
  });

  test("operations without a handler, and operations that are none", async () => {
    const aws = await start({});
    const client = new SSMClient(clientConfig(aws));
    await expect(client.send(new GetParameterCommand({ Name: "a" }))).rejects.toMatchObject({
      name: "UnsupportedOperation",
      message: "ssm GetParameter has no handler here.",
      $metadata: { httpStatusCode: 501 },
    });
    client.destroy();
    await expect(startModeledAws({ ssm: { GetParameterz: () => ({}) } })).rejects.toThrow(
      "handlers: ssm has no operation GetParameterz",
    );
    const malformed = await fetch(`${aws.url}/%ff`);
    expect(malformed.status).toBe(400);
    expect(malformed.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("event streams", () => {
  test("events, exceptions and headers, with boto3", async () => {
    const reply = (text: string) => ({ contentBlockDelta: { contentBlockIndex: 0, delta: { text } } });
    const aws = await start({
      "bedrock-runtime": {
        ConverseStream: () => ({
          stream: (async function* () {
            yield { messageStart: { role: "assistant" } };
            yield reply("日本");
            throw modeledError("throttlingException", { message: "slow down" });
          })(),
        }),
        InvokeModelWithResponseStream: () => ({ body: [{ chunk: { bytes: Buffer.from("{}") } }], contentType: "a/b" }),
      },
      "bedrock-agent-runtime": {
        RetrieveAndGenerateStream: () => ({ sessionId: "session-1", stream: [{ output: { text: "so" } }] }),
      },
      "bedrock-agentcore": {
        InvokeCodeInterpreter: () => ({
          sessionId: "session2",
          stream: [{ result: { content: [{ type: "text", text: "4" }], isError: false } }],
        }),
      },
      lambda: {
        InvokeWithResponseStream: () => ({
          StatusCode: 200,
          EventStream: [{ PayloadChunk: { Payload: Buffer.from("abc") } }, { InvokeComplete: {} }],
        }),
      },
    });
    const modelId = "amazon.nova-lite-v1:0";
    const outcomes = await callWithBoto(aws, [
      { service: "bedrock-runtime", operation: "ConverseStream", input: { modelId } },
      { service: "bedrock-runtime", operation: "InvokeModelWithResponseStream", input: { modelId, body: bytes("{}") } },
      { service: "bedrock-agent-runtime", operation: "RetrieveAndGenerateStream", input: { input: { text: "why" } } },
      {
        service: "bedrock-agentcore",
        operation: "InvokeCodeInterpreter",
        input: { codeInterpreterIdentifier: "aws.codeinterpreter.v1", name: "executeCode" },
      },
      { service: "lambda", operation: "InvokeWithResponseStream", input: { FunctionName: "f" } },
    ]);
    expect(outcomes.map(({ output, error }) => output ?? error)).toEqual([
      {
        stream: [
          { messageStart: { role: "assistant" } },
          reply("日本"),
          { error: { Code: "throttlingException", Message: "slow down" } },
        ],
      },
      { body: [{ chunk: { bytes: bytes("{}") } }], contentType: "a/b" },
      { sessionId: "session-1", stream: [{ output: { text: "so" } }] },
      { sessionId: "session2", stream: [{ result: { content: [{ type: "text", text: "4" }], isError: false } }] },
      expect.objectContaining({
        StatusCode: 200,
        EventStream: [{ PayloadChunk: { Payload: bytes("abc") } }, { InvokeComplete: {} }],
      }),
    ]);
  });

  test("an event that the model does not have ends the stream and fails close", async () => {
    const aws = await startModeledAws(
      { "bedrock-runtime": { ConverseStream: () => ({ stream: [{ messageStart: { role: "narrator" } }] }) } },
      { bearerTokens: ["k"] },
    );
    const response = await fetch(`${aws.url}/model/m/converse-stream`, {
      method: "POST",
      headers: { authorization: "Bearer k" },
      body: "{}",
    });
    expect(response.headers.get("content-type")).toBe("application/vnd.amazon.eventstream");
    expect(await response.text()).toContain("InternalFailure");
    await expect(aws.close()).rejects.toThrow(
      /bedrock-runtime ConverseStream: In the event messageStart: Value 'narrator'/,
    );
  });

  test("a client that hangs up ends the handler's stream", async () => {
    const ended = Promise.withResolvers<string>();
    const aws = await start(
      {
        "bedrock-runtime": {
          ConverseStream: (_input, { signal }) => ({
            stream: (async function* () {
              try {
                yield { messageStart: { role: "assistant" } };
                await wait(10_000, undefined, { signal });
              } finally {
                ended.resolve(`aborted: ${signal.aborted}`);
              }
            })(),
          }),
        },
      },
      { bearerTokens: ["k"] },
    );
    const abort = new AbortController();
    const response = await fetch(`${aws.url}/model/m/converse-stream`, {
      method: "POST",
      headers: { authorization: "Bearer k" },
      body: "{}",
      signal: abort.signal,
    });
    expect((await response.body?.getReader().read())?.value?.length).toBeGreaterThan(16);
    abort.abort();
    expect(await ended.promise).toBe("aborted: true");
  });
});

test("a signature over HTTP/2, where the host has another name", async () => {
  const aws = await start({ lambda: { Invoke: ({ Payload }: { Payload: Buffer }) => ({ StatusCode: 200, Payload }) } });
  const date = new Date();
  const headers = {
    ":authority": new URL(aws.url).host,
    "x-amz-date": date.toISOString().replace(/[-:]|\.\d{3}/g, ""),
  };
  const invoke = async (payload: string, signedPayload: string) => {
    const { scope, signedHeaders, signature } = sign({
      method: "POST",
      path: "/2015-03-31/functions/f%253Alive/invocations",
      headers,
      payloadHash: sha256(signedPayload),
      service: "lambda",
      region: "us-west-2",
      date,
      credentials: aws.credentials,
    });
    const authorization = `AWS4-HMAC-SHA256 Credential=${aws.credentials.accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
    const connection = connect(aws.url);
    const path = "/2015-03-31/functions/f%3Alive/invocations";
    const stream = connection.request({ ...headers, ":method": "POST", ":path": path, authorization });
    stream.end(payload);
    const [answer] = await once(stream, "response");
    const body = await text(stream);
    connection.close();
    return `${answer[":status"]} ${body}`;
  };
  expect(await invoke("one", "one")).toBe("200 one");
  expect(await invoke("one", "two")).toMatch(/^403 .*does not match the signature/);
});

test("HTTP/2 without TLS and HTTP/1.1 share the port", async () => {
  const aws = await start(
    {
      "bedrock-runtime": {
        Converse: (input: { modelId: string }) => modeledError("ModelNotReadyException", { message: input.modelId }),
      },
    },
    { bearerTokens: ["k"] },
  );
  const connection = connect(aws.url);
  const target = { ":method": "POST", ":path": "/model/a.b%3A0/converse", authorization: "Bearer k" };
  const exchanges = await Promise.all(
    ["one", "two"].map(async () => {
      const stream = connection.request(target);
      stream.end("{}");
      const [headers] = await once(stream, "response");
      return { headers, body: await text(stream) };
    }),
  );
  connection.close();
  for (const { headers, body } of exchanges) {
    expect(headers).toMatchObject({ ":status": 429, "x-amzn-errortype": "ModelNotReadyException" });
    expect(headers["x-amzn-requestid"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.parse(body)).toEqual({ message: "a.b:0" });
  }
  const http1 = await fetch(`${aws.url}/model/a.b%3A0/converse`, {
    method: "POST",
    headers: { authorization: "Bearer k" },
    body: "{}",
  });
  expect(http1.status).toBe(429);
});

describe("handlers that are wrong", () => {
  const answers: [title: string, answer: () => object, problem: RegExp][] = [
    ["an unknown member", () => ({ Parameterz: {} }), /Value {} at 'Parameterz' .* unknown to GetParameterResult/],
    ["a wrong type", () => ({ Parameter: { Version: "1" } }), /Value '1' at 'Parameter.Version' .* must be an integer/],
    ["a value outside its enum", () => ({ Parameter: { Type: "Text" } }), /'Parameter.Type' .* enum value set/],
    ["an unknown error", () => modeledError("ParameterLost"), /ParameterLost is neither an error of GetParameter nor/],
    [
      "an error's unknown member",
      () => modeledError("ParameterNotFound", { why: "a" }),
      /'why' .*unknown to Parameter/,
    ],
    [
      "an exception",
      () => {
        throw new Error("oops");
      },
      /The handler threw Error: oops/,
    ],
  ];
  test.each(answers)("%s fails close", async (_title, answer, problem) => {
    const aws = await startModeledAws({ ssm: { GetParameter: answer } });
    const client = new SSMClient(clientConfig(aws));
    await expect(client.send(new GetParameterCommand({ Name: "a" }))).rejects.toThrow();
    client.destroy();
    expect(aws.problems).toMatchObject([{ service: "ssm", operation: "GetParameter" }]);
    await expect(aws.close()).rejects.toThrow(problem);
  });
});

describe("faults", () => {
  const get = new GetParameterCommand({ Name: "a" });
  const ssm = { GetParameter: () => ({ Parameter: { Name: "a", Value: "b".repeat(1000) } }) };

  test("throttling and an HTML page, until the count is used up", async () => {
    const aws = await start({ ssm, lambda: { ListFunctions: () => ({ Functions: [] }) } });
    aws.faults.inject({ kind: "throttle", count: 2, service: "ssm" });
    aws.faults.inject({ kind: "throttle", service: "lambda" });
    const client = new SSMClient({ ...clientConfig(aws), maxAttempts: 3 });
    expect((await client.send(get)).$metadata.attempts).toBe(3);
    const [lambda] = await callWithBoto(aws, [{ service: "lambda", operation: "ListFunctions" }]);
    expect(lambda).toMatchObject({ status: 429, error: { Code: "TooManyRequestsException" } });
    aws.faults.inject({ kind: "unavailable_html" });
    expect((await client.send(get)).$metadata.attempts).toBe(2);
    expect(aws.faults.pending).toBe(0);
    client.destroy();
  });

  test("cut connections, slow answers and half bodies", async () => {
    const aws = await start({ ssm });
    const client = new SSMClient(clientConfig(aws));
    aws.faults.inject({ kind: "connection_cut" });
    await expect(client.send(get)).rejects.toMatchObject({ code: "ECONNRESET" });
    aws.faults.inject({ kind: "truncated_body" });
    await expect(client.send(get)).rejects.toThrow("aborted");
    aws.faults.inject({ kind: "slow", delayMs: 5_000 });
    await expect(client.send(get, { abortSignal: AbortSignal.timeout(100) })).rejects.toMatchObject({
      name: "AbortError",
    });
    expect((await client.send(get)).Parameter?.Value).toHaveLength(1000);
    client.destroy();
  });

  test("cut and halved over HTTP/2", async () => {
    const aws = await start(
      { bedrock: { ListFoundationModels: () => ({ modelSummaries: [] }) } },
      { bearerTokens: ["k"] },
    );
    for (const kind of ["connection_cut", "truncated_body"] as const) {
      aws.faults.inject({ kind });
      const connection = connect(aws.url);
      const stream = connection.request({ ":path": "/foundation-models", authorization: "Bearer k" });
      const received = await buffer(stream).catch((error: Error) => error);
      if (received instanceof Error) expect(received.message).toMatch(/closed|reset|aborted|cancel/i);
      else expect(received.length).toBeLessThan(Buffer.byteLength('{"modelSummaries":[]}'));
      connection.destroy();
    }
  });
});
