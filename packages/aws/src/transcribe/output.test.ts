import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createRedactor, readAll, resolveConnection, silentLogger } from "@tsunagu/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { awsConnection } from "../connector.ts";
import type { AwsCall } from "../service.ts";
import { openSession } from "../session.ts";
import { expectNoSecrets, succeeded } from "../testing/expect-failure.ts";
import { hideAwsSettings } from "../testing/local-toolkit.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { maxOutputBytes, openOutput } from "./output.ts";

const scripted = useScriptedToolkit([]);
const signed = (path: string) => `${scripted().url}${path}?X-Amz-Credential=a%2Fb&X-Amz-Signature=made-up-signature`;

beforeEach(() => hideAwsSettings());
afterEach(() => vi.unstubAllEnvs());

const callWith = (more: Record<string, string> = {}): AwsCall => {
  const keys = { aws_access_key_id: "AKIDLOCALTEST0000000", aws_secret_access_key: "local+test/00000000000000000" };
  const values = { ...keys, aws_region: "us-east-1", ...more };
  const host = { logger: silentLogger, redactor: createRedactor() };
  const opened = resolveConnection(awsConnection, [{ name: "call", values }]).andThen((connection) =>
    openSession(connection, host),
  );
  return { session: succeeded(opened), signal: new AbortController().signal };
};

test("a signed address is asked for as it is, without a signature of our own", async () => {
  scripted().answer("GET /a%20b/call-1.vtt", { body: "WEBVTT" });
  const file = succeeded(await openOutput(signed("/a%20b/call-1.vtt"), callWith()));
  expect(file).toMatchObject({ name: "call-1.vtt", mediaType: "text/vtt" });
  expect((await readAll(file.body)).toString()).toBe("WEBVTT");
  const [request] = scripted().requests;
  expect(request?.headers).toMatchObject({ "accept-encoding": "identity" });
  expect(request?.headers).not.toHaveProperty("authorization");
  expect(Object.fromEntries(request?.query ?? [])).toEqual({
    "X-Amz-Credential": "a/b",
    "X-Amz-Signature": "made-up-signature",
  });
});

test("goes through the connection's proxy", async () => {
  const asked: (string | undefined)[] = [];
  const proxy = createServer().on("connect", (request, socket) => {
    asked.push(request.url);
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const call = callWith({ aws_proxy_url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` });
  const address = "https://transcripts.s3.us-east-1.amazonaws.com/x.json?X-Amz-Signature=made-up-signature";
  const error = (await openOutput(address, call))._unsafeUnwrapErr();
  proxy.close();
  proxy.closeAllConnections();
  expect(asked).toEqual(["transcripts.s3.us-east-1.amazonaws.com:443"]);
  expectNoSecrets([JSON.stringify(error)], ["made-up-signature"]);
});

test.each([
  ["an expired signature", { status: 403 }, "forbidden"],
  ["nothing there", { status: 404 }, "not_found"],
  ["a redirect", { status: 302, headers: { location: "http://127.0.0.1:1/secret" } }, "upstream"],
  ["a server out of order", { status: 503 }, "unavailable"],
  ["an encoding", { headers: { "content-encoding": "gzip" }, body: "x" }, "upstream"],
  ["10 GB", { headers: { "content-length": String(10 * 1024 ** 3) }, body: "x" }, "too_large"],
])("%s is an error", async (_what, answer, code) => {
  scripted().answer("GET /x.json", answer);
  const error = (await openOutput(signed("/x.json"), callWith()))._unsafeUnwrapErr();
  expect(error.code).toBe(code);
  expectNoSecrets([JSON.stringify(error)], ["made-up-signature"]);
  expect(scripted().requests.length).toBe(1);
});

test("a body without a length ends at the limit", async () => {
  const mebibyte = Buffer.alloc(1024 ** 2);
  const endless = async function* () {
    for (let sent = 0; sent <= maxOutputBytes; sent += mebibyte.byteLength) yield mebibyte;
  };
  scripted().answer("GET /x.json", { body: endless() });
  const { body } = succeeded(await openOutput(signed("/x.json"), callWith()));
  await expect(readAll(body)).rejects.toMatchObject({ error: { code: "too_large" } });
});

test.each(["", "nowhere", "http://example.com/x.json?X-Amz-Signature=a", "file:///etc/passwd"])(
  "the address %j is not used",
  async (address) => {
    expect((await openOutput(address, callWith()))._unsafeUnwrapErr().code).toBe("upstream");
  },
);
