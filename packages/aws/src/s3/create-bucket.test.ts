import { describe, expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { useLocalToolkit } from "../testing/local-toolkit.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { s3CreateBucket } from "./create-bucket.ts";

const local = useLocalToolkit();
const scripted = useScriptedToolkit([s3CreateBucket], { region: "eu-central-1" });

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
    applied: [],
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

describe("seed defect: versioning, tags and encryption", () => {
  const kms_key_id = "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555";
  const settings = {
    versioning: true,
    tags: { 部署: "営業", empty: "" },
    sse_type: "aws:kms",
    kms_key_id,
    bucket_key_enabled: true,
  } as const;
  const operations = () =>
    local()
      .aws.requests.list()
      .map(({ operation }) => operation);

  test("are set by a call each", async () => {
    const { call, aws, putText } = local();
    aws.requests.clear();
    const answer = succeeded(await call("s3_create_bucket", { bucket_name: "records-set", ...settings }));
    expect(answer).toMatchObject({ created: true, applied: ["versioning", "tags", "encryption"] });
    expect(operations()).toEqual([
      "ListBuckets",
      "CreateBucket",
      "PutBucketVersioning",
      "PutBucketTagging",
      "PutBucketEncryption",
    ]);
    expect(aws.s3.buckets().find(({ name }) => name === "records-set")).toMatchObject({
      versioning: "Enabled",
      tags: settings.tags,
    });
    await putText("records-set", "a", "x");
    expect(aws.s3.object("records-set", "a")).toMatchObject({
      serverSideEncryption: "aws:kms",
      kmsKeyId: kms_key_id,
      bucketKeyEnabled: true,
    });
  });

  test("of a bucket that is yours are left as they are, unless apply_to_existing is given", async () => {
    const { call, aws } = local();
    const bucket_name = "records-old";
    const settingsOf = () => aws.s3.buckets().find(({ name }) => name === bucket_name);
    succeeded(await call("s3_create_bucket", { bucket_name, tags: { kept: "yes" } }));
    const left = succeeded(await call("s3_create_bucket", { bucket_name, ...settings }));
    expect(left).toMatchObject({ created: false, applied: [] });
    expect(settingsOf()).toMatchObject({ versioning: undefined, tags: { kept: "yes" } });
    const applied = succeeded(
      await call("s3_create_bucket", { bucket_name, versioning: true, apply_to_existing: true }),
    );
    expect(applied).toMatchObject({ created: false, applied: ["versioning"] });
    expect(settingsOf()).toMatchObject({ versioning: "Enabled", tags: { kept: "yes" } });
  });

  test("when one cannot be set, the error says what is done, what failed and what was not begun", async () => {
    const denied = "<Error><Code>AccessDenied</Code><Message>not allowed</Message></Error>";
    scripted().answer("PUT /records/", {}, {}, { status: 403, body: denied });
    const result = await scripted().run("s3_create_bucket", { bucket_name: "records", ...settings });
    const error = scripted().failure(result, { code: "partial", origin: "AccessDenied" });
    expect(error.partial).toMatchObject({
      done: ["s3://records", "versioning"],
      failed: [{ setting: "tags", code: "forbidden", error: expect.stringContaining("not allowed") }],
      remaining: ["encryption"],
    });
    expect(error.hint).toContain("apply_to_existing");
    expect(scripted().requests).toHaveLength(3);
  });

  test("when nothing at all could be done, it is the failure itself", async () => {
    const owned = "<Error><Code>BucketAlreadyOwnedByYou</Code><Message>yours</Message></Error>";
    const denied = "<Error><Code>AccessDenied</Code><Message>not allowed</Message></Error>";
    scripted().answer("PUT /records/", { status: 409, body: owned }, { status: 403, body: denied });
    const input = { bucket_name: "records", versioning: true, apply_to_existing: true };
    const result = await scripted().run("s3_create_bucket", input);
    scripted().failure(result, { code: "forbidden", origin: "AccessDenied" });
  });

  test.each([
    [{ kms_key_id }, "kms_key_id"],
    [{ sse_type: "AES256", bucket_key_enabled: true }, "bucket_key_enabled"],
    [{ tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${index}`, ""])) }, "tags"],
    [{ tags: { "": "x" } }, "tags"],
  ])("%j is refused by its field before anything is sent", async (options, field) => {
    const result = await scripted().run("s3_create_bucket", { bucket_name: "records", ...options });
    expect(scripted().failure(result, { code: "invalid_input" }).issues?.[0]?.path[0]).toBe(field);
    expect(scripted().requests).toEqual([]);
  });

  test("the plan names them", () => {
    const plan = s3CreateBucket.plan?.({
      bucket_name: "records",
      bucket_key_enabled: false,
      apply_to_existing: true,
      versioning: true,
      sse_type: "AES256",
    });
    expect(plan).toBe(
      "Creates the S3 bucket records with versioning, encryption, or gives an existing one those settings.",
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
