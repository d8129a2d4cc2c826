import { devNull } from "node:os";
import { awsTools } from "@tsunagu/aws";
import {
  type ConnectionInput,
  createToolkit,
  isToolError,
  readAll,
  type ToolError,
  type ToolkitOptions,
} from "@tsunagu/core";
import { createKintoneConnector } from "@tsunagu/kintone";
import {
  type AppDefinition,
  type LocalAws,
  type LocalKintone,
  type LocalKintoneOptions,
  startLocalAws,
  startLocalKintone,
} from "@tsunagu/local";
import { vi } from "vitest";
import { createTransferConnector } from "../connector.ts";
import { transferTools } from "../tools.ts";

/** An API token that only the local kintone of a test knows. */
export const testToken = "LocalTransferTokenAbcdef012345";
/** The bucket that a test has. */
export const bucket = "transfer-test";

/** The tools with a connector that waits only milliseconds before it tries again. */
const quickTools = (() => {
  const connector = createTransferConnector(createKintoneConnector({ retryBaseMs: 2 }));
  return transferTools.map((tool) => ({ ...tool, connector }));
})();

/** Local AWS and kintone together, and the transfer tools over both. */
export interface LocalTransfer extends AsyncDisposable {
  readonly aws: LocalAws;
  readonly kintone: LocalKintone;
  readonly connection: ConnectionInput;
  readonly toolkit: ReturnType<typeof testToolkit>;
  /** The text of an object. */
  text(key: string): Promise<string>;
  bytes(key: string): Promise<Buffer>;
  put(key: string, text: string): Promise<void>;
}

/** Starts both endpoints with one app (id 1) and one bucket. The machine's own AWS settings do not count until `vi.unstubAllEnvs()`. */
export const startTransfer = async (
  app: Pick<AppDefinition, "fields" | "records">,
  options: LocalKintoneOptions = {},
): Promise<LocalTransfer> => {
  hideAwsSettings();
  const aws = await startLocalAws();
  const tokens = [{ token: testToken, permissions: ["view", "add", "edit", "delete", "manage"] as const }];
  const kintone = await startLocalKintone({ apps: [{ id: 1, name: "案件", tokens, ...app }], ...options });
  const toAws = {
    aws_access_key_id: aws.credentials.accessKeyId,
    aws_secret_access_key: aws.credentials.secretAccessKey,
    aws_region: aws.region,
    aws_endpoint_url: aws.url,
  };
  const connection = {
    ...toAws,
    kintone_domain: kintone.url,
    kintone_api_token: testToken,
    kintone_allow_local: "true",
  };
  const toolkit = testToolkit(connection);
  const s3 = createToolkit({ tools: awsTools, connections: { aws: toAws } });
  (await s3.call("s3_create_bucket", { bucket_name: bucket }))._unsafeUnwrap();
  const bytes = (key: string): Promise<Buffer> => readAll(aws.s3.read(bucket, key));
  return {
    aws,
    kintone,
    connection,
    toolkit,
    bytes,
    text: async (key) => (await bytes(key)).toString(),
    put: async (key, text_content) => {
      const input = { operation_type: "write", s3_uri: `s3://${bucket}/${key}`, text_content } as const;
      (await s3.call("s3_operator", input))._unsafeUnwrap();
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([toolkit.close(), s3.close()]);
      await Promise.all([aws.close(), kintone.close()]);
    },
  };
};

/** A toolkit of the transfer tools. */
export const testToolkit = (
  connection: ConnectionInput,
  options: Omit<ToolkitOptions<typeof quickTools>, "tools" | "connections"> = {},
) => createToolkit({ tools: quickTools, connections: { transfer: connection }, ...options });

/** The error of a result, which has to be one. */
export const errorOf = (result: { isErr(): boolean; error?: unknown }): ToolError => {
  const error = result.isErr() ? result.error : undefined;
  if (!isToolError(error)) throw new TypeError(`Expected a ToolError, got ${JSON.stringify(result)}.`);
  return error;
};

const hideAwsSettings = (): void => {
  for (const name of Object.keys(process.env).filter((each) => each.startsWith("AWS_"))) vi.stubEnv(name, undefined);
  vi.stubEnv("AWS_CONFIG_FILE", devNull);
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", devNull);
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
};
