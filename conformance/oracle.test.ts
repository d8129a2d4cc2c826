import { beforeAll, describe, expect, test } from "vitest";
import { event } from "../packages/aws/src/testing/event-stream.ts";
import { checkRequests, expectModelValid } from "./support/oracle.ts";
import { pythonEnvironment, SETUP_TIMEOUT_MS } from "./support/python.ts";
import { rawDynamodb, rawRequest, rawS3, rawSts } from "./support/raw-request.ts";
import type { RecordedRequest } from "./support/recorder.ts";

const roleArn = "arn:aws:iam::123456789012:role/reader";
const item = { id: { S: "1" }, tags: { L: [{ N: "1" }, { NULL: true }] } };
const table = {
  TableName: "notes",
  KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
} as const;
const xml = (body: string) => `<?xml version="1.0"?>${body}`;
const deleteBody = (objects: string) =>
  xml(`<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${objects}<Quiet>true</Quiet></Delete>`);

beforeAll(pythonEnvironment, SETUP_TIMEOUT_MS);

describe("violations are reported", () => {
  const violations: [title: string, request: RecordedRequest, problem: string | RegExp][] = [
    ["a missing required member", rawDynamodb("PutItem", { Item: item }), "TableName: is required and missing"],
    [
      "a table name of two characters",
      rawDynamodb("RestoreTableFromBackup", {
        TargetTableName: "ab",
        BackupArn: "arn:aws:dynamodb:eu-west-1:123456789012:table/notes/backup/1",
      }),
      "TargetTableName: 2 characters is below the minimum 3",
    ],
    ["an empty table name", rawDynamodb("PutItem", { TableName: "", Item: item }), /^TableName: 0 characters is below/],
    [
      "a value outside its enum",
      rawDynamodb("CreateTable", { ...table, BillingMode: "FREE" }),
      "BillingMode: 'FREE' is not one of the enum BillingMode",
    ],
    [
      "a value that does not match its pattern",
      rawDynamodb("Query", { TableName: "notes", IndexName: "by id" }),
      "IndexName: 'by id' does not match the pattern [a-zA-Z0-9_.-]+",
    ],
    [
      "an unknown member",
      rawDynamodb("PutItem", { TableName: "notes", Item: item, Itemz: {} }),
      "Itemz: is no member of PutItemInput",
    ],
    ["a wrong type", rawDynamodb("Scan", { TableName: "notes", Limit: "5" }), "Limit: '5' is not a valid integer"],
    ["a number below its minimum", rawDynamodb("Scan", { TableName: "notes", Limit: 0 }), /^Limit: 0 is below/],
    ["a null", rawDynamodb("Scan", { TableName: null }), "TableName: None is not a valid string"],
    ["a blob that is not base64", rawDynamodb("PutItem", { TableName: "notes", Item: { id: { B: "?" } } }), /blob$/],
    [
      "too many list entries",
      rawDynamodb("TransactGetItems", {
        TransactItems: Array.from({ length: 101 }, () => ({ Get: { TableName: "notes", Key: { id: { S: "1" } } } })),
      }),
      "TransactItems: 101 entries is above the maximum 100",
    ],
    ["an empty map", rawDynamodb("BatchGetItem", { RequestItems: {} }), /^RequestItems: 0 entries is below/],
    ["an unknown operation", rawDynamodb("PutItems", {}), /^operation: .*PutItems.* is no operation of dynamodb/],
    ["a body that is not JSON", { ...rawDynamodb("Scan", {}), body: Buffer.from("{") }, /^body: is not JSON/],
    [
      "a union with two members",
      rawRequest({
        service: "bedrock",
        target: "/model/amazon.nova-lite-v1%3A0/converse",
        body: JSON.stringify({
          messages: [{ role: "user", content: [{ text: "a", image: { format: "png", source: { bytes: "AA==" } } }] }],
        }),
      }),
      "messages[0].content[0]: is a union and has 2 members instead of exactly one",
    ],
    [
      "a page size that is no integer",
      rawS3("GET", "/bucket?list-type=2&max-keys=ten"),
      "MaxKeys: 'ten' is not a valid integer",
    ],
    [
      "an unknown query parameter",
      rawS3("GET", "/bucket?list-type=2&page=2"),
      "page: is no query parameter of ListObjectsV2",
    ],
    [
      "an unknown header",
      rawS3("GET", "/bucket/key", { headers: { "x-amz-colour": "red" } }),
      "x-amz-colour: is no header of GetObject",
    ],
    [
      "a bad enum in a header",
      rawS3("PUT", "/bucket/key", { headers: { "x-amz-acl": "open" } }),
      /^ACL: 'open' is not one of/,
    ],
    [
      "a bad time in a header",
      rawS3("GET", "/bucket/key", { headers: { "If-Modified-Since": "now" } }),
      /not a valid timestamp$/,
    ],
    ["an x-id of another operation", rawS3("GET", "/bucket?x-id=GetObject"), /^x-id: names 'GetObject'/],
    [
      "a missing query parameter",
      rawS3("PUT", "/bucket/key?x-id=UploadPart&uploadId=1"),
      "PartNumber: is required and missing",
    ],
    [
      "an unknown XML member",
      rawS3("POST", "/bucket?delete", { body: deleteBody("<Object><Key>a</Key><Name>b</Name></Object>") }),
      "Delete.Object[0].Name: is no member of ObjectIdentifier",
    ],
    [
      "a missing XML member",
      rawS3("POST", "/bucket?delete", { body: deleteBody("<Object><VersionId>1</VersionId></Object>") }),
      "Delete.Objects[0].Key: is required and missing",
    ],
    [
      "a bad enum in XML",
      rawS3("PUT", "/bucket", {
        body: xml(
          "<CreateBucketConfiguration><LocationConstraint>mars</LocationConstraint></CreateBucketConfiguration>",
        ),
      }),
      /^CreateBucketConfiguration.LocationConstraint: 'mars' is not one of/,
    ],
    ["a wrong XML root", rawS3("POST", "/bucket?delete", { body: xml("<Remove/>") }), /^body: its root is <Remove>/],
    ["a missing XML body", rawS3("POST", "/bucket?delete"), "Delete: is required and missing"],
    ["a body where none is taken", rawS3("GET", "/bucket/key", { body: "x" }), "body: GetObject takes no body"],
    [
      "a chunk that is shorter than it says",
      rawS3("PUT", "/bucket/key", {
        headers: { "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "x-amz-decoded-content-length": "5" },
        body: "5\r\nabc\r\n0\r\n\r\n",
      }),
      /^aws-chunked body/,
    ],
    ["an unknown path", rawS3("PATCH", "/bucket/key"), /^operation: PATCH/],
    [
      "a short role name",
      rawSts({ Action: "AssumeRole", RoleArn: roleArn, RoleSessionName: "a" }),
      /^RoleSessionName: 1 char/,
    ],
    [
      "an unknown form parameter",
      rawSts({ Action: "GetCallerIdentity", Role: "a" }),
      "Role: is no parameter of GetCallerIdentity",
    ],
    [
      "a list that skips a number",
      rawSts({ Action: "AssumeRole", RoleArn: roleArn, RoleSessionName: "me", "Tags.member.2.Key": "a" }),
      "Tags.member.2.Key: is no parameter of AssumeRole",
    ],
    ["another API version", rawSts({ Action: "GetCallerIdentity", Version: "2010-01-01" }), /^Version/],
    ["a service without a model", rawRequest({ service: "s33" }), /no service model is named 's33'/],
    ["an unsigned request", { ...rawS3("GET", "/bucket"), headers: [] }, /^authorization: no SigV4/],
  ];

  test("each with its member and what is wrong with it, and nothing else", async () => {
    const { verdicts } = await checkRequests(violations.map(([, request]) => request));
    const reported = verdicts.map((verdict, at) => ({ title: violations[at]?.[0], problems: verdict.problems }));
    expect(reported).toEqual(
      violations.map(([title, , problem]) => ({
        title,
        problems: [problem instanceof RegExp ? expect.stringMatching(problem) : problem],
      })),
    );
  });

  test("in a readable list that throws", async () => {
    const requests = [rawDynamodb("PutItem", { Item: item }), rawS3("GET", "/bucket?list-type=2")];
    await expect(expectModelValid(requests)).rejects.toThrow(
      "AWS requests that do not fit the service models:\n#0 dynamodb PutItem (POST /)\n  - TableName: is required and missing",
    );
    await expect(expectModelValid([])).rejects.toThrow("no AWS request was recorded");
  });
});

describe("answers", () => {
  const scan = rawDynamodb("Scan", { TableName: "notes" });
  const list = rawS3("GET", "/bucket?list-type=2");
  const identity = rawSts({ Action: "GetCallerIdentity" });
  const retrieve = rawRequest({
    service: "bedrock",
    target: "/knowledgebases/KB12345678/retrieve",
    body: '{"retrievalQuery":{"text":"a"}}',
  });
  const stream = rawRequest({
    service: "lambda",
    target: "/2021-11-15/functions/notes/response-streaming-invocations",
    body: "{}",
  });
  const answered = (request: RecordedRequest, body: string | Buffer, status = 200): RecordedRequest => ({
    ...request,
    answer: { status, headers: [], body: Buffer.from(body).toString("base64") },
  });
  const wrong: [request: RecordedRequest, problem: string][] = [
    [answered(scan, "{"), "answer: body: is not JSON"],
    [answered(scan, '{"Itemz":[]}'), "answer: Itemz: is no member of ScanOutput"],
    [answered(scan, '{"Count":"2"}'), "answer: Count: '2' is not a valid integer"],
    [answered(retrieve, "{}"), "answer: retrievalResults: is required and missing"],
    [
      answered(list, "<ListBucketResult><Keys/></ListBucketResult>"),
      "answer: Keys: is no member of ListObjectsV2Output",
    ],
    [answered(identity, "<GetCallerIdentityResponse/>"), "answer: body: is no GetCallerIdentityResponse with a"],
    [answered(stream, event("Chunk", "")), "answer: Chunk: is no event of InvokeWithResponseStreamResponseEvent"],
  ];

  test("that do not fit are reported", async () => {
    const { verdicts } = await checkRequests(wrong.map(([request]) => request));
    const wanted = wrong.map(([, problem]) => [expect.stringContaining(problem)]);
    expect(verdicts.map(({ problems }) => problems)).toEqual(wanted);
  });

  test("that fit, errors, and lengths that AWS itself does not keep, are not", async () => {
    await expectModelValid([
      answered(scan, '{"Items":[],"Count":0}'),
      answered(scan, "not of any protocol", 503),
      answered(
        rawDynamodb("BatchGetItem", { RequestItems: { notes: { Keys: [{ id: { S: "1" } }] } } }),
        '{"UnprocessedKeys":{}}',
      ),
      answered(list, "<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>"),
      answered(rawS3("GET", "/bucket?location"), "<LocationConstraint>EU</LocationConstraint>"),
      answered(
        identity,
        "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>",
      ),
      answered(stream, Buffer.concat([event("PayloadChunk", "any bytes"), event("InvokeComplete", "{}")])),
    ]);
  });
});

describe("what cannot be checked is reported, not passed", () => {
  const cut = { ...rawDynamodb("PutItem", { TableName: "notes", Item: item }), truncated: true };

  test("a body that was not recorded to its end", async () => {
    const { verdicts } = await checkRequests([cut]);
    expect(verdicts[0]).toMatchObject({ problems: [], unchecked: ["body: was not recorded to its end"] });
  });

  test("a pattern that cannot be compiled", async () => {
    const request = rawRequest({
      service: "autoscaling-plans",
      headers: {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "AnyScaleScalingPlannerFrontendService.DeleteScalingPlan",
      },
      body: JSON.stringify({ ScalingPlanName: "plan", ScalingPlanVersion: 1 }),
    });
    const { verdicts } = await checkRequests([request]);
    expect(verdicts[0]).toMatchObject({
      problems: [],
      unchecked: [expect.stringMatching(/^ScalingPlanName: pattern .* cannot be compiled/)],
    });
  });

  test("and fails unless it is accepted", async () => {
    await expect(expectModelValid([cut])).rejects.toThrow("not checked: body: was not recorded to its end");
    const report = await expectModelValid([cut], { acceptUnchecked: /^PutItem body: / });
    expect(report.verdicts).toHaveLength(1);
  });
});

test("good requests made by hand pass", async () => {
  const credential = "AKIDLOCALTEST0000000%2F20260102%2Fus-east-1%2Fs3%2Faws4_request";
  const signature = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${credential}&X-Amz-Signature=00`;
  const presigned = { ...rawS3("PUT", `/bucket/key?${signature}&x-amz-acl=private&x-id=PutObject`), headers: [] };
  const report = await expectModelValid([
    rawDynamodb("PutItem", { TableName: "notes", Item: item }),
    rawDynamodb("CreateTable", { ...table, BillingMode: "PAY_PER_REQUEST" }),
    rawS3("POST", "/bucket?delete", { body: deleteBody("<Object><Key>a</Key></Object><Object><Key>b</Key></Object>") }),
    rawS3("PUT", "/bucket/a%2Fb%20%23", { headers: { "x-amz-copy-source": "bucket/a", "x-amz-meta-colour": "red" } }),
    presigned,
    rawSts({
      Action: "AssumeRole",
      RoleArn: roleArn,
      RoleSessionName: "me",
      "Tags.member.1.Key": "a",
      "Tags.member.1.Value": "",
    }),
    rawRequest({
      service: "bedrock",
      target: "/knowledgebases/KB12345678/retrieve",
      body: '{"retrievalQuery":{"text":"a"}}',
    }),
  ]);
  expect(report.verdicts.map(({ operation }) => operation)).toEqual([
    "PutItem",
    "CreateTable",
    "DeleteObjects",
    "CopyObject",
    "PutObject",
    "AssumeRole",
    "Retrieve",
  ]);
});
