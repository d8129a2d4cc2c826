import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { receiveAgents } from "./receive-agents.ts";

/** A key that both sides know stands for certificates. */
const sharedKey = {
  ciphers: "PSK",
  maxVersion: "TLSv1.2",
  pskCallback: () => ({ psk: Buffer.from("a key of this test only"), identity: "test" }),
  checkServerIdentity: () => undefined,
} as const;
const serverKey = { ciphers: "PSK", maxVersion: "TLSv1.2", pskCallback: () => sharedKey.pskCallback().psk } as const;

const content = randomBytes(5_000_000);
const digest = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

let end = (): void => {};
afterEach(() => end());

/** A server that tells its sockets apart, and a way to ask it. */
const start = async (secure: boolean, answer: http.RequestListener) => {
  const server = secure ? https.createServer(serverKey, answer) : http.createServer(answer);
  const sockets = new Set<unknown>();
  server.on(secure ? "secureConnection" : "connection", (socket) => sockets.add(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { httpAgent, httpsAgent } = receiveAgents();
  end = () => {
    httpAgent.destroy();
    httpsAgent.destroy();
    server.closeAllConnections();
    server.close();
  };
  const { port } = server.address() as AddressInfo;
  const ask = async (): Promise<http.IncomingMessage> => {
    const to = { host: "127.0.0.1", port };
    const request = secure
      ? https.get({ ...to, ...sharedKey, agent: httpsAgent })
      : http.get({ ...to, agent: httpAgent });
    const [response] = await once(request, "response");
    return response as http.IncomingMessage;
  };
  return { server, sockets, ask };
};

const bodyOf = async (response: http.IncomingMessage): Promise<Buffer> => Buffer.concat(await response.toArray());

describe.each([
  ["HTTP", false],
  ["HTTPS", true],
])("receiving over %s", (_, secure) => {
  test("gives each answer whole, one after another", async () => {
    const { ask, sockets } = await start(secure, (_request, response) => response.end(content));
    for (let count = 0; count < 3; count++) expect(digest(await bodyOf(await ask()))).toBe(digest(content));
    // Node keeps no connection open that was made with a shared key, whatever the agent.
    if (!secure) expect(sockets.size).toBe(1);
  });

  test("keeps answers apart that come at once, and what was read before", async () => {
    const { ask } = await start(secure, (_request, response) => response.end(content));
    const responses = await Promise.all(Array.from({ length: 8 }, ask));
    const bodies = await Promise.all(responses.map(bodyOf));
    expect(new Set(bodies.map(digest))).toEqual(new Set([digest(content)]));
  });

  test("waits for a slow reader", async () => {
    let sent = 0;
    const { ask } = await start(secure, async (_request, response) => {
      for (let count = 0; count < 40; count++) {
        if (!response.write(content)) await once(response, "drain");
        sent += content.length;
      }
      response.end();
    });
    const response = await ask();
    await sleep(200);
    expect(sent).toBeLessThan(20 * content.length);
    let length = 0;
    for await (const chunk of response) length += chunk.length;
    expect(length).toBe(40 * content.length);
  });

  test("tells of a connection that breaks in the body", async () => {
    const { ask } = await start(secure, (request, response) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 100_000), () => request.socket.destroy());
    });
    await expect(ask().then(bodyOf)).rejects.toThrow(/aborted|ECONNRESET/);
  });

  test("notices that the server closed an idle connection", async () => {
    const { ask, server, sockets } = await start(secure, (_request, response) => response.end(content));
    await bodyOf(await ask());
    server.closeIdleConnections();
    await expect
      .poll(async () => {
        await bodyOf(await ask()).catch(() => {});
        return sockets.size;
      })
      .toBeGreaterThan(1);
    expect(digest(await bodyOf(await ask()))).toBe(digest(content));
  });
});
