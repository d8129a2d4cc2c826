import { createToolkit, describeError } from "@tsunagu/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { awsTools } from "./index.ts";
import { expectFailure, expectNoSecrets, succeeded } from "./testing/expect-failure.ts";
import { hideAwsSettings, useLocalToolkit } from "./testing/local-toolkit.ts";

const local = useLocalToolkit();
afterEach(() => hideAwsSettings());

describe("verifying a connection", () => {
  test("says whom it is", async () => {
    expect(succeeded(await local().verify("aws"))).toBe("arn:aws:iam::111122223333:user/local");
  });

  test("seed defect: wrong keys do not pass", async () => {
    const secret = "wrong+secret/000000000000000000000000000";
    const connection = { ...local().connection, aws_secret_access_key: secret };
    const result = await local().verify("aws", { connection });
    const expected = { code: "unauthenticated", origin: "SignatureDoesNotMatch", answered: true } as const;
    expectFailure(result, expected, local(), [secret]);
  });
});

describe("seed defect: fields of two sources are never mixed", () => {
  test("a key id of the call is not paired with the toolkit's secret", async () => {
    const connection = { aws_access_key_id: "AKIDLOCALTEST0000000" };
    const result = await local().call("s3_list_buckets", {}, { connection });
    const error = expectFailure(result, { code: "invalid_input" }, local(), ["AKIDLOCALTEST0000000"]);
    expect(error.issues).toEqual([{ path: ["aws_secret_access_key"], message: "is missing beside aws_access_key_id" }]);
  });

  test("a session token of the call is not added to the toolkit's keys", async () => {
    const connection = { aws_session_token: "made-up-token-of-the-call" };
    const result = await local().call("s3_list_buckets", {}, { connection });
    const error = expectFailure(result, { code: "invalid_input" }, local(), ["made-up-token-of-the-call"]);
    expect(error.issues?.[0]?.path).toEqual(["aws_session_token"]);
  });

  test("an endpoint of the call does not receive the toolkit's credential", async () => {
    const connection = { aws_endpoint_url: "https://elsewhere.example.com" };
    const result = await local().call("s3_list_buckets", {}, { connection });
    const error = expectFailure(result, { code: "invalid_input" }, local());
    expect(error.issues?.[0]?.path).toEqual(["aws_endpoint_url"]);
  });

  test("keys of the environment are not mixed into a toolkit that has its own", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDENVIRONMENT00000");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "environment+secret/000000000000000000000");
    vi.stubEnv("AWS_SESSION_TOKEN", "environment-token-000");
    expect(succeeded(await local().verify("aws"))).toBe("arn:aws:iam::111122223333:user/local");
  });

  test("a region of the call goes with the toolkit's credential", async () => {
    const answer = await local().call(
      "s3_create_bucket",
      { bucket_name: "records-in-osaka" },
      { connection: { aws_region: "ap-northeast-3" } },
    );
    expect(succeeded(answer).region).toBe("ap-northeast-3");
  });
});

describe("without a connection the SDK's own chain is used", () => {
  test("keys, region and endpoint of the environment", async () => {
    const { aws } = local();
    vi.stubEnv("AWS_ACCESS_KEY_ID", aws.credentials.accessKeyId);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", aws.credentials.secretAccessKey);
    vi.stubEnv("AWS_REGION", "eu-central-1");
    vi.stubEnv("AWS_ENDPOINT_URL", aws.url);
    await using toolkit = createToolkit({ tools: awsTools });
    const answer = await toolkit.call("s3_create_bucket", { bucket_name: "records-of-environment" });
    expect(succeeded(answer).region).toBe("eu-central-1");
  });

  test("keys of the environment that are refused do not appear in the error", async () => {
    const secret = "environment+secret/000000000000000000000";
    vi.stubEnv("AWS_ACCESS_KEY_ID", local().aws.credentials.accessKeyId);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", secret);
    vi.stubEnv("AWS_REGION", "us-east-1");
    vi.stubEnv("AWS_ENDPOINT_URL", local().aws.url);
    await using toolkit = createToolkit({ tools: awsTools });
    const error = (await toolkit.call("s3_list_buckets", {}))._unsafeUnwrapErr();
    expect(error.code).toBe("unauthenticated");
    expectNoSecrets([JSON.stringify(error), describeError(error)], [secret]);
  });
});

test("two identities of one toolkit never share a client", async () => {
  const { aws, call, makeBucket } = local();
  await makeBucket();
  const wrong = { ...local().connection, aws_secret_access_key: "wrong+secret/000000000000000000000000000" };
  const results = await Promise.all([
    call("s3_list_buckets", {}),
    call("s3_list_buckets", {}, { connection: wrong }),
    call("s3_list_buckets", {}),
  ]);
  expect(results.map((result) => result.isOk())).toEqual([true, false, true]);
  expect(aws.requests.list().length).toBeGreaterThan(2);
});

test("a closed toolkit forgets its clients; a new call opens new ones", async () => {
  const toolkit = createToolkit({ tools: awsTools, connections: { aws: local().connection } });
  succeeded(await toolkit.call("s3_list_buckets", {}));
  await toolkit.close();
  succeeded(await toolkit.call("s3_list_buckets", {}));
  await toolkit.close();
});
