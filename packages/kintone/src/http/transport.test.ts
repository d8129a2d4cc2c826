import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type ConnectionInput, createRedactor, type Logger, resolveConnection, silentLogger } from "@tsunagu/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createKintoneConnector, type KintoneConnector } from "../connector.ts";
import type { KintoneSession, RequestOptions } from "../session.ts";
import { errorOf, testSecrets, testToken, testUser } from "../testing/local-kintone.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
const signal = new AbortController().signal;

let handler: Handler = (_request, response) => response.end("{}");
let connector: KintoneConnector;
let session: KintoneSession;
let port = 0;
const seen: IncomingMessage[] = [];
const server = createServer((request, response) => {
  seen.push(request);
  request.resume();
  handler(request, response);
});

const open = (credential: ConnectionInput, logger: Logger = silentLogger): KintoneSession => {
  const values = { kintone_domain: `http://127.0.0.1:${port}`, kintone_allow_local: "true", ...credential };
  const connection = resolveConnection(connector.connection, [{ name: "call", values }])._unsafeUnwrap();
  return connector.open(connection, { logger, redactor: createRedactor() })._unsafeUnwrap();
};
const json = (status: number, body: unknown, headers: Record<string, string> = {}): Handler => {
  return (_request, response) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
};
const read = (options: Partial<RequestOptions> = {}) =>
  session.request("getRecords", (client) => client.record.getRecords({ app: 1 }), {
    signal,
    repeatable: true,
    ...options,
  });
const write = () =>
  session.request("addRecord", (client) => client.record.addRecord({ app: 1, record: {} }), {
    signal,
    repeatable: false,
  });

beforeEach(async () => {
  connector = createKintoneConnector({ retryBaseMs: 1 });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
  session = open({ kintone_username: testUser.code, kintone_password: testUser.password });
  seen.length = 0;
});
afterEach(async () => {
  await session.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe("the transport", () => {
  it("passes on what kintone warns of: into the log, and to the caller", async () => {
    const logged: object[] = [];
    await session.close();
    session = open(
      { kintone_api_token: testToken },
      { ...silentLogger, warn: (fields, message) => logged.push({ ...fields, message }) },
    );
    handler = json(200, { records: [] }, { "X-Cybozu-Warning": "Filter aborted because of too many search results" });
    const warnings: string[] = [];
    const onWarning = (warning: string) => void warnings.push(warning);
    (await read({ onWarning }))._unsafeUnwrap();
    expect(warnings).toEqual(["Filter aborted because of too many search results"]);
    expect(logged).toEqual([
      { operation: "getRecords", warning: warnings[0], message: "kintone answered with a warning." },
    ]);
    handler = json(200, { records: [] });
    (await read({ onWarning }))._unsafeUnwrap();
    expect(warnings).toHaveLength(1);
  });

  it("says who it is and sends the credential in its header", async () => {
    handler = json(200, { records: [], totalCount: null });
    await read();
    expect(seen[0]?.headers).toMatchObject({
      "user-agent": expect.stringMatching(/^tsunagu\/\d+\.\d+\.\d+/),
      "x-cybozu-authorization": Buffer.from(`${testUser.code}:${testUser.password}`).toString("base64"),
    });
  });

  it("sends a long query, and a list of more than 100, in a body", async () => {
    handler = json(200, { records: [], totalCount: null });
    const query = `memo = "${"あ".repeat(500)}"`;
    const fields = Array.from({ length: 101 }, (_, index) => `f${index}`);
    await session.request("getRecords", (client) => client.record.getRecords({ app: 1, query }), {
      signal,
      repeatable: true,
    });
    await session.request("getRecords", (client) => client.record.getRecords({ app: 1, fields }), {
      signal,
      repeatable: true,
    });
    await read();
    expect(seen.map(({ method, headers }) => `${method} ${headers["x-http-method-override"]}`)).toEqual([
      "POST GET",
      "POST GET",
      "GET undefined",
    ]);
  });

  it("follows no redirect, so that the credential stays where it was meant to go", async () => {
    handler = (_request, response) => response.writeHead(302, { location: `http://127.0.0.1:${port}/elsewhere` }).end();
    const error = errorOf(await read());
    expect(error).toMatchObject({ code: "upstream", retryable: false, origin: { status: 302 } });
    expect(seen).toHaveLength(1);
  });

  it.each([301, 302, 303, 307, 308])(
    "sends nothing to another host that a %i points to, on no call",
    async (status) => {
      const elsewhere = createServer((_request, response) => response.end("{}"));
      await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
      const asked = vi.fn();
      elsewhere.on("connection", asked);
      const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/k/v1/records.json`;
      handler = (_request, response) => response.writeHead(status, { location }).end();
      for (const result of [await read(), await write()])
        expect(errorOf(result)).toMatchObject({ code: "upstream", message: expect.stringContaining("redirect") });
      expect(asked).not.toHaveBeenCalled();
      await new Promise((resolve) => elsewhere.close(resolve));
    },
  );

  it("reads again what broke off, and says so when it keeps breaking", async () => {
    handler = (_request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
      response.write('{"records":[', () => response.destroy());
    };
    expect(errorOf(await read())).toMatchObject({ code: "upstream", message: expect.stringContaining("broke off") });
    expect(seen).toHaveLength(5);
  });

  it("takes an answer that is not JSON for an error, once", async () => {
    handler = (_request, response) => response.end("<html>hello</html>");
    expect(errorOf(await read())).toMatchObject({ code: "upstream", message: "kintone's answer is not JSON." });
    expect(seen).toHaveLength(1);
  });

  it("never sends a change again whose fate is unknown", async () => {
    handler = (request) => request.socket.destroy();
    expect(errorOf(await write())).toMatchObject({
      code: "unavailable",
      retryable: false,
      hint: expect.stringContaining("is not known"),
    });
    expect(seen).toHaveLength(1);
    handler = (_request, response) =>
      response.writeHead(503, { "content-type": "text/html" }).end("<html>maintenance</html>");
    expect(errorOf(await write())).toMatchObject({ code: "unavailable", retryable: false });
    expect(seen).toHaveLength(2);
  });

  it("sends a change again when kintone says that it did nothing", async () => {
    const answers = [
      json(429, { code: "GAIA_TO04", id: "a", message: "busy" }),
      json(520, { code: "GAIA_DA02", id: "b", message: "locked" }),
    ];
    handler = (request, response) => (answers.shift() ?? json(200, { id: "1", revision: "1" }))(request, response);
    expect((await write())._unsafeUnwrap()).toEqual({ id: "1", revision: "1" });
    expect(seen).toHaveLength(3);
  });

  it("takes 520 for an answer, not for a passing failure", async () => {
    handler = json(520, { code: "GAIA_RE01", id: "request-9", message: "gone" });
    expect(errorOf(await read())).toMatchObject({
      code: "not_found",
      origin: { code: "GAIA_RE01", status: 520, requestId: "request-9" },
    });
    expect(seen).toHaveLength(1);
  });

  it("ends a request at its own time limit and at the caller's signal", async () => {
    handler = () => {};
    expect(errorOf(await read({ timeoutMs: 30 }))).toMatchObject({
      code: "timeout",
      message: expect.stringContaining("0.03 s"),
    });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    expect(errorOf(await read({ signal: stop.signal })).code).toBe("aborted");
  });

  it("says when the connection is refused, with no more than the code", async () => {
    const closed = open({ kintone_api_token: testToken, kintone_domain: "http://127.0.0.1:1" });
    const error = errorOf(
      await closed.request("addRecord", (client) => client.record.addRecord({ app: 1 }), { signal, repeatable: false }),
    );
    expect(error).toMatchObject({
      code: "unavailable",
      message: "kintone refuses the connection. (ECONNREFUSED)",
      retryable: true,
    });
    await closed.close();
  });

  it("refuses an answer that is too large to hold", async () => {
    handler = (_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const chunk = Buffer.alloc(4 * 1024 ** 2, " ");
      const more = (): void => {
        if (!response.destroyed) response.write(chunk, more);
      };
      more();
    };
    expect(errorOf(await read())).toMatchObject({ code: "too_large", hint: expect.stringContaining("fewer records") });
  });

  it("keeps to the number of calls that the domain allows", async () => {
    let running = 0;
    let most = 0;
    handler = (request, response) => {
      most = Math.max(most, ++running);
      setTimeout(() => {
        const headers = { "x-concurrencylimit-limit": "5", "x-concurrencylimit-running": String(running) };
        running--;
        json(200, { records: [], totalCount: null }, headers)(request, response);
      }, 3);
    };
    await read();
    most = 0;
    const results = await Promise.all(Array.from({ length: 30 }, () => read()));
    expect(results.every((result) => result.isOk())).toBe(true);
    expect(most).toBeLessThanOrEqual(4);
  });

  it("puts no secret into any error, whatever the server echoes", async () => {
    const handlers: Handler[] = [
      (request, response) =>
        json(400, { code: "CB_VA01", message: "bad", errors: { app: { messages: ["no"] } } })(request, response),
      json(403, { code: "CB_NO02" }),
      (_request, response) => response.writeHead(503).end("<html>"),
      (request) => request.socket.destroy(),
      (_request, response) => response.writeHead(307, { location: "http://127.0.0.1:1/" }).end(),
    ];
    for (const one of handlers) {
      handler = one;
      const printed = JSON.stringify(errorOf(await write()));
      for (const secret of testSecrets) expect(printed).not.toContain(secret);
    }
  });
});
