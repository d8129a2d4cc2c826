import { setTimeout as wait } from "node:timers/promises";
import { createToolkit, type ToolError } from "@tsunagu/core";
import type { Result, ResultAsync } from "neverthrow";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { toAwsError } from "./error.ts";
import { awsTools } from "./index.ts";
import { expectFailure, succeeded } from "./testing/expect-failure.ts";
import { useLocalToolkit } from "./testing/local-toolkit.ts";
import { runScript } from "./testing/run-script.ts";

const sessionToken = "local-session-token/0000000000000000000000000000000000000000";
let clockAheadMs = 0;
const local = useLocalToolkit({
  now: () => new Date(Date.now() + clockAheadMs),
  credentials: [
    {
      accessKeyId: "ASIALOCALTEST0000001",
      secretAccessKey: "local+temporary/000000000000000000000000",
      sessionToken,
      expiresAt: new Date(Date.now() + 60_000),
    },
  ],
});
beforeAll(async () => {
  vi.stubEnv("AWS_MAX_ATTEMPTS", "2");
  const table = { table_name: "records", partition_key_name: "id" };
  succeeded(await local().call("dynamodb_manager", { operation_type: "create_table", ...table }));
});

type Call = (connection?: Record<string, string>) => ResultAsync<unknown, ToolError>;
const listBuckets: Call = (connection) => local().call("s3_list_buckets", {}, { connection: joined(connection) });
const scan: Call = (connection) =>
  local().call(
    "dynamodb_manager",
    { operation_type: "scan", table_name: "records" },
    { connection: joined(connection) },
  );
const verify: Call = (connection) => local().verify("aws", { connection: joined(connection) });
const joined = (connection: Record<string, string> = {}) => ({ ...local().connection, ...connection });

/** One call of each protocol: REST-XML, JSON, and query. */
const calls = { s3: listBuckets, dynamodb: scan, sts: verify };

describe.each(["s3", "dynamodb", "sts"] as const)("%s", (service) => {
  const call = calls[service];
  const codes = {
    s3: ["SignatureDoesNotMatch", "InvalidAccessKeyId", "ExpiredToken", "SlowDown"],
    dynamodb: [
      "InvalidSignatureException",
      "UnrecognizedClientException",
      "ExpiredTokenException",
      "ThrottlingException",
    ],
    sts: ["SignatureDoesNotMatch", "InvalidClientTokenId", "ExpiredToken", "Throttling"],
  }[service];
  const [wrongSignature, unknownKey, expired, throttled] = codes;

  test("a wrong secret is unauthenticated", async () => {
    const secret = "wrong+secret/000000000000000000000000000";
    const expected = { code: "unauthenticated", origin: wrongSignature, answered: true } as const;
    const error = expectFailure(await call({ aws_secret_access_key: secret }), expected, local(), [secret]);
    expect(error).toMatchObject({ retryable: false, origin: { service }, hint: expect.stringContaining("secret") });
  });

  test("an unknown key id is unauthenticated", async () => {
    const id = "AKIDUNKNOWNTEST00000";
    const expected = { code: "unauthenticated", origin: unknownKey, answered: true } as const;
    expectFailure(await call({ aws_access_key_id: id, aws_session_token: "" }), expected, local(), [id]);
  });

  test("an expired session token is unauthenticated, and said to have expired", async () => {
    clockAheadMs = 120_000;
    try {
      const expected = { code: "unauthenticated", origin: expired, answered: true } as const;
      expect(expectFailure(await call(), expected, local()).hint).toContain("expired");
    } finally {
      clockAheadMs = 0;
    }
  });

  test("throttling is waited out", async () => {
    local().aws.faults.inject({ kind: "throttle", service });
    succeeded(await call());
  });

  test("throttling that goes on is rate_limited, and may be tried again", async () => {
    local().aws.faults.inject({ kind: "throttle", service, count: 10 });
    const expected = { code: "rate_limited", origin: throttled, answered: true } as const;
    expect(expectFailure(await call(), expected, local()).retryable).toBe(true);
    expect(local().aws.faults.pending).toBe(8);
  });

  test("a load balancer's HTML page is unavailable, and its markup is not passed on", async () => {
    local().aws.faults.inject({ kind: "unavailable_html", service, count: 10 });
    const error = expectFailure(await call(), { code: "unavailable" }, local());
    expect(error).toMatchObject({ retryable: true, origin: { service, status: 503 } });
    expect(JSON.stringify(error)).not.toContain("<html");
  });

  test("an answer that is not of its protocol is upstream", async () => {
    local().aws.faults.inject({ kind: "invalid_body", service, count: 10 });
    const error = expectFailure(await call(), { code: "upstream" }, local());
    expect(error.origin).toMatchObject({ service, status: 200 });
    expect(error.message).not.toContain("\n");
  });

  test("an answer that breaks off is an error", async () => {
    local().aws.faults.inject({ kind: "truncated_body", service, count: 10 });
    const error = expectFailure(await call(), { code: "unavailable" }, local());
    expect(error.origin).toMatchObject({ service, code: "ECONNRESET" });
  });

  test("a connection that is cut is unavailable", async () => {
    local().aws.faults.inject({ kind: "connection_cut", service, count: 10 });
    const error = expectFailure(await call(), { code: "unavailable", origin: "ECONNRESET" }, local());
    expect(error.retryable).toBe(true);
  });

  test("a refused connection is unavailable", async () => {
    const error = expectFailure(
      await call({ aws_endpoint_url: "http://127.0.0.1:1" }),
      { code: "unavailable", origin: "ECONNREFUSED" },
      local(),
    );
    expect(error.message).toContain("127.0.0.1:1");
  });

  test("an abort ends the call at once", async () => {
    local().aws.faults.inject({ kind: "slow_body", service, pauseMs: 2_000 });
    const caller = new AbortController();
    const options = { signal: caller.signal, connection: local().connection };
    const running = {
      s3: () => local().call("s3_list_buckets", {}, options),
      dynamodb: () => local().call("dynamodb_manager", { operation_type: "scan", table_name: "records" }, options),
      sts: () => local().verify("aws", options),
    }[service]();
    await wait(50);
    caller.abort();
    const began = performance.now();
    expectFailure(await running, { code: "aborted" }, local());
    expect(performance.now() - began).toBeLessThan(500);
  });
});

describe("before anything is sent", () => {
  test("a region that nobody tells is asked for", async () => {
    const { aws_region: _region, ...connection } = local().connection;
    await using toolkit = createToolkit({ tools: awsTools, connections: { aws: connection } });
    const scan = { operation_type: "scan", table_name: "records" } as const;
    const results: Result<unknown, ToolError>[] = [
      await toolkit.call("s3_list_buckets", {}),
      await toolkit.call("s3_create_bucket", { bucket_name: "records" }),
      await toolkit.call("dynamodb_manager", scan),
      await toolkit.verify("aws"),
    ];
    for (const result of results) {
      const error = expectFailure(result, { code: "invalid_input" }, local());
      expect(error.hint).toBe("Give aws_region, or set AWS_REGION.");
    }
  });

  test("no credentials at all is unauthenticated, with the way out", async () => {
    const code = `
      import { createToolkit } from "@tsunagu/core";
      import { awsTools } from "./src/index.ts";
      const toolkit = createToolkit({ tools: awsTools, connections: { aws: { aws_region: "us-east-1" } } });
      const results = [await toolkit.call("s3_list_buckets", {}), await toolkit.verify("aws")];
      console.log(JSON.stringify(results.map((result) => result.error)));
    `;
    const errors = JSON.parse(await runScript(code, { AWS_EC2_METADATA_DISABLED: "true" }));
    expect(errors).toMatchObject(
      ["s3", "sts"].map((service) => ({
        code: "unauthenticated",
        retryable: false,
        hint: expect.stringContaining("aws_access_key_id"),
        origin: { service, code: "CredentialsProviderError" },
      })),
    );
  });

  test("an endpoint elsewhere that is not https is refused", async () => {
    for (const call of [listBuckets, scan, verify]) {
      const result = await call({ aws_endpoint_url: "http://s3.example.com" });
      const error = expectFailure(result, { code: "invalid_input" }, local());
      expect(error.message).toBe("aws_endpoint_url: is http; only an endpoint on this machine may be");
    }
  });
});

describe("an exception of the SDK", () => {
  const map = (thrown: unknown, signal = new AbortController().signal) =>
    toAwsError(thrown, { service: "s3", operation: "PutObject", signal });
  const exception = (name: string, httpStatusCode: number, more: object = {}) =>
    Object.assign(new Error("the service's words"), {
      name,
      $metadata: { httpStatusCode, requestId: "LOCALREQUEST0001" },
      ...more,
    });

  test.each([
    ["AccessDenied", 403, "forbidden"],
    ["AllAccessDisabled", 403, "forbidden"],
    ["KMS.AccessDeniedException", 400, "forbidden"],
    ["NoSuchUpload", 404, "not_found"],
    ["PermanentRedirect", 301, "unsupported"],
    ["EntityTooLarge", 400, "too_large"],
    ["InvalidObjectState", 403, "conflict"],
    ["OperationAborted", 409, "conflict"],
    ["SlowDown", 503, "rate_limited"],
    ["ProvisionedThroughputExceededException", 400, "rate_limited"],
    ["RequestTimeTooSkewed", 403, "unauthenticated"],
    ["InternalError", 500, "unavailable"],
    ["InternalServerException", 400, "unavailable"],
    ["ExecutionDoesNotExist", 400, "not_found"],
    ["StateMachineDoesNotExist", 400, "not_found"],
    ["ParameterVersionNotFound", 400, "not_found"],
    ["TooManyUpdates", 400, "rate_limited"],
    ["ExecutionLimitExceeded", 400, "rate_limited"],
    ["StateMachineDeleting", 400, "conflict"],
    ["StateMachineTypeNotSupported", 400, "unsupported"],
    ["NotImplemented", 501, "unsupported"],
    ["SomethingNew", 400, "invalid_input"],
    ["SomethingNew", 409, "conflict"],
    ["SomethingNew", 418, "upstream"],
    ["SomethingNew", 500, "unavailable"],
  ])("%s (%d) is %s, and keeps the service's code and request id", (name, status, code) => {
    expect(map(exception(name, status))).toMatchObject({
      code,
      message: "s3 PutObject: the service's words",
      origin: { service: "s3", operation: "PutObject", code: name, status, requestId: "LOCALREQUEST0001" },
    });
  });

  test("says how long to wait when the service does", () => {
    const response = { statusCode: 503, headers: { "retry-after": "7" } };
    expect(map(exception("SlowDown", 503, { $response: response })).retryAfterMs).toBe(7000);
    const dated = { statusCode: 503, headers: { "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT" } };
    expect(map(exception("SlowDown", 503, { $response: dated }))).not.toHaveProperty("retryAfterMs");
  });

  test("of a bucket elsewhere names the way out", () => {
    expect(map(exception("PermanentRedirect", 301)).hint).toContain("another region");
  });

  test.each([
    ["ECONNRESET", "unavailable"],
    ["ENOTFOUND", "unavailable"],
    ["CERT_HAS_EXPIRED", "unavailable"],
  ])("of the network, %s, is %s", (code, expected) => {
    expect(map(Object.assign(new Error("socket trouble"), { code }))).toMatchObject({
      code: expected,
      origin: { code },
    });
  });

  test("after a stop is aborted, whatever it was", () => {
    expect(map(exception("InternalError", 500), AbortSignal.abort()).code).toBe("aborted");
  });

  test.each([undefined, null, "text", 7, {}, new Error("")])("that is none (%j) is still a ToolError", (thrown) => {
    expect(map(thrown).code).toBe("upstream");
  });
});

test("a toolkit without any connection of its own names its tools all the same", () => {
  expect(createToolkit({ tools: awsTools }).tools.length).toBe(awsTools.length);
});
