import { HeadBucketCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { s3CreateBucket, s3ListObjects, s3Operator } from "@tsunagu/aws";
import { createToolkit } from "@tsunagu/core";
import { startLocalAws } from "@tsunagu/local";
import { byTurns, median, row, throughput, timeEach } from "./measure.ts";

/** A tool call against the bare SDK command, on the same endpoint in this process. */
export const run = async (): Promise<void> => {
  await using local = await startLocalAws();
  const { accessKeyId, secretAccessKey } = local.credentials;
  await using toolkit = createToolkit({
    tools: [s3CreateBucket, s3ListObjects, s3Operator],
    connections: {
      aws: {
        aws_access_key_id: accessKeyId,
        aws_secret_access_key: secretAccessKey,
        aws_region: local.region,
        aws_endpoint_url: local.url,
      },
    },
  });
  const client = new S3Client({
    endpoint: local.url,
    region: local.region,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
    requestHandler: { httpAgent: { keepAlive: true, maxSockets: 128 } },
  });
  const made = await toolkit.call("s3_create_bucket", { bucket_name: "bench-bucket" });
  if (made.isErr()) throw new Error(made.error.message);
  for (let index = 0; index < 20; index++) {
    await toolkit.call("s3_operator", {
      operation_type: "write",
      s3_uri: `s3://bench-bucket/key-${index}`,
      text_content: "text",
    });
  }
  await client.send(new HeadBucketCommand({ Bucket: "bench-bucket" }));

  const tool = async (): Promise<void> => {
    const answer = await toolkit.call("s3_list_objects", { bucket_name: "bench-bucket" });
    if (answer.isErr()) throw new Error(answer.error.message);
  };
  const bare = async (): Promise<unknown> =>
    client.send(new ListObjectsV2Command({ Bucket: "bench-bucket", MaxKeys: 100 }));
  await throughput(200, 8, tool);
  await throughput(200, 8, bare);

  console.log(
    `${"s3_list_objects against ListObjectsV2".padEnd(52)} ${"tool".padStart(10)} ${"bare SDK".padStart(10)}`,
  );
  const alone = await byTurns(
    5,
    async () => median(await timeEach(100, tool)),
    async () => median(await timeEach(100, bare)),
  );
  row("p50, one at a time", median(alone.left), median(alone.right), "ms");
  for (const atOnce of [1, 64]) {
    const rate = await byTurns(
      5,
      () => throughput(400, atOnce, tool),
      () => throughput(400, atOnce, bare),
    );
    row(`calls a second, ${atOnce} in flight`, median(rate.left), median(rate.right), "1/s");
  }
  client.destroy();
};
