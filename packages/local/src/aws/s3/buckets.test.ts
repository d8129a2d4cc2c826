import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startLocalAws } from "../start.ts";
import { element, elements, exchange, presign, send, type TestRequest } from "../testing/client.ts";
import type { LocalAws } from "../types.ts";

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws();
});
afterAll(() => aws.close());

const tokyo = "ap-northeast-1";
const located = (region: string) =>
  `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
const create = (name: string, options: TestRequest = {}) => send(aws, { method: "PUT", path: `/${name}`, ...options });

describe("creating", () => {
  test("in the region that the request is sent to", async () => {
    expect(await create("in-virginia")).toMatchObject({ status: 200, headers: { location: "/in-virginia" } });
    expect(await create("in-tokyo", { region: tokyo, body: located(tokyo) })).toMatchObject({ status: 200 });
    expect(await create("in-oregon", { body: located("us-west-2") })).toMatchObject({ status: 200 });
    expect(aws.s3.buckets().map(({ region }) => region)).toEqual(["us-east-1", tokyo, "us-west-2"]);
  });

  test.each([
    ["no location outside of us-east-1", { region: tokyo }, "IllegalLocationConstraintException"],
    ["another region's location", { region: tokyo, body: located("us-west-2") }, "IllegalLocationConstraintException"],
    ["us-east-1 as a location", { body: located("us-east-1") }, "InvalidLocationConstraint"],
    ["a location that is none", { body: located("moon") }, "InvalidLocationConstraint"],
    ["broken XML", { body: "<CreateBucketConfiguration>" }, "MalformedXML"],
    [
      "a public access control list",
      { headers: { "x-amz-acl": "public-read" } },
      "InvalidBucketAclWithObjectOwnership",
    ],
    [
      "a public access control list with its ownership",
      { headers: { "x-amz-acl": "public-read", "x-amz-object-ownership": "ObjectWriter" } },
      "InvalidBucketAclWithBlockPublicAccessError",
    ],
  ])("not with %s", async (_what, options, code) => {
    expect(await create("refused", options)).toMatchObject({ status: 400, code });
  });

  test("twice is a conflict, but in us-east-1", async () => {
    expect(await create("in-virginia")).toMatchObject({ status: 200 });
    const again = await create("in-tokyo", { region: tokyo, body: located(tokyo) });
    expect(again).toMatchObject({ status: 409, code: "BucketAlreadyOwnedByYou" });
  });

  test.each([
    "ab",
    "Upper",
    "under_score",
    "-start",
    "end-",
    "two..dots",
    "192.168.5.4",
    "xn--a",
    "a-s3alias",
    "a".repeat(64),
  ])("not as %s", async (name) => {
    expect(await create(name)).toMatchObject({ status: 400, code: "InvalidBucketName" });
  });
});

describe("regions", () => {
  test("a request signed for another region is redirected", async () => {
    const response = await send(aws, { path: "/in-tokyo", query: { "list-type": "2" } });
    expect(response).toMatchObject({
      status: 301,
      code: "PermanentRedirect",
      headers: { "x-amz-bucket-region": tokyo },
    });
    const head = await send(aws, { method: "HEAD", path: "/in-tokyo" });
    expect(head).toMatchObject({ status: 301, text: "", headers: { "x-amz-bucket-region": tokyo } });
    const link = await exchange(aws, "GET", presign(aws, { path: "/in-tokyo/x" }));
    expect(link).toMatchObject({ status: 400, code: "AuthorizationQueryParametersError" });
  });

  test("the location is told to every region", async () => {
    expect(
      element(await send(aws, { path: "/in-tokyo", query: { location: "" } }), "LocationConstraint"),
    ).toBeUndefined();
    const location = await send(aws, { path: "/in-tokyo", query: { location: "" } });
    expect(location.text).toContain(`>${tokyo}</LocationConstraint>`);
    expect((await send(aws, { path: "/in-virginia", query: { location: "" } })).text).toContain(
      "></LocationConstraint>",
    );
    const head = await send(aws, { method: "HEAD", path: "/in-tokyo", region: tokyo });
    expect(head).toMatchObject({ status: 200, headers: { "x-amz-bucket-region": tokyo } });
  });
});

describe("listing", () => {
  const list = (query: Record<string, string> = {}) => send(aws, { query });

  test("tells regions only when asked for something", async () => {
    const plain = await list();
    expect(elements(plain, "Name")).toEqual(["in-oregon", "in-tokyo", "in-virginia"]);
    expect(elements(plain, "BucketRegion")).toEqual([]);
    expect(elements(await list({ prefix: "in-t" }), "BucketRegion")).toEqual([tokyo]);
    expect(elements(await list({ "bucket-region": "us-west-2" }), "Name")).toEqual(["in-oregon"]);
  });

  test("in pages", async () => {
    const first = await list({ "max-buckets": "2" });
    const token = element(first, "ContinuationToken") ?? "";
    const second = await list({ "max-buckets": "2", "continuation-token": token });
    expect([...elements(first, "Name"), ...elements(second, "Name")]).toEqual(["in-oregon", "in-tokyo", "in-virginia"]);
    expect(element(second, "ContinuationToken")).toBeUndefined();
    expect(await list({ "continuation-token": "abc" })).toMatchObject({ status: 400, code: "InvalidArgument" });
    expect(await list({ "max-buckets": "0" })).toMatchObject({ status: 400, code: "InvalidArgument" });
  });
});

describe("settings", () => {
  const setting = (method: string, field: string, body?: string) =>
    send(aws, { method, path: "/in-virginia", query: { [field]: "" }, ...(body === undefined ? {} : { body }) });

  test("a new bucket's are today's defaults", async () => {
    expect(elements(await setting("GET", "publicAccessBlock"), "BlockPublicAcls")).toEqual(["true"]);
    expect(element(await setting("GET", "encryption"), "SSEAlgorithm")).toBe("AES256");
    expect(element(await setting("GET", "ownershipControls"), "ObjectOwnership")).toBe("BucketOwnerEnforced");
    expect(element(await setting("GET", "versioning"), "Status")).toBeUndefined();
    expect(await setting("GET", "tagging")).toMatchObject({ status: 404, code: "NoSuchTagSet" });
  });

  test.each([
    [
      "publicAccessBlock",
      "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>",
      "<BlockPublicPolicy>false</BlockPublicPolicy>",
    ],
    [
      "versioning",
      "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
      "<Status>Enabled</Status>",
    ],
    ["tagging", "<Tagging><TagSet><Tag><Key>a</Key><Value>日</Value></Tag></TagSet></Tagging>", "<Value>日</Value>"],
    [
      "ownershipControls",
      "<OwnershipControls><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule></OwnershipControls>",
      "ObjectWriter",
    ],
    [
      "encryption",
      "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>",
      "<BucketKeyEnabled>true</BucketKeyEnabled>",
    ],
  ])("%s can be set", async (field, body, expected) => {
    expect(await setting("PUT", field, body)).toMatchObject({ status: 200 });
    expect((await setting("GET", field)).text).toContain(expected);
    expect(await setting("PUT", field, "<Other></Other>")).toMatchObject({ status: 400, code: "MalformedXML" });
  });

  test("objects take on the bucket's encryption", async () => {
    const written = await send(aws, { method: "PUT", path: "/in-virginia/x", body: "x" });
    expect(written.headers).toMatchObject({
      "x-amz-server-side-encryption": "aws:kms",
      "x-amz-server-side-encryption-bucket-key-enabled": "true",
    });
  });

  test.each([
    ["publicAccessBlock", "NoSuchPublicAccessBlockConfiguration"],
    ["ownershipControls", "OwnershipControlsNotFoundError"],
    ["tagging", "NoSuchTagSet"],
  ])("%s can be deleted", async (field, code) => {
    expect(await setting("DELETE", field)).toMatchObject({ status: 204 });
    expect(await setting("GET", field)).toMatchObject({ status: 404, code });
  });
});

describe("deleting", () => {
  test("only when empty", async () => {
    const drop = (path: string) => send(aws, { method: "DELETE", path });
    expect(await drop("/in-virginia")).toMatchObject({ status: 409, code: "BucketNotEmpty" });
    await drop("/in-virginia/x");
    expect(await drop("/in-virginia")).toMatchObject({ status: 204 });
    expect(await drop("/in-virginia")).toMatchObject({ status: 404, code: "NoSuchBucket" });
  });
});
