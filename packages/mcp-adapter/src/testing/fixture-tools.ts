import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fromJsonSchema } from "@modelcontextprotocol/server";
import {
  type FileReference,
  noConnector,
  readAll,
  type Tool,
  ToolFailure,
  toolError,
  toolFor,
  toToolError,
} from "@tsunagu/core";
import { errAsync, okAsync, ResultAsync } from "neverthrow";

const defineTool = toolFor(noConnector);

const object = <T>(properties: Record<string, object>, required: readonly string[] = Object.keys(properties)) => {
  const schema = { type: "object", properties, required: [...required], additionalProperties: false };
  const { validate } = fromJsonSchema<T>(schema)["~standard"];
  const jsonSchema = { input: () => schema, output: () => schema };
  return { "~standard": { version: 1 as const, vendor: "fixture", validate, jsonSchema } };
};

const text = { type: "string", minLength: 1, description: "Any text." };
const file = {
  type: "object",
  properties: {
    uri: { type: ["string", "null"] },
    name: { type: "string" },
    media_type: { type: "string" },
    size: { type: "integer" },
  },
  required: ["uri"],
  "x-tsunagu-file": "file",
};

const echoText = defineTool({
  name: "echo_text",
  title: "Echo text",
  description: "Answers with the text it is given, so many times.",
  input: object<{ text: string; times?: number }>(
    { text, times: { type: "integer", minimum: 1, maximum: 5, default: 1 } },
    ["text"],
  ),
  output: object<{ text: string; length: number }>({ text, length: { type: "integer" } }),
  effect: { kind: "read" },
  permissions: [],
  execute: ({ text, times = 1 }) => okAsync({ text: text.repeat(times), length: text.length * times }),
});

const greetPerson = defineTool({
  name: "greet_person",
  title: "Greet a person",
  description: "Greets in words, and emits a first word early.",
  input: object<{ name: string }>({ name: text }),
  output: object<{ greeting: string }>({ greeting: text }),
  effect: { kind: "read", openWorld: true },
  permissions: [],
  execute: ({ name }, context) =>
    ResultAsync.fromSafePromise(context.emit({ type: "text", text: "Hm." })).map(() => ({ greeting: `Hello ${name}` })),
  present: ({ greeting }) => [{ type: "text", text: `${greeting}!` }],
});

const failNamed = defineTool({
  name: "fail_named",
  title: "Fail with a code",
  description: "Fails with the error code it is given.",
  input: object<{ code: string }>({
    code: { type: "string", enum: ["not_found", "forbidden", "rate_limited", "conflict", "partial", "upstream"] },
  }),
  output: object<Record<string, never>>({}),
  effect: { kind: "read" },
  permissions: ["shelf:Read"],
  execute: ({ code }) =>
    errAsync(
      toolError(code as "not_found", "The shelf has no such book.", {
        hint: "List the shelf first.",
        origin: { service: "shelf", operation: "GetBook", status: 404, requestId: "request-1" },
        ...(code === "partial" ? { partial: { done: [1], failed: [2], remaining: [3] } } : {}),
      }),
    ),
});

const breakPromise = defineTool({
  name: "break_promise",
  title: "Break its promise",
  description: "Answers with something that its output schema does not allow.",
  input: object<Record<string, never>>({}),
  output: object<{ count: number }>({ count: { type: "integer" } }),
  effect: { kind: "read" },
  permissions: [],
  execute: () => okAsync({ count: "many" } as unknown as { count: number }),
});

const countUp = defineTool({
  name: "count_up",
  title: "Count up",
  description: "Counts to a number and reports each step.",
  input: object<{ to: number }>({ to: { type: "integer", minimum: 1, maximum: 100 } }),
  output: object<{ counted: number }>({ counted: { type: "integer" } }),
  effect: { kind: "read" },
  permissions: [],
  execute: ({ to }, context) => {
    const count = async (): Promise<{ counted: number }> => {
      for (let done = 1; done <= to; done++) {
        context.report({ message: `Counted ${done}`, done, total: to });
        await sleep(20);
      }
      return { counted: to };
    };
    return ResultAsync.fromSafePromise(count());
  },
});

const waitLong = defineTool({
  name: "wait_long",
  title: "Wait long",
  description: "Waits until it is stopped, then leaves a mark in a file.",
  input: object<{ mark: string; started?: string }>({ mark: text, started: text }, ["mark"]),
  output: object<Record<string, never>>({}),
  effect: { kind: "read" },
  permissions: [],
  execute: ({ mark, started }, context) => {
    if (started !== undefined) writeFileSync(started, "started");
    context.report({ message: "Waiting" });
    return ResultAsync.fromPromise(sleep(60_000, {}, { signal: context.signal }), () => {
      writeFileSync(mark, "stopped");
      return toolError("aborted", "The wait was stopped.");
    });
  },
});

const makeFile = defineTool({
  name: "make_file",
  title: "Make a file",
  description: "Hands out a file of so many bytes.",
  input: object<{ name: string; media_type?: string; size: number; break_after?: number }>(
    {
      name: text,
      media_type: { type: "string" },
      size: { type: "integer", minimum: 0 },
      break_after: { type: "integer" },
    },
    ["name", "size"],
  ),
  output: object<{ file: FileReference }>({ file }),
  effect: { kind: "write", idempotent: true },
  permissions: [],
  plan: ({ name }) => `Makes the file ${name}.`,
  execute: ({ name, media_type: mediaType = "text/plain", size, break_after: breakAfter }, context) =>
    context.files
      .write({ name, mediaType, size, body: letters(size, breakAfter) })
      .map((written) => ({ file: written })),
});

async function* letters(size: number, breakAfter = size): AsyncGenerator<Uint8Array, void> {
  yield Buffer.alloc(Math.min(size, breakAfter), "a");
  if (breakAfter < size) throw new ToolFailure(toolError("unavailable", "The press stopped."));
}

const readText = defineTool({
  name: "read_text",
  title: "Read a text file",
  description: "Answers with the content of the file it is given.",
  input: object<{ file: FileReference }>({ file }),
  output: object<{ text: string }>({ text: { type: "string" } }),
  effect: { kind: "read" },
  permissions: [],
  execute: ({ file }, context) =>
    context.files
      .read(file)
      .andThen((opened) =>
        ResultAsync.fromPromise(readAll(opened.body), (thrown) =>
          toToolError(thrown, () => toolError("upstream", "It broke.")),
        ),
      )
      .map((bytes) => ({ text: bytes.toString() })),
});

const burnBook = defineTool({
  name: "burn_book",
  title: "Burn a book",
  description: "Burns a book for good.",
  input: object<{ title: string }>({ title: text }),
  output: object<{ burnt: string }>({ burnt: text }),
  effect: { kind: "destroy", idempotent: true },
  permissions: ["shelf:Delete"],
  plan: ({ title }) => `Burns ${title}; nothing can bring it back.`,
  execute: ({ title }) => okAsync({ burnt: title }),
});

/** Tools that need no backend, for tests of what serves them. */
export const fixtureTools = [
  echoText,
  greetPerson,
  failNamed,
  breakPromise,
  countUp,
  waitLong,
  makeFile,
  readText,
  burnBook,
] satisfies readonly Tool[];
