import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { Upload } from "@aws-sdk/lib-storage";
import { expect, test } from "vitest";
import { attachRecorder } from "./support/attach-recorder.ts";
import { startMoto } from "./support/moto.ts";
import { checkRequests } from "./support/oracle.ts";

const aws = attachRecorder(startMoto);

const config = () => ({
  endpoint: aws().url,
  region: "eu-west-1",
  credentials: { accessKeyId: "AKIDLOCALTEST0000000", secretAccessKey: "local-test-secret" },
});

/** The operations that the oracle recognizes in what `send` sends, after checking that it finds nothing wrong. */
async function operationsOf(send: () => Promise<unknown>): Promise<string[]> {
  const before = aws().requests.length;
  await send();
  const { verdicts } = await checkRequests(aws().requests.slice(before));
  expect(verdicts.flatMap(({ problems, unchecked }) => [...problems, ...unchecked])).toEqual([]);
  return verdicts.map(({ service, operation }) => `${service} ${operation}`);
}

test("S3", async () => {
  const client = new S3Client({ ...config(), forcePathStyle: true });
  const Bucket = "records";
  const bytes = randomBytes(6 * 1024 * 1024);
  const operations = await operationsOf(async () => {
    await client.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }),
    );
    await client.send(
      new PutObjectCommand({
        Bucket,
        Key: "見積 1+#.txt",
        Body: Readable.from([Buffer.from("one"), Buffer.from("two")]),
        ContentLength: 6,
        ContentEncoding: "identity",
        Metadata: { source: "kintone" },
        Tagging: "a=b",
      }),
    );
    await new Upload({ client, params: { Bucket, Key: "large", Body: Readable.from([bytes]) }, queueSize: 1 }).done();
    await client.send(new ListObjectsV2Command({ Bucket, Prefix: "見積", MaxKeys: 10 }));
    await client.send(new HeadObjectCommand({ Bucket, Key: "large", PartNumber: 1 }));
    const object = await client.send(new GetObjectCommand({ Bucket, Key: "見積 1+#.txt", Range: "bytes=1-4" }));
    expect(await object.Body?.transformToString()).toBe("netw");
    await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "large" }] } }));
    await client.send(new ListBucketsCommand({}));
  });
  expect(operations).toEqual([
    "s3 CreateBucket",
    "s3 PutObject",
    "s3 CreateMultipartUpload",
    "s3 UploadPart",
    "s3 UploadPart",
    "s3 CompleteMultipartUpload",
    "s3 ListObjectsV2",
    "s3 HeadObject",
    "s3 GetObject",
    "s3 DeleteObjects",
    "s3 ListBuckets",
  ]);
});

test("DynamoDB", async () => {
  const client = new DynamoDBClient(config());
  const TableName = "notes";
  const operations = await operationsOf(async () => {
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      }),
    );
    const Item = { id: { S: "1" }, data: { B: new Uint8Array([1, 2]) }, list: { L: [{ N: "1" }, { NULL: true }] } };
    await client.send(new PutItemCommand({ TableName, Item, ConditionExpression: "attribute_not_exists(id)" }));
    await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "id = :id",
        ExpressionAttributeValues: { ":id": { S: "1" } },
      }),
    );
    const scanned = await client.send(new ScanCommand({ TableName, Limit: 1 }));
    expect(scanned.Items).toEqual([Item]);
    await client.send(
      new TransactWriteItemsCommand({ TransactItems: [{ Delete: { TableName, Key: { id: { S: "1" } } } }] }),
    );
  });
  expect(operations).toEqual(
    ["CreateTable", "PutItem", "Query", "Scan", "TransactWriteItems"].map((name) => `dynamodb ${name}`),
  );
});

test("SSM", async () => {
  const client = new SSMClient(config());
  const operations = await operationsOf(async () => {
    await client.send(
      new PutParameterCommand({
        Name: "/tsunagu/session",
        Value: "ws://127.0.0.1",
        Type: "SecureString",
        Tier: "Advanced",
        Tags: [{ Key: "owner", Value: "見積" }],
      }),
    );
    await client.send(new GetParameterCommand({ Name: "/tsunagu/session", WithDecryption: true }));
  });
  expect(operations).toEqual(["ssm PutParameter", "ssm GetParameter"]);
});

test("STS", async () => {
  const client = new STSClient(config());
  const operations = await operationsOf(async () => {
    await client.send(new GetCallerIdentityCommand({}));
    await client.send(
      new AssumeRoleCommand({
        RoleArn: "arn:aws:iam::123456789012:role/reader",
        RoleSessionName: "tsunagu",
        ExternalId: "external",
        DurationSeconds: 900,
        Tags: [{ Key: "team", Value: "a" }],
      }),
    );
  });
  expect(operations).toEqual(["sts GetCallerIdentity", "sts AssumeRole"]);
});
