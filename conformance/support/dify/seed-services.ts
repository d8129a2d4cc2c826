import { once } from "node:events";
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type LocalAws, type LocalKintone, startLocalAws, startLocalKintone } from "@tsunagu/local";
import { type ModeledAws, startModeledAws } from "../modeled/index.ts";
import { seedApp } from "./seed-app.ts";
import { seedHandlers } from "./seed-handlers.ts";

/** Every service that the flows of the earlier plugins call, on loopback. */
export interface SeedServices extends AsyncDisposable {
  /** AWS: S3, DynamoDB, Parameter Store and STS are real emulators, the rest answers by AWS's models. */
  readonly url: string;
  readonly aws: LocalAws;
  readonly modeled: ModeledAws;
  readonly kintone: LocalKintone;
  readonly kintoneToken: string;
}

const credentials = { accessKeyId: "AKIDLOCALTEST0000000", secretAccessKey: "local-secret-for-tests-0000000000000000" };
const emulated: ReadonlySet<string> = new Set(["s3", "dynamodb", "ssm", "sts"]);
const kintoneToken = "localTokenForSeedFlows0000000000000000";

/** Starts them. Requests for AWS come to one address and are told apart by what they are signed for. */
export async function startSeedServices(): Promise<SeedServices> {
  const kintone = await startLocalKintone({ apps: [seedApp(kintoneToken)], now: () => new Date() });
  const aws = await startLocalAws({ credentials: [credentials] });
  let url = "";
  const modeled = await startModeledAws(
    seedHandlers(() => url),
    { credentials: [credentials] },
  );
  const server = createServer((message, response) => {
    const path = new URL(message.url ?? "/", "http://aws").pathname;
    if (path === "/transcript.json") return answerJson(response, transcript);
    if (path.endsWith("/_search")) return answerJson(response, hits);
    pass(message, response, emulated.has(signedFor(message)) ? aws.url : modeled.url);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    aws,
    modeled,
    kintone,
    kintoneToken,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await Promise.all([aws.close(), kintone.close(), modeled.close()]);
    },
  };
}

/** The service of a request's signature. */
const signedFor = ({ headers }: IncomingMessage): string =>
  /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? "")?.[1] ?? "s3";

const pass = (message: IncomingMessage, response: ServerResponse, target: string): void => {
  const { method = "GET", headers } = message;
  const onward = forward(new URL(message.url ?? "/", target), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", (cause) => response.destroy(cause));
  message.pipe(onward);
};

const answerJson = (response: ServerResponse, value: object): void => {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
};

const transcript = {
  results: {
    transcripts: [{ transcript: "Hello there." }],
    speaker_labels: { speakers: 1, segments: [] },
    items: [
      { type: "pronunciation", speaker_label: "spk_0", alternatives: [{ content: "Hello" }] },
      { type: "pronunciation", speaker_label: "spk_1", alternatives: [{ content: "there" }] },
      { type: "punctuation", alternatives: [{ content: "." }] },
    ],
  },
};

const hits = {
  hits: { hits: [{ _id: "1", _score: 0.5, _source: { s3_uri: "s3://pictures/cat.png", pic_name: "a cat" } }] },
};
