import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { account } from "./account.ts";
import type { Answer } from "./answer.ts";
import { AwsError } from "./errors.ts";
import { createJsonService, type JsonCall } from "./json-service.ts";
import type { KeyRing } from "./keys.ts";
import type { Service } from "./service.ts";

const maxBodyBytes = 16 * 1024 * 1024;
const timeoutMs = 60_000;
const forwarded = ["authorization", "content-type", "x-amz-date", "x-amz-target"];
const operations: ReadonlySet<string> = new Set([
  ...["CreateTable", "UpdateTable", "DeleteTable", "DescribeTable", "ListTables", "DescribeTimeToLive"],
  ...["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan", "BatchGetItem", "BatchWriteItem"],
  ...["TagResource", "UntagResource", "ListTagsOfResource"],
]);

export interface DynamoDbOptions {
  readonly keys: KeyRing;
  readonly region: string;
  /** How long a table is CREATING, UPDATING or DELETING. */
  readonly tableDelayMs: number;
}

/**
 * Amazon DynamoDB: requests are verified here and carried out by dynalite, in memory. It starts with the first request.
 * Transactions, PartiQL, backups, streams and setting a time to live are not there (UnknownOperationException).
 */
export const createDynamoDbService = (options: DynamoDbOptions): { service: Service; close(): Promise<void> } => {
  let started: Promise<RunningServer> | undefined;
  const service = createJsonService({
    name: "dynamodb",
    contentType: "application/x-amz-json-1.0",
    maxBodyBytes,
    keys: options.keys,
    handle: async (call) => {
      if (!operations.has(call.operation)) {
        throw new AwsError(400, "UnknownOperationException", `The local server does not implement ${call.operation}.`);
      }
      started ??= startDynalite(options);
      return forward(await started, call);
    },
  });
  return { service, close: async () => (await started)?.close() };
};

const forward = async ({ url }: RunningServer, { request, body }: JsonCall): Promise<Answer> => {
  const headers = forwarded.flatMap((name): [string, string][] => {
    const value = request.headers.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  const response = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(timeoutMs) });
  const kept = ["content-type", "x-amz-crc32"].flatMap((name): [string, string][] => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  return {
    status: response.status,
    headers: Object.fromEntries(kept),
    body: Buffer.from(await response.arrayBuffer()),
  };
};

interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

type Dynalite = (options: { createTableMs: number; updateTableMs: number; deleteTableMs: number }) => Server;

const startDynalite = async ({ region, tableDelayMs }: DynamoDbOptions): Promise<RunningServer> => {
  const dynalite: Dynalite = createRequire(import.meta.url)("dynalite");
  const delays = { createTableMs: tableDelayMs, updateTableMs: tableDelayMs, deleteTableMs: tableDelayMs };
  const server = withEnvironment({ AWS_ACCOUNT_ID: account.id, AWS_REGION: region }, () => dynalite(delays));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
};

/** dynalite takes the account and region of its ARNs from the environment alone, when it is made. */
const withEnvironment = <T>(values: Readonly<Record<string, string>>, make: () => T): T => {
  const before = Object.keys(values).map((name): [string, string | undefined] => [name, process.env[name]]);
  Object.assign(process.env, values);
  try {
    return make();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
};
