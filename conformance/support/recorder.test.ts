import { once } from "node:events";
import { createServer, request as httpRequest, type RequestListener } from "node:http";
import { buffer } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { type RecorderOptions, startRecorder } from "./recorder.ts";

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function startTarget(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  closers.push(async () => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${address.port}`;
}

async function record(targetUrl: string, options?: RecorderOptions) {
  const recorder = await startRecorder(targetUrl, options);
  closers.push(recorder.close);
  return recorder;
}

test("a request reaches the target as it was sent, with the Host that was signed", async () => {
  let seen: { headers: string[]; target: string | undefined; body: string } | undefined;
  const target = await startTarget(async (request, response) => {
    seen = { headers: request.rawHeaders, target: request.url, body: (await buffer(request)).toString() };
    response.writeHead(207, { "x-answer": "yes" }).end("done");
  });
  const recorder = await record(target);
  const sent = httpRequest(`${recorder.url}/a%2Fb?x=%20&y`, { method: "PUT", headers: { "X-Amz-Date": "now" } });
  sent.end("body");
  const [response] = await once(sent, "response");

  expect(response.statusCode).toBe(207);
  expect(response.headers["x-answer"]).toBe("yes");
  expect((await buffer(response)).toString()).toBe("done");
  expect(seen).toMatchObject({ target: "/a%2Fb?x=%20&y", body: "body" });
  expect(seen?.headers).toEqual(expect.arrayContaining(["X-Amz-Date", "now", "Host", new URL(recorder.url).host]));
  expect(recorder.requests).toMatchObject([
    { index: 0, method: "PUT", target: "/a%2Fb?x=%20&y", body: Buffer.from("body"), truncated: false },
  ]);
  expect(recorder.requests[0]?.headers.flat()).toEqual(seen?.headers);
});

test("a long body is forwarded whole and recorded up to the limit", async () => {
  const target = await startTarget(async (request, response) => {
    response.end(String((await buffer(request)).length));
  });
  const recorder = await record(target, { bodyLimitBytes: 10 });
  const response = await fetch(recorder.url, { method: "POST", body: "x".repeat(1_000_000) });

  expect(await response.text()).toBe("1000000");
  expect(recorder.requests).toMatchObject([{ body: Buffer.from("x".repeat(10)), truncated: true }]);
});

test("an answer before the end of the body still arrives, and the record says that the body is cut", async () => {
  const target = await startTarget((_request, response) => {
    response.writeHead(403, { connection: "close" }).end("no");
  });
  const recorder = await record(target);
  const sent = httpRequest(recorder.url, { method: "PUT" });
  sent.write("part");
  const [response] = await once(sent, "response");

  expect(response.statusCode).toBe(403);
  sent.destroy();
  expect(recorder.requests).toMatchObject([{ truncated: true }]);
});

test("a client that gives up leaves a cut record and no open request at the target", async () => {
  const closed = Promise.withResolvers<boolean>();
  const arrived = Promise.withResolvers<void>();
  const target = await startTarget((request) => {
    arrived.resolve();
    request.on("close", () => closed.resolve(request.complete));
  });
  const recorder = await record(target);
  const sent = httpRequest(recorder.url, { method: "PUT" });
  sent.on("error", (error: NodeJS.ErrnoException) => expect(error.code).toBe("ECONNRESET"));
  sent.write("part");
  await arrived.promise;
  sent.destroy();

  expect(await closed.promise).toBe(false);
  await expect.poll(() => recorder.requests).toMatchObject([{ body: Buffer.from("part"), truncated: true }]);
});

test("an unreachable target is a 502 with the reason", async () => {
  const recorder = await record("http://127.0.0.1:1");
  const response = await fetch(recorder.url);

  expect(response.status).toBe(502);
  expect(await response.text()).toContain("ECONNREFUSED");
});

test("a target that is not http is refused", async () => {
  await expect(startRecorder("https://example.com")).rejects.toThrow(
    "targetUrl: https://example.com is not an http: URL",
  );
});
