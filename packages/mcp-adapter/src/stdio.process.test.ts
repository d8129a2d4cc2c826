import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Progress } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type ConnectedClient, connectStdio, modern } from "./testing/connect.ts";
import { fixtureTools } from "./testing/fixture-tools.ts";

const eras = [
  { era: "2025", options: {} },
  { era: "2026", options: modern },
];

describe.each(eras)("a spawned server, spoken to in the protocol of $era", ({ options }) => {
  let directory: string;
  let client: ConnectedClient;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "mcp-test-"));
    await symlink(directory, `${directory}-link`);
    client = await connectStdio({ filesDirectory: `${directory}-link` }, options);
    await client.listTools(); // so that the client checks outputs against the listed schemas
  });

  afterAll(async () => {
    await client.close();
    await rm(`${directory}-link`);
    await rm(directory, { recursive: true });
  });

  it("says who it is", () => {
    expect(client.getServerVersion()).toMatchObject({ name: "fixture", version: "1.2.3" });
    expect(client.getInstructions()).toBe("Only for tests.");
  });

  it("lists the tools in the toolkit's order, with schemas as they are", async () => {
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name)).toEqual(fixtureTools.map((tool) => tool.name));
    const echo = tools.find((tool) => tool.name === "echo_text");
    expect(echo?.title).toBe("Echo text");
    expect(echo?.inputSchema).toEqual({
      type: "object",
      properties: {
        text: { type: "string", minLength: 1, description: "Any text." },
        times: { type: "integer", minimum: 1, maximum: 5, default: 1 },
      },
      required: ["text"],
      additionalProperties: false,
    });
    expect(echo?.outputSchema).toMatchObject({
      properties: { length: { type: "integer" } },
      required: ["text", "length"],
    });
    expect(JSON.stringify(tools)).not.toContain("x-tsunagu");
  });

  it("gives all four hints, from the effect", async () => {
    const { tools } = await client.listTools();
    const hints = Object.fromEntries(tools.map(({ name, annotations }) => [name, annotations]));
    const closed = { openWorldHint: false };
    expect(hints["echo_text"]).toEqual({
      title: "Echo text",
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      ...closed,
    });
    expect(hints["greet_person"]).toMatchObject({ openWorldHint: true });
    expect(hints["make_file"]).toMatchObject({
      readOnlyHint: false,
      destructiveHint: false,
      idempotentHint: true,
      ...closed,
    });
    expect(hints["burn_book"]).toMatchObject({ readOnlyHint: false, destructiveHint: true, ...closed });
  });

  it("answers with structured content and the same as text", async () => {
    const result = await client.callTool({ name: "echo_text", arguments: { text: "ab", times: 2 } });
    expect(result.isError).toBeFalsy();
    expect(result.structuredContent).toEqual({ text: "abab", length: 4 });
    expect(result.content).toEqual([{ type: "text", text: '{"text":"abab","length":4}' }]);
  });

  it("answers with what the tool emits and presents, where it does", async () => {
    const result = await client.callTool({ name: "greet_person", arguments: { name: "Hana" } });
    expect(result.structuredContent).toEqual({ greeting: "Hello Hana" });
    expect(result.content).toEqual([
      { type: "text", text: "Hm." },
      { type: "text", text: "Hello Hana!" },
    ]);
  });

  it("names what is wrong with the input, and takes no number for a text", async () => {
    const result = await client.callTool({ name: "echo_text", arguments: { text: 7 } });
    expect(result.isError).toBe(true);
    expect(result.content).toEqual([{ type: "text", text: expect.stringMatching(/^invalid_input: .*text.*string/) }]);
    expect(result._meta?.["tsunagu/error"]).toMatchObject({ code: "invalid_input", retryable: false });
  });

  it("answers a failure in words and as data", async () => {
    const result = await client.callTool({ name: "fail_named", arguments: { code: "not_found" } });
    expect(result.isError).toBe(true);
    expect(result.structuredContent).toBeUndefined();
    expect(result.content).toEqual([
      {
        type: "text",
        text: "not_found: The shelf has no such book.\nList the shelf first.\n(shelf, GetBook, 404, request request-1)",
      },
    ]);
    expect(result._meta?.["tsunagu/error"]).toEqual({
      code: "not_found",
      message: "The shelf has no such book.",
      retryable: false,
      hint: "List the shelf first.",
      origin: { service: "shelf", operation: "GetBook", status: 404, requestId: "request-1" },
    });
  });

  it("does not pass on an output that breaks its schema", async () => {
    const result = await client.callTool({ name: "break_promise", arguments: {} });
    expect(result.isError).toBe(true);
    expect(result._meta?.["tsunagu/error"]).toMatchObject({ code: "internal" });
  });

  it("refuses a tool that it does not have", async () => {
    await expect(client.callTool({ name: "no_such_tool", arguments: {} })).rejects.toThrow("no_such_tool");
  });

  it("sends progress to a client that asks for it", async () => {
    const seen: Progress[] = [];
    const call = { name: "count_up", arguments: { to: 3 } };
    const result = await client.callTool(call, { onprogress: (progress) => seen.push(progress) });
    expect(result.structuredContent).toEqual({ counted: 3 });
    expect(seen.length).toBeGreaterThan(0); // the client drops those that it reads together with the result
    const sent = [1, 2, 3].map((done) => ({ progress: done, total: 3, message: `Counted ${done}` }));
    expect(seen).toEqual(sent.slice(0, seen.length));
  });

  it("stops a call that the client cancels", async () => {
    const mark = join(directory, "mark");
    const stop = new AbortController();
    const call = { name: "wait_long", arguments: { mark } };
    const waiting = client.callTool(call, { signal: stop.signal, onprogress: () => stop.abort("enough") });
    await expect(waiting).rejects.toThrow("enough");
    await vi.waitFor(() => expect(existsSync(mark)).toBe(true));
  });

  it("saves a file under a safe name of its own and links to its real path", async () => {
    const call = { name: "make_file", arguments: { name: "../../.secret/報告 1.txt", size: 300_000 } };
    const results = await Promise.all([client.callTool(call), client.callTool(call)]);
    const links = results.map(({ content }) => content.find((block) => block.type === "resource_link"));
    for (const [index, link] of links.entries()) {
      expect(link).toMatchObject({ name: "../../.secret/報告 1.txt", mimeType: "text/plain", size: 300_000 });
      expect(results[index]?.structuredContent).toMatchObject({ file: { uri: link?.uri, size: 300_000 } });
      const path = fileURLToPath(link?.uri ?? "");
      expect(path.startsWith(join(await realpath(directory), "報告 1-"))).toBe(true);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect(await readFile(path, "utf8")).toBe("a".repeat(300_000));
    }
    expect(links[0]?.uri).not.toBe(links[1]?.uri);
  });

  it("leaves nothing of a file that breaks off", async () => {
    const call = { name: "make_file", arguments: { name: "half.txt", size: 10, break_after: 4 } };
    const result = await client.callTool(call);
    expect(result._meta?.["tsunagu/error"]).toMatchObject({ code: "unavailable", message: "The press stopped." });
    expect((await readdir(directory)).filter((name) => name.startsWith("half"))).toEqual([]);
  });

  it("reads data: addresses and files inside its directory, and no others", async () => {
    const inside = join(directory, "in.txt");
    await writeFile(inside, "from inside");
    const read = (uri: string) => client.callTool({ name: "read_text", arguments: { file: { uri } } });
    expect((await read(pathToFileURL(inside).href)).structuredContent).toEqual({ text: "from inside" });
    expect((await read("data:text/plain,hello")).structuredContent).toEqual({ text: "hello" });
    const outside = await read(pathToFileURL(fileURLToPath(import.meta.url)).href);
    expect(outside._meta?.["tsunagu/error"]).toMatchObject({ code: "forbidden" });
  });
});

describe.each(eras)("approval in the protocol of $era", ({ options }) => {
  const burn = { name: "burn_book", arguments: { title: "Kokoro" } };
  const policy = { approval: "destroy" } as const;

  it("asks the person, and does what was approved", async () => {
    await using client = await connectStdio({ policy }, { ...options, capabilities: { elicitation: { form: {} } } });
    const questions: unknown[] = [];
    const replies = [
      { action: "accept" as const, content: { approve: true } },
      { action: "accept" as const, content: { approve: false } },
      { action: "decline" as const },
    ];
    client.setRequestHandler("elicitation/create", ({ params }) => {
      questions.push(params.message);
      return replies.shift() ?? { action: "cancel" };
    });
    expect(await client.callTool(burn)).toMatchObject({ structuredContent: { burnt: "Kokoro" } });
    expect(questions).toEqual(["Burn a book (burn_book) asks for approval. Burns Kokoro; nothing can bring it back."]);
    for (const _reply of [1, 2, 3]) {
      expect(await client.callTool(burn)).toMatchObject({
        isError: true,
        _meta: { "tsunagu/error": { code: "forbidden" } },
      });
    }
    expect(questions).toHaveLength(4);
    expect(await client.callTool({ name: "echo_text", arguments: { text: "a" } })).toMatchObject({
      structuredContent: { length: 1 },
    });
    expect(questions).toHaveLength(4);
  });

  it("refuses where the client cannot ask", async () => {
    await using client = await connectStdio({ policy }, options);
    expect(await client.callTool(burn)).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining("burn_book needs approval, and nobody is there to give it.") }],
    });
  });
});

describe("policies", () => {
  it("offers only reads in a read-only toolkit", async () => {
    await using client = await connectStdio({ policy: { readOnly: true } });
    const { tools } = await client.listTools();
    expect(tools.every((tool) => tool.annotations?.readOnlyHint === true)).toBe(true);
    expect(tools.map((tool) => tool.name)).not.toContain("burn_book");
    await expect(client.callTool({ name: "burn_book", arguments: { title: "Kokoro" } })).rejects.toThrow("burn_book");
  });

  it("answers a dry run with the plan", async () => {
    await using client = await connectStdio({ policy: { dryRun: true } });
    await client.listTools();
    expect(await client.callTool({ name: "burn_book", arguments: { title: "Kokoro" } })).toMatchObject({
      structuredContent: {
        status: "planned",
        plan: "Burns Kokoro; nothing can bring it back.",
        effect: { kind: "destroy" },
      },
      content: [{ type: "text", text: "Nothing was changed (dry run). Burns Kokoro; nothing can bring it back." }],
    });
  });
});
