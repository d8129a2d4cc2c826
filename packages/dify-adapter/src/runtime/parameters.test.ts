import { type Connector, readAll, toolFor } from "@tsunagu/core";
import { fileInput } from "@tsunagu/core/schemas";
import { ok, okAsync } from "neverthrow";
import { expect, test } from "vitest";
import * as z from "zod";
import { startFileServer } from "../testing/file-server.ts";
import { readParameters } from "./parameters.ts";

const connector: Connector<undefined> = {
  name: "service",
  connection: {
    fields: [
      { name: "key", title: "Key", description: "The key.", type: "secret", env: [], group: "credential" },
      { name: "region", title: "Region", description: "The region.", type: "text", env: [] },
      { name: "profile", title: "Profile", description: "The profile.", type: "text", env: [] },
      { name: "key_file", title: "File", description: "A file of the host.", type: "text", env: [], hostOnly: true },
    ],
  },
  open: () => ok(undefined),
  verify: () => okAsync("me"),
};

const tool = toolFor(connector)({
  name: "service_read",
  title: "Read",
  description: "Reads.",
  effect: { kind: "read" },
  permissions: [],
  input: z.object({
    count: z.int().optional(),
    region: z.string().optional(),
    filter: z.object({ name: z.string() }).optional(),
    file: fileInput.optional(),
    files: z.array(fileInput).optional(),
  }),
  output: z.object({}),
  execute: () => okAsync({}),
});

const read = (data: Record<string, unknown>) =>
  readParameters(tool, data, { signal: new AbortController().signal, maxFileBytes: 1000 });

/** What is read from the file of a call's parameters. */
const content = (file: object): Promise<Buffer> => {
  const opened = read({ tool_parameters: { file } }).inputs.get("dify-file:0");
  return opened === undefined ? Promise.reject(new Error("no file")) : readAll(opened.body);
};

test("connection fields go to the connection, unless the tool has an input of that name", () => {
  const { input, connections } = read({
    tool_parameters: { count: "3", filter: '{"name":"a"}', region: "here", key: "K", profile: null, gone: null },
    credentials: { key: "P", region: "there", unknown: "x" },
  });
  expect(input).toEqual({ count: 3, filter: { name: "a" }, region: "here" });
  expect(connections).toEqual([
    { name: "tool parameters", values: { key: "K" } },
    { name: "provider credentials", directsAmbient: true, values: { key: "P", region: "there" } },
  ]);
});

test("nothing at all is read as nothing", () => {
  expect(read({ tool_parameters: null, credentials: null })).toMatchObject({ input: {}, inputs: new Map() });
});

test("files become references whose content comes from Dify when it is read", async () => {
  await using server = await startFileServer({ "a b.txt": { bytes: Buffer.from("hello"), mediaType: "text/plain" } });
  const file = server.difyFile("a b.txt");
  const { input, inputs } = read({ tool_parameters: { file: [file], files: file } });
  const reference = { uri: expect.stringMatching(/^dify-file:\d$/), name: "a b.txt", media_type: "text/plain" };
  expect(input).toEqual({ file: reference, files: [reference] });
  expect(server.requests()).toBe(0);
  expect(inputs.get("dify-file:0")?.size).toBe(5);
  expect((await content(file)).toString()).toBe("hello");
});

test("a file whose length is not what Dify says fails", async () => {
  await using server = await startFileServer({ "a.txt": { bytes: Buffer.from("hello"), mediaType: "text/plain" } });
  await expect(content({ ...server.difyFile("a.txt"), size: 7 })).rejects.toThrow("has 7 bytes, but it sent 5");
  const unknown = read({ tool_parameters: { file: { ...server.difyFile("a.txt"), size: -1 } } });
  expect(unknown.inputs.get("dify-file:0")?.size).toBeUndefined();
});

test("a file over the limit, a file that is gone and a private address are refused", async () => {
  await using server = await startFileServer({ big: { bytes: Buffer.alloc(2000), mediaType: "text/plain" } });
  await expect(content(server.difyFile("big"))).rejects.toThrow("larger than 1000 bytes");
  await expect(content(server.difyFile("gone"))).rejects.toThrow("no such file");
  const remote = { ...server.difyFile("big"), url: `${server.origin}/secret` };
  await expect(content(remote)).rejects.toThrow("not a public address");
});

test("an address without a scheme says what has to be set", () => {
  const file = { dify_model_identity: "__dify__file__", url: "/files/1/file-preview?timestamp=1&nonce=2&sign=3" };
  expect(() => read({ tool_parameters: { file } })).toThrow("without http:// or https://");
});

test("a field that opens something of the host is no connection of a request", () => {
  const { connections } = read({
    tool_parameters: { key_file: "/etc/a" },
    credentials: { key_file: "/etc/b", key: "k" },
  });
  expect(connections.map(({ values }) => values)).toEqual([{}, { key: "k" }]);
});
