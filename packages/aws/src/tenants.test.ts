import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { createToolkit, readAll } from "@tsunagu/core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { bedrockConverse } from "./bedrock/index.ts";
import { s3ListObjects } from "./s3/index.ts";
import { succeeded } from "./testing/expect-failure.ts";
import { hideAwsSettings } from "./testing/local-toolkit.ts";

/** Whom each request came from: by its path, which a tenant's bucket or model begins, by its signature, and by its socket. */
const seen: { readonly path: string; readonly authorization: string; readonly socket: Socket }[] = [];
const converseAnswer = {
  output: { message: { role: "assistant", content: [{ text: "Hi." }] } },
  stopReason: "end_turn",
  usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
  metrics: { latencyMs: 1 },
};
const server = createServer(async (request, response) => {
  const { url: path = "", socket, headers } = request;
  seen.push({ path, authorization: headers.authorization ?? "", socket });
  await readAll(request);
  if (path.startsWith("/model/"))
    response.setHeader("content-type", "application/json").end(JSON.stringify(converseAnswer));
  else response.setHeader("content-type", "text/xml").end("<ListBucketResult/>");
});
let aws_endpoint_url = "";

beforeAll(async () => {
  hideAwsSettings();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  aws_endpoint_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  vi.unstubAllEnvs();
});

const tenants = ["one", "two", "three"].map((name, index) => ({
  name,
  accessKeyId: `AKIDTENANTTEST00000${index}`,
  apiKey: `made-up-bedrock-key-of-${name}`,
}));

test("tenants of one process share no client, no socket and no variable of the environment", async () => {
  const before = { ...process.env };
  await using toolkit = createToolkit({ tools: [s3ListObjects, bedrockConverse] });
  const connectionOf = ({ name, accessKeyId, apiKey }: (typeof tenants)[number]) => ({
    aws_access_key_id: accessKeyId,
    aws_secret_access_key: `secret+of+${name}/00000000000000000000000000`,
    aws_bedrock_api_key: apiKey,
    aws_region: "us-east-1",
    aws_endpoint_url,
  });
  const rounds = Array.from({ length: 4 }, () => tenants).flat();
  await Promise.all(
    rounds.flatMap((tenant) => {
      const connection = connectionOf(tenant);
      return [
        toolkit.run("s3_list_objects", { bucket_name: `bucket-${tenant.name}` }, { connection }),
        toolkit.run("bedrock_converse", { model_id: `model-${tenant.name}`, prompt: "Hello" }, { connection }),
      ].map(async (result) => succeeded(await result));
    }),
  );
  expect(seen.length).toBe(rounds.length * 2);
  const ownerOf = (text: string): string | undefined =>
    tenants.find(
      ({ accessKeyId, apiKey }) => text.includes(`Credential=${accessKeyId}/`) || text === `Bearer ${apiKey}`,
    )?.name;
  for (const { path, authorization } of seen) expect(path).toMatch(new RegExp(`-${ownerOf(authorization)}([/?]|$)`));
  for (const socket of new Set(seen.map((request) => request.socket))) {
    const owners = seen
      .filter((request) => request.socket === socket)
      .map(({ authorization }) => ownerOf(authorization));
    expect(new Set(owners).size).toBe(1);
  }
  expect(process.env).toEqual(before);
});

test("a call without a connection does not act as the tenant before it", async () => {
  await using toolkit = createToolkit({ tools: [s3ListObjects], connections: { aws: { aws_region: "us-east-1" } } });
  const connection = {
    aws_access_key_id: "AKIDTENANTTEST000009",
    aws_secret_access_key: "secret+of+nine/00000000000000000000000000",
    aws_endpoint_url,
  };
  succeeded(await toolkit.call("s3_list_objects", { bucket_name: "bucket-nine" }, { connection }));
  const sent = seen.length;
  const result = await toolkit.call("s3_list_objects", { bucket_name: "bucket-nine" });
  expect(result._unsafeUnwrapErr().code).toBe("unauthenticated");
  expect(seen.length).toBe(sent);
});
