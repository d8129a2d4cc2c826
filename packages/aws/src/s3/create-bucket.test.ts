import { describe, expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { useLocalToolkit } from "../testing/local-toolkit.ts";

const local = useLocalToolkit();

test("creates a bucket in the connection's region", async () => {
  const { call, aws } = local();
  const answer = succeeded(await call("s3_create_bucket", { bucket_name: "records-here" }));
  expect(answer).toEqual({
    bucket_name: "records-here",
    region: "us-east-1",
    acl: null,
    location: "/records-here",
    s3_uri: "s3://records-here",
    created: true,
  });
  expect(aws.s3.buckets()).toMatchObject([{ name: "records-here", region: "us-east-1" }]);
});

test("seed defect: the region of the connection is stated, not taken for us-east-1", async () => {
  const { call, aws, connection } = local();
  const osaka = { ...connection, aws_region: "ap-northeast-3" };
  const answer = succeeded(await call("s3_create_bucket", { bucket_name: "records-osaka" }, { connection: osaka }));
  expect(answer).toMatchObject({ region: "ap-northeast-3", created: true });
  expect(aws.s3.buckets().find(({ name }) => name === "records-osaka")?.region).toBe("ap-northeast-3");
});

describe("seed defect: a bucket that is there already", () => {
  test.each(["us-east-1", "eu-central-1"])(
    "and yours, in %s, is left as it is, and created is false",
    async (region) => {
      const { call, connection, putText, aws } = local();
      const bucket_name = `records-twice-${region}`;
      const place = { connection: { ...connection, aws_region: region } };
      succeeded(await call("s3_create_bucket", { bucket_name }, place));
      if (region === "us-east-1") await putText(bucket_name, "a", "kept");
      aws.requests.clear();
      const again = succeeded(await call("s3_create_bucket", { bucket_name }, place));
      expect(again).toMatchObject({ created: false, location: null, region });
      const asked = aws.requests.list().map(({ operation }) => operation);
      expect(asked).toEqual([region === "us-east-1" ? "ListBuckets" : "CreateBucket"]);
    },
  );

  test("and only begins like the new one's name is no obstacle", async () => {
    const { call } = local();
    succeeded(await call("s3_create_bucket", { bucket_name: "records-prefix-longer" }));
    expect(succeeded(await call("s3_create_bucket", { bucket_name: "records-prefix" })).created).toBe(true);
  });
});

describe("seed defect: access lists", () => {
  test.each([
    [{ acl: "public-read" }, "acl"],
    [{ acl: "public-read-write", object_ownership: "BucketOwnerEnforced" }, "acl"],
    [{ acl: "aws-exec-read" }, "acl"],
  ])("%j is refused before anything is sent", async (options, field) => {
    const { run, aws } = local();
    aws.requests.clear();
    const error = (await run("s3_create_bucket", { bucket_name: "records-open", ...options }))._unsafeUnwrapErr();
    expect(error).toMatchObject({ code: "invalid_input", issues: [{ path: [field] }] });
    expect(aws.requests.list()).toEqual([]);
  });

  test("private works, and is reported only when asked for", async () => {
    const input = { bucket_name: "records-private", acl: "private" } as const;
    expect(succeeded(await local().call("s3_create_bucket", input)).acl).toBe("private");
  });

  test("what S3 refuses because public access is blocked on new buckets is said with its code", async () => {
    const input = { bucket_name: "records-public", acl: "public-read", object_ownership: "ObjectWriter" } as const;
    const result = await local().call("s3_create_bucket", input);
    expectFailure(
      result,
      { code: "invalid_input", origin: "InvalidBucketAclWithBlockPublicAccessError", answered: true },
      local(),
    );
  });
});

test.each([
  "ab",
  "Records",
  "records_1",
  "records..1",
  "-records",
  "records.",
  "192.168.5.4",
  "xn--records",
  "records-s3alias",
  "records--ol-s3",
  "x".repeat(64),
])("seed defect: the name %s is refused before anything is sent", async (bucket_name) => {
  const { call, aws } = local();
  aws.requests.clear();
  const { code, issues } = (await call("s3_create_bucket", { bucket_name }))._unsafeUnwrapErr();
  expect([code, issues?.[0]?.path]).toEqual(["invalid_input", ["bucket_name"]]);
  expect(aws.requests.list()).toEqual([]);
});

test.each(["abc", "records.2026-11", "1records", "a.b.c", "x".repeat(63)])(
  "the name %s is taken",
  async (bucket_name) => {
    expect(succeeded(await local().call("s3_create_bucket", { bucket_name })).created).toBe(true);
  },
);
