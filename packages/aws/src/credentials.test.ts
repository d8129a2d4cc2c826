import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createToolkit, type FileSink, readAll } from "@tsunagu/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { s3FilesDownload, s3ListBuckets } from "./s3/index.ts";
import { expectFailure, succeeded } from "./testing/expect-failure.ts";
import { hideAwsSettings, linesLogger, useLocalToolkit } from "./testing/local-toolkit.ts";

const externalId = "made-up-external-id-0001";
const arn = "arn:aws:iam::111122223333:role/team/Reader";
let clockAheadMs = 0;
const local = useLocalToolkit({ roles: [{ arn, externalId }], now: () => new Date(Date.now() + clockAheadMs) });
afterEach(() => {
  hideAwsSettings();
  clockAheadMs = 0;
});

const open = (more: Record<string, string>, lines: string[] = []) =>
  createToolkit({
    tools: [s3ListBuckets, s3FilesDownload],
    connections: { aws: { ...local().connection, ...more } },
    logger: linesLogger(lines),
  });
const operations = () =>
  local()
    .aws.requests.list()
    .map(({ operation }) => operation);

describe("a role to assume", () => {
  const role = { aws_role_arn: arn, aws_external_id: externalId };

  test("is assumed once for many calls, with its external id", async () => {
    await using toolkit = open(role);
    const identity = succeeded(await toolkit.verify("aws"));
    expect(identity).toMatch(/^arn:aws:sts::111122223333:assumed-role\/Reader\/tsunagu-\d+$/);
    local().aws.requests.clear();
    for (let index = 0; index < 3; index++) succeeded(await toolkit.call("s3_list_buckets", {}));
    expect(operations()).toEqual(["ListBuckets", "ListBuckets", "ListBuckets"]);
  });

  test("is assumed in one go when many calls begin at once", async () => {
    await using toolkit = open(role);
    local().aws.requests.clear();
    await Promise.all(Array.from({ length: 5 }, async () => succeeded(await toolkit.call("s3_list_buckets", {}))));
    expect(operations().filter((operation) => operation === "AssumeRole")).toEqual(["AssumeRole"]);
  });

  test("seed defect: temporary keys are refreshed before they expire, without a restart", async () => {
    await using toolkit = open(role);
    succeeded(await toolkit.call("s3_list_buckets", {}));
    local().aws.requests.clear();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 56 * 60_000 });
    try {
      succeeded(await toolkit.call("s3_list_buckets", {}));
    } finally {
      vi.useRealTimers();
    }
    expect(operations()).toEqual(["AssumeRole", "ListBuckets"]);
  });

  test("keys that end in the middle of a call are refreshed in it", async () => {
    const bucket = await local().makeBucket();
    const keys = ["a", "b", "c"];
    for (const key of keys) await local().putText(bucket, key, key);
    await using toolkit = open(role);
    local().aws.requests.clear();
    const now = Date.now();
    let files = 0;
    vi.useFakeTimers({ toFake: ["Date"], now });
    try {
      const input = { s3_uris: keys.map((key) => `s3://${bucket}/${key}`) };
      const onFile: FileSink = async ({ body }) => {
        await readAll(body);
        vi.setSystemTime(now + ++files * 70 * 60_000);
        return { uri: null };
      };
      succeeded(await toolkit.call("s3_files_download", input, { onFile }));
    } finally {
      vi.useRealTimers();
    }
    expect(files).toBe(3);
    expect(operations().filter((operation) => operation === "AssumeRole").length).toBe(3);
  });

  test("needs no region of its own: the environment's is used", async () => {
    vi.stubEnv("AWS_REGION", "eu-central-1");
    await using toolkit = open({ ...role, aws_region: "" });
    expect(succeeded(await toolkit.verify("aws"))).toContain("assumed-role/Reader");
  });

  test("that may not be assumed is forbidden, and the external id is not told", async () => {
    const lines: string[] = [];
    const wrong = "made-up-wrong-id-0002";
    await using toolkit = open({ ...role, aws_external_id: wrong }, lines);
    const result = await toolkit.call("s3_list_buckets", {});
    const expected = { code: "forbidden", origin: "AccessDenied", answered: true } as const;
    expectFailure(result, expected, { aws: local().aws, logLines: lines }, [wrong, externalId]);
  });

  test("has keys that are secret too", async () => {
    const lines: string[] = [];
    await using toolkit = open(role, lines);
    succeeded(await toolkit.call("s3_list_buckets", {}));
    clockAheadMs = 2 * 60 * 60_000;
    const result = await toolkit.call("s3_list_buckets", {});
    expect(result.isErr()).toBe(true);
    expect(lines.join("\n") + JSON.stringify(result)).not.toMatch(/ASIA[A-Z2-7]{16}/);
  });
});

describe("a profile", () => {
  const withProfile = async (text: string, work: () => Promise<void>) => {
    const directory = await mkdtemp(join(tmpdir(), "aws-profile-"));
    const path = join(directory, "config");
    await writeFile(path, text);
    vi.stubEnv("AWS_CONFIG_FILE", path);
    try {
      await work();
    } finally {
      await rm(directory, { recursive: true });
    }
  };

  test("gives its keys and the role that it names", async () => {
    const { aws } = local();
    const { accessKeyId, secretAccessKey } = aws.credentials;
    const text = `[profile base]
aws_access_key_id = ${accessKeyId}
aws_secret_access_key = ${secretAccessKey}
[profile reader]
source_profile = base
role_arn = ${arn}
external_id = ${externalId}
`;
    vi.stubEnv("AWS_ENDPOINT_URL", aws.url);
    vi.stubEnv("AWS_REGION", "us-east-1");
    await withProfile(text, async () => {
      for (const [aws_profile, identity] of [
        ["base", "user/local"],
        ["reader", "assumed-role/Reader"],
      ] as const) {
        await using toolkit = createToolkit({ tools: [s3ListBuckets], connections: { aws: { aws_profile } } });
        expect(succeeded(await toolkit.verify("aws"))).toContain(identity);
      }
    });
  });

  test("that is not there is unauthenticated, and named", async () => {
    await withProfile("", async () => {
      await using toolkit = createToolkit({
        tools: [s3ListBuckets],
        connections: { aws: { aws_profile: "absent", aws_region: "us-east-1" } },
      });
      const error = expectFailure(await toolkit.call("s3_list_buckets", {}), { code: "unauthenticated" }, local());
      expect(error.hint).toContain("aws_access_key_id");
    });
  });
});
