import { PassThrough, type Writable } from "node:stream";
import { afterEach, expect, test, vi } from "vitest";
import { createDifyService } from "../../testing/dify-service.ts";
import { rememberTool } from "../../testing/fixture/hooks.ts";
import { fixtureTools } from "../../testing/fixture/tools.ts";
import { type FunctionUrlEvent, lambdaHandler } from "./lambda.ts";

const plugin = { name: "fixture", tools: [...fixtureTools, rememberTool] };
const options = { daemonUrl: "http://127.0.0.1:9" };
const service = createDifyService();

const event = (tool: string, parameters: object, more: Partial<FunctionUrlEvent> = {}): FunctionUrlEvent => {
  const data = { type: "tool", action: "invoke_tool", tool, tool_parameters: parameters };
  const body = JSON.stringify({ session_id: "s1", event: "request", data });
  return {
    rawPath: "/invoke",
    requestContext: { http: { method: "POST" } },
    headers: { "dify-plugin-session-id": "s1" },
    body,
    ...more,
  };
};
const types = (text: string): readonly string[] =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).data.type);

afterEach(() => vi.unstubAllGlobals());

test("without streaming, the whole answer is the body", async () => {
  const handler = lambdaHandler(plugin, options);
  const plain = event("fixture_echo", { text: "hi" });
  const encoded = { ...plain, body: Buffer.from(plain.body ?? "").toString("base64"), isBase64Encoded: true };
  for (const each of [plain, encoded]) {
    const result = await handler(each);
    expect(result).toMatchObject({ statusCode: 200, headers: { "content-type": "text/event-stream" } });
    expect(types(result?.body ?? "").at(-1)).toBe("end");
    expect(result?.body).toContain('"echo":"hi"');
  }
});

test("health is told, and nothing else is there", async () => {
  const handler = lambdaHandler(plugin, options);
  const get = { requestContext: { http: { method: "GET" } } };
  expect(await handler({ ...get, rawPath: "/health" })).toMatchObject({ statusCode: 200, body: "OK" });
  expect(await handler({ ...get, rawPath: "/invoke" })).toMatchObject({ statusCode: 404 });
});

test("an answer over what Lambda passes on at once is an error that names the way out", async () => {
  const handler = lambdaHandler(plugin, options);
  const result = await handler(event("fixture_file", { size: 5 * 1024 * 1024 }));
  expect(types(result?.body ?? "")).toEqual(["error", "end"]);
  expect(result?.body).toContain("RESPONSE_STREAM");
});

test("where the runtime streams, messages go out as they come", async () => {
  const heads: object[] = [];
  vi.stubGlobal("awslambda", {
    streamifyResponse: (handler: unknown) => handler,
    HttpResponseStream: {
      from: (stream: Writable, head: object) => {
        heads.push(head);
        return stream;
      },
    },
  });
  const handler = lambdaHandler(plugin, options) as unknown as (
    event: FunctionUrlEvent,
    stream: Writable,
  ) => Promise<void>;
  const stream = new PassThrough();
  const size = 8 * 1024 * 1024;
  const running = handler(event("fixture_file", { size }), stream);
  let received = 0;
  for await (const chunk of stream) received += (chunk as Buffer).byteLength;
  await running;
  expect(received).toBeGreaterThan(size);
  expect(heads).toEqual([
    { statusCode: 200, headers: expect.objectContaining({ "content-type": "text/event-stream" }) },
  ]);
});

test("a backwards call that the daemon does not answer is the call's error", async () => {
  const handler = lambdaHandler(plugin, options);
  const result = await handler(event("fixture_remember", { key: "k", text: "v" }));
  expect(types(result?.body ?? "")).toEqual(["error", "end"]);
  expect(result?.body).toContain("Dify could not be asked");
  expect(service.storage.size).toBe(0);
});
