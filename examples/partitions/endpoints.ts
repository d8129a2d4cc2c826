import { awsTools } from "@tsunagu/aws";
import { createToolkit, readAll, ToolFailure } from "@tsunagu/core";
import { startLocalAws, startLocalKintone } from "@tsunagu/local";

const bucket = "partitions";
const token = "PartitionsExampleToken00000001";
const fields = { 会社名: { type: "SINGLE_LINE_TEXT" }, 金額: { type: "NUMBER" } };

/** Local AWS with a bucket, and local kintone with an app whose ids have a gap, so that ranges of equal width hold unequal numbers. */
export const startEndpoints = async (records: number) => {
  const aws = await startLocalAws();
  const kintone = await startLocalKintone();
  const app = kintone.addApp({ name: "案件管理", fields, tokens: [{ token, permissions: ["view", "delete"] }] });
  app.seed(companies(records));
  const ids = new Set(Array.from({ length: records }, (_, index) => String(index + 1)));
  const gap = [...ids].slice(records / 4, records / 2);
  for (let start = 0; start < gap.length; start += 100) {
    await remove(kintone.url, app.id, gap.slice(start, start + 100));
  }
  for (const id of gap) ids.delete(id);
  const environment = {
    AWS_ENDPOINT_URL: aws.url,
    AWS_REGION: aws.region,
    AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
    KINTONE_BASE_URL: kintone.url,
    KINTONE_API_TOKEN: token,
    KINTONE_ALLOW_LOCAL: "true",
  };
  const connection = {
    aws_endpoint_url: aws.url,
    aws_region: aws.region,
    aws_access_key_id: aws.credentials.accessKeyId,
    aws_secret_access_key: aws.credentials.secretAccessKey,
  };
  await using toolkit = createToolkit({ tools: awsTools, connections: { aws: connection } });
  const made = await toolkit.call("s3_create_bucket", { bucket_name: bucket });
  if (made.isErr()) throw new ToolFailure(made.error);
  return {
    app: String(app.id),
    bucket,
    /** Ids of the records that there are. */
    ids,
    environment,
    /** Ids of the records in all objects of the bucket, past all tools. */
    exportedIds: async (): Promise<readonly string[]> => {
      const texts = await Promise.all(aws.s3.objects(bucket).map(({ key }) => readAll(aws.s3.read(bucket, key))));
      const lines = texts.flatMap((bytes) => bytes.toString().split("\n")).filter((line) => line !== "");
      return lines.map((line) => String(JSON.parse(line).$id.value));
    },
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await Promise.all([aws.close(), kintone.close()]);
    },
  };
};

const companies = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    会社名: { value: `株式会社${index + 1}` },
    金額: { value: String(index * 100) },
  }));

const remove = async (url: string, app: number, ids: readonly string[]): Promise<void> => {
  const headers = { "X-Cybozu-API-Token": token, "Content-Type": "application/json" };
  const answer = await fetch(`${url}/k/v1/records.json`, {
    method: "DELETE",
    headers,
    body: JSON.stringify({ app, ids }),
  });
  if (!answer.ok) throw new Error(`The local kintone answered ${answer.status}: ${await answer.text()}`);
};
