import { startLocalAws, startLocalKintone } from "@tsunagu/local";
import type { Connections } from "./callers.ts";

const ways = 3;

/** Local AWS and kintone, with one kintone app for each way of doing the job. */
export const startEndpoints = async () => {
  const aws = await startLocalAws();
  const kintone = await startLocalKintone();
  const apps = Array.from({ length: ways }, (_, index) =>
    kintone.addApp({ name: `顧客管理 ${index + 1}`, fields, tokens: [{ permissions }] }),
  );
  const connections = (index: number): Connections => ({
    aws: {
      aws_access_key_id: aws.credentials.accessKeyId,
      aws_secret_access_key: aws.credentials.secretAccessKey,
      aws_region: aws.region,
      aws_endpoint_url: aws.url,
    },
    kintone: {
      kintone_domain: kintone.url,
      kintone_api_token: apps[index]?.token(...permissions) ?? "",
      kintone_allow_local: "true",
    },
  });
  return {
    awsUrl: aws.url,
    kintoneUrl: kintone.url,
    app: (index: number): string => String(apps[index]?.id),
    connections,
    /** The same as environment variables. */
    environment: (index: number): Record<string, string> => ({
      AWS_ENDPOINT_URL: aws.url,
      AWS_REGION: aws.region,
      AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
      KINTONE_BASE_URL: kintone.url,
      KINTONE_API_TOKEN: connections(index).kintone.kintone_api_token ?? "",
      KINTONE_ALLOW_LOCAL: "true",
    }),
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await kintone.close();
      await aws.close();
    },
  };
};

const permissions = ["view", "add", "edit"] as const;

const fields = {
  顧客番号: { type: "SINGLE_LINE_TEXT", required: true, unique: true },
  顧客名: { type: "SINGLE_LINE_TEXT" },
  金額: { type: "NUMBER" },
  期日: { type: "DATE" },
  メモ: { type: "MULTI_LINE_TEXT" },
  見積書: { type: "FILE" },
} as const;
