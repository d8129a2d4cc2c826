import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { account } from "./account.ts";
import { createDynamoDbService } from "./dynamodb.ts";
import { createFaults } from "./faults.ts";
import { type HandlerOptions, handleRequest } from "./handle.ts";
import { createKeyRing, userIdentity } from "./keys.ts";
import { createRequestLog } from "./log.ts";
import { openBodies } from "./s3/bodies.ts";
import { inspect } from "./s3/inspection.ts";
import { createS3Service } from "./s3/service.ts";
import type { S3Store } from "./s3/store.ts";
import { createSsmService } from "./ssm/service.ts";
import { createStsService } from "./sts/service.ts";
import type { LocalAws, LocalAwsCredentials, LocalAwsOptions } from "./types.ts";

const host = "127.0.0.1";
const requestTimeoutMs = 3_600_000;
const headersTimeoutMs = 60_000;
const keepAliveTimeoutMs = 20_000;

/** Made up, and worth nothing anywhere else. */
const fixedPair: LocalAwsCredentials = {
  accessKeyId: "AKIDLOCALTSUNAGU0001",
  secretAccessKey: "local+tsunagu/00000000000000000000000000",
};

/**
 * Starts Amazon S3, DynamoDB, Systems Manager Parameter Store and STS on one loopback port. Point an AWS SDK at it with
 * `AWS_ENDPOINT_URL` and its credentials. Everything is gone when it is closed.
 *
 * Requests must be signed (AWS Signature Version 4), in headers or as presigned URLs.
 */
export const startLocalAws = async (options: LocalAwsOptions = {}): Promise<LocalAws> => {
  const region = options.region ?? "us-east-1";
  const credentials = options.credentials ?? [fixedPair];
  const [first] = credentials;
  if (first === undefined) throw new RangeError("credentials must hold at least one key pair, or be left out");
  const keys = createKeyRing();
  for (const key of credentials) keys.add({ ...key, identity: userIdentity });

  const store: S3Store = { bodies: await openBodies(options.dataDirectory), buckets: new Map() };
  const dynamoDb = createDynamoDbService({ keys, region, tableDelayMs: options.tableDelayMs ?? 0 });
  const faults = createFaults();
  const requests = createRequestLog();
  const handler: HandlerOptions = {
    services: [
      createS3Service({ store, keys, origin: () => url }),
      dynamoDb.service,
      createStsService({ keys, roles: options.roles ?? [] }),
      createSsmService({ keys, region }),
    ],
    faults,
    now: options.now ?? (() => new Date()),
    log: requests.add,
  };
  const server = createHttpServer(handler);
  try {
    await listen(server, options.port ?? 0);
  } catch (error) {
    await store.bodies.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  const url = `http://${host}:${port}`;
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= stop(server).then(dynamoDb.close).then(store.bodies.close);
    return closed;
  };
  return {
    url,
    port,
    region,
    accountId: account.id,
    credentials: first,
    s3: inspect(store),
    faults,
    requests,
    close,
    [Symbol.asyncDispose]: close,
  };
};

const createHttpServer = (handler: HandlerOptions): Server => {
  const server = createServer();
  server.requestTimeout = requestTimeoutMs;
  server.headersTimeout = headersTimeoutMs;
  server.keepAliveTimeout = keepAliveTimeoutMs;
  for (const [event, waitsToContinue] of [
    ["request", false],
    ["checkContinue", true],
  ] as const) {
    server.on(event, (incoming, outgoing) => {
      handleRequest(handler, incoming, outgoing, waitsToContinue).catch((error: Error) => {
        process.emitWarning(error);
        outgoing.destroy();
      });
    });
  }
  return server;
};

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });

const stop = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
