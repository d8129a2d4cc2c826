import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readAll } from "../files/bytes.ts";
import { guardedFetch } from "./guarded-fetch.ts";

const text = "記録 ".repeat(1000);
const bodies: Readonly<Record<string, readonly [encoding: string, body: Uint8Array | string]>> = {
  "/plain": ["identity", text],
  "/gzip": ["gzip", gzipSync(text)],
  "/deflate": ["deflate", deflateSync(text)],
  "/br": ["br", brotliCompressSync(text)],
  "/other": ["compress", "x"],
  "/broken": ["gzip", gzipSync(text).subarray(0, 30)],
  "/bomb": ["gzip", gzipSync(Buffer.alloc(4 * 1024 ** 2))],
};
const asked: (string | undefined)[] = [];
const server = createServer((request, response) => {
  asked.push(String(request.headers["accept-encoding"]));
  const [encoding, body] = bodies[request.url ?? ""] ?? ["identity", ""];
  response.setHeader("content-encoding", encoding).end(body);
});
let url = "";

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const fetchIt = (path: string) =>
  guardedFetch(`${url}${path}`, {
    signal: new AbortController().signal,
    maxBytes: 1024 ** 2,
    allowHosts: ["127.0.0.1"],
  });

test.each(["/plain", "/gzip", "/deflate", "/br"])("%s is read as what it holds", async (path) => {
  const fetched = (await fetchIt(path))._unsafeUnwrap();
  expect((await readAll(fetched.body)).toString()).toBe(text);
  expect(fetched.size).toBe(path === "/plain" ? Buffer.byteLength(text) : undefined);
});

test("no encoding is asked for", async () => {
  asked.length = 0;
  await readAll((await fetchIt("/plain"))._unsafeUnwrap().body);
  expect(asked).toEqual(["identity"]);
});

test("an encoding that is not known is refused", async () => {
  expect((await fetchIt("/other"))._unsafeUnwrapErr()).toMatchObject({ code: "upstream" });
});

test("the limit counts decoded bytes", async () => {
  const { body } = (await fetchIt("/bomb"))._unsafeUnwrap();
  await expect(readAll(body)).rejects.toMatchObject({ error: { code: "too_large" } });
});

test("what breaks off is an error", async () => {
  const { body } = (await fetchIt("/broken"))._unsafeUnwrap();
  await expect(readAll(body)).rejects.toThrow();
});
