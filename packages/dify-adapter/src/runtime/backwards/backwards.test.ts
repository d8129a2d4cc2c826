import { createRedactor, silentLogger } from "@tsunagu/core";
import { expect, test } from "vitest";
import { createDifyService, type DifyServiceOptions, readInvoke } from "../../testing/dify-service.ts";
import { rememberTool } from "../../testing/fixture/hooks.ts";
import { memoryTransport } from "../../testing/memory-transport.ts";
import { startUploadServer } from "../../testing/upload-server.ts";
import { servePlugin } from "../serve-plugin.ts";
import { openSession } from "../session.ts";
import type { Outlet } from "../transport.ts";
import { createLineCarrier } from "./line-carrier.ts";

/** A session whose backwards calls are answered by `answer`, or by a service for tests. */
const session = (options: DifyServiceOptions, answer?: (kind: string, id: string) => readonly object[]) => {
  const service = createDifyService(options);
  const gone = new AbortController();
  const sent: string[] = [];
  const outlet: Outlet = {
    gone: gone.signal,
    send: async (line) => {
      sent.push(String(line));
      const asked = readInvoke(JSON.parse(String(line)).data.data);
      if (typeof asked === "string") throw new Error(asked);
      const events = answer?.(asked.kind, asked.id) ?? service.answer(asked.kind, asked.request);
      for (const event of events) setImmediate(() => carrier.take({ backwards_request_id: asked.id, ...event }, 100));
    },
    sendNow: () => {},
    hasRoom: () => true,
    close: async () => {},
  };
  const carrier = createLineCarrier(outlet);
  const opened = openSession("s", outlet, carrier.carrier);
  return { backwards: opened.backwards, abort: () => opened.abort(), service, sent, gone, carrier };
};

test("storage keeps, tells, and forgets", async () => {
  const { backwards, service } = session({ storageBytes: 1000 });
  const { storage } = backwards;
  expect((await storage.get("a/b"))._unsafeUnwrapErr()).toMatchObject({ code: "not_found" });
  expect((await storage.set("a/b", Buffer.from([0, 255, 10]))).isOk()).toBe(true);
  expect(service.storage.get("a/b")).toBe("00ff0a");
  expect((await storage.get("a/b"))._unsafeUnwrap()).toEqual(Buffer.from([0, 255, 10]));
  expect((await storage.exists("a/b"))._unsafeUnwrap()).toBe(true);
  expect((await storage.delete("a/b"))._unsafeUnwrap()).toBe(true);
  expect((await storage.delete("a/b"))._unsafeUnwrap()).toBe(false);
});

test("what does not fit or is not allowed never reaches Dify, or comes back with its words", async () => {
  const { backwards, sent } = session({ storageBytes: 10 });
  for (const key of ["", "a..b", "a//b", "a\\b", "k".repeat(257)])
    expect((await backwards.storage.exists(key))._unsafeUnwrapErr()).toMatchObject({ code: "invalid_input" });
  expect((await backwards.storage.set("a", Buffer.alloc(2_500_001)))._unsafeUnwrapErr().code).toBe("too_large");
  expect(sent).toEqual([]);
  const full = (await backwards.storage.set("a", Buffer.alloc(11)))._unsafeUnwrapErr();
  expect(full).toMatchObject({ code: "upstream", message: expect.stringContaining("allocated size") });
  const denied = (await session({}).backwards.storage.exists("a"))._unsafeUnwrapErr();
  expect(denied).toMatchObject({ code: "forbidden", message: expect.stringContaining("plugin manifest") });
});

test("a tool of the workspace answers with its messages", async () => {
  const { backwards } = session({
    tool: (request) => [
      { type: "text", message: { text: JSON.stringify(request) } },
      { type: "json", message: { json_object: { a: 1 } }, meta: {} },
    ],
  });
  const parameters = { q: "x" };
  const called = await backwards.invokeTool({
    type: "builtin",
    provider: "a/b/c",
    tool: "t",
    parameters,
    credentialId: "c1",
  });
  const [text, json] = called._unsafeUnwrap();
  expect(JSON.parse(String(text?.message["text"]))).toEqual({
    tool_type: "builtin",
    provider: "a/b/c",
    tool: "t",
    tool_parameters: { q: "x" },
    credential_id: "c1",
  });
  expect(json).toEqual({ type: "json", message: { json_object: { a: 1 } }, meta: {} });
});

test("many requests on one session each get their own answer, in whatever order these come", async () => {
  const { backwards, service } = session({ storageBytes: 1000 });
  for (let index = 0; index < 200; index++) service.storage.set(`k${index}`, index.toString(16).padStart(4, "0"));
  const indexes = Array.from({ length: 200 }, (_, index) => index);
  const values = await Promise.all(indexes.map((index) => backwards.storage.get(`k${index}`)));
  expect(values.map((value) => value._unsafeUnwrap().readUInt16BE())).toEqual(indexes);
});

test("whoever waits is told when the call is stopped, when nobody reads any more, and when no answer can come", async () => {
  const silent = () => session({}, () => []);
  const stopped = silent();
  const first = stopped.backwards.storage.exists("a");
  stopped.abort();
  expect((await first)._unsafeUnwrapErr().code).toBe("aborted");
  const left = silent();
  const second = left.backwards.storage.exists("a");
  left.gone.abort(new Error("gone"));
  expect((await second)._unsafeUnwrapErr().code).toBe("unavailable");
  const ended = silent();
  const third = ended.backwards.storage.exists("a");
  ended.carrier.end();
  expect((await third)._unsafeUnwrapErr()).toMatchObject({ message: expect.stringContaining("closed its side") });
});

test("a file is stored with the name and media type that were signed", async () => {
  await using uploads = await startUploadServer();
  const { backwards } = session({ uploads });
  const content = new Blob([Buffer.alloc(100_000, "繋")]);
  const file = { name: '報告 "1"/a\r\n.pdf', mediaType: "Application/PDF; charset=utf-8", content };
  const stored = (await backwards.uploadFile(file))._unsafeUnwrap();
  expect(stored).toMatchObject({
    name: "報告 _1__a__.pdf",
    size: 100_000,
    url: expect.stringContaining("/files/tools/"),
  });
  expect(uploads.uploads[0]).toMatchObject({ name: "報告 _1__a__.pdf", mediaType: "application/pdf" });
  expect(uploads.uploads[0]?.bytes.equals(Buffer.alloc(100_000, "繋"))).toBe(true);
});

test.each([
  ["an address without a scheme", "/files/upload/for-plugin?sign=1", "without http://"],
  ["an address that nobody answers at", "http://127.0.0.1:9/files", "could not be reached"],
])("%s says what has to be set", async (_name, url, message) => {
  const { backwards } = session({}, (_kind, _id) => [
    { event: "response", message: "struct", data: { url } },
    { event: "end", message: "" },
  ]);
  const refused = await backwards.uploadFile({ name: "a", mediaType: "a/b", content: new Blob(["x"]) });
  expect(refused._unsafeUnwrapErr()).toMatchObject({
    message: expect.stringContaining(message),
    hint: expect.stringContaining("FILES_URL"),
  });
});

test("a file that is too large for this Dify is refused as that", async () => {
  await using uploads = await startUploadServer({ maxBytes: 10 });
  const { backwards } = session({ uploads });
  const refused = await backwards.uploadFile({ name: "a", mediaType: "a/b", content: new Blob(["x".repeat(11)]) });
  expect(refused._unsafeUnwrapErr().code).toBe("too_large");
});

test("a tool reaches Dify's storage through the call that it runs in", async () => {
  const memory = memoryTransport();
  const server = servePlugin(
    { name: "fixture", tools: [rememberTool] },
    { redactor: createRedactor(), logger: silentLogger },
  );
  const served = server.serve(memory.transport);
  const service = createDifyService({ storageBytes: 100 });
  const parameters = { key: "k", text: "new" };
  await memory.request({ type: "tool", action: "invoke_tool", tool: "fixture_remember", tool_parameters: parameters });
  let seen = 0;
  const answerNext = async (): Promise<string> => {
    for (const line of memory.received.slice(seen)) {
      seen++;
      const { type, data } = line["data"] as { type: string; data: unknown };
      if (type === "end") return "ended";
      const asked = type === "invoke" ? readInvoke(data) : "";
      if (typeof asked === "string") continue;
      for (const event of service.answer(asked.kind, asked.request)) {
        const answer = { backwards_request_id: asked.id, ...event };
        await memory.line({ text: JSON.stringify({ event: "backwards_response", session_id: "s", data: answer }) });
      }
    }
    return "waiting";
  };
  await expect.poll(answerNext).toBe("ended");
  memory.endInput();
  await served;
  expect(service.storage.get("k")).toBe(Buffer.from("new").toString("hex"));
});
