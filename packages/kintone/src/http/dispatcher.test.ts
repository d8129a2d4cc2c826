import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createToolkit, Secret, silentLogger } from "@tsunagu/core";
import { afterEach, beforeEach, expect, it } from "vitest";

import { errorOf, quickTools, testSecrets, testToken } from "../testing/local-kintone.ts";
import { createTransport } from "./transport.ts";

let proxy: Server;
const connects: { url: string | undefined; headers: Record<string, unknown> }[] = [];
beforeEach(async () => {
  connects.length = 0;
  proxy = createServer();
  proxy.on("connect", (request, socket) => {
    connects.push({ url: request.url, headers: request.headers });
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
});
afterEach(() => new Promise((resolve) => proxy.close(resolve)));

const proxyUrl = () => `http://gate:proxy-password-1@127.0.0.1:${(proxy.address() as AddressInfo).port}`;

it("asks the proxy for kintone's host, shows it only its own password, and says when it refuses", async () => {
  const connection = { kintone_domain: "example.cybozu.com", kintone_api_token: testToken, kintone_proxy: proxyUrl() };
  await using toolkit = createToolkit({ tools: quickTools, connections: { kintone: connection } });
  const error = errorOf(await toolkit.call("kintone_get_fields", { kintone_app_id: "1" }));
  expect(error).toMatchObject({
    code: "unavailable",
    message: "The proxy did not connect to kintone.",
    hint: "Check kintone_proxy.",
  });
  expect(connects).toMatchObject([
    {
      url: "example.cybozu.com:443",
      headers: { "proxy-authorization": `Basic ${Buffer.from("gate:proxy-password-1").toString("base64")}` },
    },
  ]);
  expect(JSON.stringify(connects)).not.toContain(testToken);
  for (const secret of [...testSecrets, "proxy-password-1"]) expect(JSON.stringify(error)).not.toContain(secret);
});

it("refuses a name that resolves to an address of a private network, before anything is sent", async () => {
  const requests: string[] = [];
  proxy.on("request", (request, response) => {
    requests.push(request.url ?? "");
    response.end("{}");
  });
  const { port } = proxy.address() as AddressInfo;
  const transport = createTransport(
    {
      host: { origin: `http://localhost:${port}`, isLocal: false, isSecureAccess: false },
      credential: { kind: "token", tokens: [new Secret(testToken)] },
      basicAuth: undefined,
      clientCertificate: undefined,
      proxy: undefined,
      guestSpaceId: undefined,
    },
    { logger: silentLogger, retryBaseMs: 1 },
  );
  const { signal } = new AbortController();
  const sent = transport.send(
    { operation: "getRecords", method: "GET", path: "/", signal, repeatable: true },
    async () => "read",
  );
  await expect(sent).rejects.toMatchObject({
    error: { code: "forbidden", message: expect.stringContaining("not public") },
  });
  expect(requests).toEqual([]);
  await transport.close();
});
