import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createToolkit } from "@tsunagu/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedCredentials, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { bedrockKbList } from "./kb-list.ts";
import { bedrockRetrieve } from "./retrieve.ts";

const scripted = useScriptedToolkit([bedrockRetrieve, bedrockKbList]);
const search = { knowledge_base_id: "KB12345678", query: "x" };
const apiKey = "made-up-bedrock-api-key";

afterEach(() => vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", undefined));

test("an API key in the environment is not used by a connection that has credentials of its own", async () => {
  vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", apiKey);
  scripted().answer("POST /knowledgebases/KB12345678/retrieve", { json: { retrievalResults: [] } });
  scripted().answer("POST /knowledgebases/", { json: { knowledgeBaseSummaries: [] } });
  const aws = {
    aws_access_key_id: scriptedCredentials.accessKeyId,
    aws_secret_access_key: scriptedCredentials.secretAccessKey,
    aws_region: "us-east-1",
    aws_endpoint_url: scripted().url,
  };
  await using toolkit = createToolkit({ tools: [bedrockRetrieve, bedrockKbList], connections: { aws } });
  succeeded(await toolkit.call("bedrock_retrieve", search));
  succeeded(await toolkit.call("bedrock_kb_list", {}));
  for (const { headers } of scripted().requests) expect(headers.authorization).toMatch(/^AWS4-HMAC-SHA256 /);
});

describe("the runtime clients speak HTTP/1.1, so that the connection's proxy counts for them", () => {
  test("the proxy is what requests go through", async () => {
    const asked: (string | undefined)[] = [];
    const proxy = createServer();
    proxy.on("connect", (request, socket) => {
      asked.push(request.url);
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
    proxy.listen(0, "127.0.0.1");
    await once(proxy, "listening");
    const { port } = proxy.address() as AddressInfo;
    const aws = {
      aws_access_key_id: scriptedCredentials.accessKeyId,
      aws_secret_access_key: scriptedCredentials.secretAccessKey,
      aws_region: "us-east-1",
      aws_proxy_url: `http://127.0.0.1:${port}`,
    };
    await using toolkit = createToolkit({ tools: [bedrockRetrieve], connections: { aws } });
    const result = await toolkit.call("bedrock_retrieve", search, { deadlineMs: 5_000 });
    proxy.close();
    proxy.closeAllConnections();
    scripted().failure(result, { code: "unavailable" });
    expect(asked[0]).toBe("bedrock-agent-runtime.us-east-1.amazonaws.com:443");
  });
});
