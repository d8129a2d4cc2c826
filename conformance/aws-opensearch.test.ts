import { once } from "node:events";
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { opensearchKnnSearch } from "@tsunagu/aws";
import { createToolkit, readAll } from "@tsunagu/core";
import { expect, test } from "vitest";
import { type ModeledAws, startModeledAws } from "./support/modeled/index.ts";
import { readClaim, verifySignature } from "./support/modeled/sigv4.ts";

const vector = Array.from({ length: 1024 }, (_, index) => index / 1024);

/** What is wrong with a search's signature, and what it is for; made anew by code that knows nothing of the SDK. */
const judge = (message: IncomingMessage, body: Buffer, aws: ModeledAws) => {
  const [path = "", query = ""] = (message.url ?? "").split("?");
  const headers = new Map(Object.entries(message.headers).map(([name, value]) => [name, String(value)]));
  const wire = { method: message.method ?? "", path, query, headers, body };
  const claim = readClaim(wire);
  return claim === undefined
    ? { problem: "missing" }
    : {
        problem: verifySignature(wire, claim, [aws.credentials], new Date()) ?? "none",
        signingName: claim.signingName,
        path: decodeURIComponent(path),
        query,
      };
};

/** Searches are judged and answered here; what is for Bedrock goes on to the endpoint that knows its models. */
const serve = async (aws: ModeledAws) => {
  const searches: object[] = [];
  const handle = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readAll(message);
    if (message.url?.includes("/_search")) {
      searches.push(judge(message, body, aws));
      const hit = { _id: "1", _score: 0.5, _source: { title: "a cat" } };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ hits: { hits: [hit] } }));
      return;
    }
    const { method = "GET", headers } = message;
    const onward = forward(new URL(message.url ?? "/", aws.url), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", (cause) => response.destroy(cause)).end(body);
  };
  const server = createServer((message, response) => {
    handle(message, response).catch((cause: Error) => response.destroy(cause));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, searches, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

test("opensearch_knn_search embeds by Bedrock's model and signs its searches for both kinds of OpenSearch", async () => {
  const aws = await startModeledAws({
    "bedrock-runtime": {
      InvokeModel: () => ({
        body: Buffer.from(JSON.stringify({ embedding: vector })),
        contentType: "application/json",
      }),
    },
  });
  const { server, searches, url } = await serve(aws);
  await using toolkit = createToolkit({
    tools: [opensearchKnnSearch],
    connections: {
      aws: {
        aws_access_key_id: aws.credentials.accessKeyId,
        aws_secret_access_key: aws.credentials.secretAccessKey,
        aws_region: "us-west-2",
        aws_endpoint_url: url,
      },
    },
  });
  const input = {
    opensearch_endpoint: url,
    query_text: "a cat",
    vector_size: "1024",
    embedding_model_id: "amazon.titan-embed-text-v2:0",
    metadata_fields: "title",
  } as const;
  const results = [{ title: "a cat", _id: "1", score: 0.5 }];
  for (const opensearch_service of ["aoss", "es"] as const) {
    const found = await toolkit.call("opensearch_knn_search", { ...input, opensearch_service, index_name: "cats" });
    expect(found).toMatchObject({ value: { results } });
  }
  const hybrid = { search_type: "HYBRID", text_field: "title", search_pipeline: "norm-1" } as const;
  await toolkit.call("opensearch_knn_search", { ...input, ...hybrid, index_name: "bilder.é(1)!%" });
  expect(searches).toEqual([
    { problem: "none", signingName: "aoss", path: "/cats/_search", query: "" },
    { problem: "none", signingName: "es", path: "/cats/_search", query: "" },
    { problem: "none", signingName: "aoss", path: "/bilder.é(1)!%/_search", query: "search_pipeline=norm-1" },
  ]);
  expect(aws.problems).toEqual([]);
  expect(aws.calls.map(({ operation }) => operation)).toEqual(["InvokeModel", "InvokeModel", "InvokeModel"]);
  server.close();
  server.closeAllConnections();
  await aws.close();
});
