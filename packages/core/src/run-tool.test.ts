import { err, errAsync, ok, okAsync, ResultAsync } from "neverthrow";
import { afterEach, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { type Connector, noConnector } from "./connector.ts";
import { type ToolError, toolError } from "./error.ts";
import type { Logger } from "./logger.ts";
import type { Policy } from "./policy.ts";
import type { Tool, ToolContext } from "./tool.ts";
import { toolFor } from "./tool.ts";
import { createToolkit } from "./toolkit.ts";
import { type ToolTrace, toolChannel, traceTools } from "./trace.ts";

const define = toolFor<undefined, typeof noConnector>(noConnector);
const input = z.strictObject({ text: z.string().max(100).default("hello") });
const output = z.object({ said: z.string() });
type Execute = (input: { text: string }, context: ToolContext<undefined>) => ResultAsync<{ said: string }, ToolError>;

const tool = (execute: Execute, more: Partial<Tool<typeof input, typeof output, undefined>> = {}) =>
  define({
    name: "echo_text",
    title: "Echo",
    description: "Echoes.",
    effect: { kind: "read" },
    permissions: [],
    input,
    output,
    plan: ({ text }) => `Says ${text}.`,
    ...more,
    execute,
  } as Omit<Tool<typeof input, typeof output, undefined, "echo_text">, "connector">);

const echo: Execute = ({ text }) => okAsync({ said: text });
const call = async (
  made: ReturnType<typeof tool>,
  raw: object = {},
  options: { policy?: Policy; deadlineMs?: number; signal?: AbortSignal } = {},
) => {
  const { policy, ...rest } = options;
  await using toolkit = createToolkit({
    tools: [made],
    limits: { abortGraceMs: 60 },
    ...(policy === undefined ? {} : { policy }),
  });
  return toolkit.run("echo_text", raw, rest);
};

describe("a call", () => {
  test("is answered with the parsed output; defaults are applied", async () => {
    expect((await call(tool(echo)))._unsafeUnwrap()).toMatchObject({ status: "completed", output: { said: "hello" } });
  });

  test("with bad input names each field and does not run", async () => {
    const execute = vi.fn(echo);
    const error = (await call(tool(execute), { text: 1, other: true }))._unsafeUnwrapErr();
    expect(error.code).toBe("invalid_input");
    expect(error.message).toContain("text: ");
    expect(error.issues?.length).toBe(2);
    expect(execute).not.toHaveBeenCalled();
  });

  test("whose answer has another shape is an internal error", async () => {
    const wrong = (() => okAsync({ spoken: "x" })) as unknown as Execute;
    expect((await call(tool(wrong)))._unsafeUnwrapErr()).toMatchObject({
      code: "internal",
      issues: [{ path: ["said"] }],
    });
  });

  test.each([
    [
      "throws",
      (() => {
        throw new Error("boom");
      }) as Execute,
    ],
    ["rejects", (() => new ResultAsync(Promise.reject(new Error("boom")))) as Execute],
    [
      "throws in a callback",
      (() =>
        okAsync("x").map(() => {
          throw new Error("boom");
        })) as Execute,
    ],
  ])("of a tool that %s is an internal error, never a rejection", async (_, execute) => {
    expect((await call(tool(execute)))._unsafeUnwrapErr()).toMatchObject({
      code: "internal",
      message: expect.stringContaining("boom"),
    });
  });
});

test("a partial error of many items keeps them all", async () => {
  const done = Array.from({ length: 20_000 }, (_, id) => ({ id }));
  const partly: Execute = () =>
    errAsync(toolError("partial", "half", { partial: { done, failed: [], remaining: [1] } }));
  expect((await call(tool(partly)))._unsafeUnwrapErr().partial?.done).toEqual(done);
});

describe("deadline and abort", () => {
  const waiting: Execute = (_, { signal }) =>
    ResultAsync.fromPromise(
      new Promise<never>((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("stopped")))),
      () => toolError("aborted", "stopped"),
    );

  test("a deadline that passes is a timeout", async () => {
    expect((await call(tool(waiting), {}, { deadlineMs: 20 }))._unsafeUnwrapErr()).toMatchObject({
      code: "timeout",
      retryable: true,
    });
  });

  test("a caller that stops is aborted", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    expect((await call(tool(waiting), {}, { signal: controller.signal }))._unsafeUnwrapErr()).toMatchObject({
      code: "aborted",
      retryable: false,
    });
  });

  test("a stopped write that cannot be repeated says that its outcome is not known", async () => {
    const write = tool(waiting, { effect: { kind: "write", idempotent: false } });
    const error = (await call(write, {}, { deadlineMs: 20 }))._unsafeUnwrapErr();
    expect(error).toMatchObject({ code: "timeout", retryable: false, hint: expect.stringContaining("not known") });
  });

  test("a tool that does not listen is left after the grace", async () => {
    const deaf: Execute = () => new ResultAsync(new Promise(() => {}));
    const started = performance.now();
    expect((await call(tool(deaf), {}, { deadlineMs: 20 }))._unsafeUnwrapErr().code).toBe("timeout");
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test("details of a job that goes on survive the deadline", async () => {
    const job: Execute = (_, context) =>
      waiting({ text: "" }, context).mapErr((error) => ({ ...error, details: { job_id: "j-1" } }));
    expect((await call(tool(job), {}, { deadlineMs: 20 }))._unsafeUnwrapErr().details).toEqual({ job_id: "j-1" });
  });
});

describe("policy", () => {
  const write = (execute: Execute = echo) => tool(execute, { effect: { kind: "write", idempotent: true } });
  const destroy = (execute: Execute = echo) => tool(execute, { effect: { kind: "destroy", idempotent: true } });

  test("read-only hides tools that write, and refuses a call that would", async () => {
    await using toolkit = createToolkit({ tools: [write()], policy: { readOnly: true } });
    expect(toolkit.tools).toEqual([]);
    const sometimes = tool(echo, {
      effect: { kind: "write", idempotent: true },
      effectOf: ({ text }) => (text === "look" ? { kind: "read" } : { kind: "write", idempotent: true }),
    });
    expect((await call(sometimes, { text: "look" }, { policy: { readOnly: true } })).isOk()).toBe(true);
    expect((await call(sometimes, { text: "change" }, { policy: { readOnly: true } }))._unsafeUnwrapErr().code).toBe(
      "forbidden",
    );
  });

  test("unknown names in lists are refused when the toolkit is made", () => {
    expect(() => createToolkit({ tools: [write()], policy: { allow: ["echo_txt"] } })).toThrow(
      'policy.allow names "echo_txt"',
    );
    expect(() => createToolkit({ tools: [write()], policy: { deny: ["nothing"] } })).toThrow("policy.deny");
  });

  test("denied tools do not exist", async () => {
    await using toolkit = createToolkit({ tools: [write()], policy: { deny: ["echo_text"] } });
    expect((await toolkit.run("echo_text", {}))._unsafeUnwrapErr().code).toBe("not_found");
  });

  test("a dry run tells the plan and does nothing; reads run", async () => {
    const execute = vi.fn(echo);
    expect((await call(write(execute), { text: "hi" }, { policy: { dryRun: true } }))._unsafeUnwrap()).toMatchObject({
      status: "planned",
      plan: "Says hi.",
    });
    expect(execute).not.toHaveBeenCalled();
    expect((await call(tool(echo), {}, { policy: { dryRun: true } }))._unsafeUnwrap().status).toBe("completed");
  });

  test.each([
    ["destroy", "write", true],
    ["destroy", "destroy", false],
    ["write", "write", false],
    ["never", "destroy", true],
  ] as const)("approval from %s on, effect %s: runs unasked %s", async (approval, kind, runs) => {
    const made = kind === "write" ? write() : destroy();
    expect((await call(made, {}, { policy: { approval } })).isOk()).toBe(runs);
    const asked: string[] = [];
    const approve = ({ plan }: { plan: string }): boolean => asked.push(plan) > 0;
    expect((await call(made, {}, { policy: { approval, approve } })).isOk()).toBe(true);
    expect(asked).toEqual(runs ? [] : ["Says hello."]);
  });

  test("a refusal and a failing approver are forbidden", async () => {
    const refuse = { approval: "write", approve: () => false } as const;
    const fail = { approval: "write", approve: () => Promise.reject(new Error("no terminal")) } as const;
    expect((await call(write(), {}, { policy: refuse }))._unsafeUnwrapErr().code).toBe("forbidden");
    expect((await call(write(), {}, { policy: fail }))._unsafeUnwrapErr().message).toContain("no terminal");
  });
});

describe("secrets", () => {
  const leaky = {
    name: "leaky",
    connection: {
      fields: [{ name: "leaky_token", title: "Token", description: "d", type: "secret", env: [] }],
    },
    open: (connection) => ok({ token: connection.secret.leaky_token?.expose() ?? "" }),
    verify: () => okAsync("someone"),
  } as const satisfies Connector<{ token: string }>;
  const token = "Zk3!very&secret token/40";
  const leak = toolFor<{ token: string }, typeof leaky>(leaky)({
    name: "leak_it",
    title: "Leak",
    description: "Leaks.",
    effect: { kind: "read" },
    permissions: ["none"],
    credentialOutputs: ["link"],
    input: z.strictObject({ how: z.enum(["output", "error", "log", "progress", "emit"]) }),
    output: z.object({ text: z.string(), link: z.string() }),
    execute: ({ how }, { session, logger, report, emit }) => {
      const text = `before ${session.token} after`;
      if (how === "error")
        return errAsync(toolError("upstream", text, { hint: encodeURIComponent(text), details: { nested: [text] } }));
      if (how === "log") logger.info({ request: { body: text } }, text);
      if (how === "progress") report({ message: text });
      if (how !== "emit") return okAsync({ text: how === "output" ? text : "", link: how === "output" ? text : "" });
      return ResultAsync.fromSafePromise(emit({ type: "text", text })).map(() => ({ text: "", link: "" }));
    },
  });

  test.each(["output", "error", "log", "progress", "emit"] as const)("do not leave by %s", async (how) => {
    const seen: unknown[] = [];
    const record = (fields: object, message: string): void => void seen.push(fields, message);
    const logger: Logger = { debug: record, info: record, warn: record, error: record };
    await using toolkit = createToolkit({ tools: [leak], connections: { leaky: { leaky_token: token } }, logger });
    const answer = await toolkit.run("leak_it", { how }, { onProgress: (progress) => void seen.push(progress) });
    const { link, ...output } =
      answer.isOk() && answer.value.status === "completed" ? (answer.value.output as { link: string }) : { link: "" };
    const printed = JSON.stringify([
      seen,
      output,
      answer.isErr() ? answer.error : answer.value.status === "completed" && answer.value.content,
    ]);
    expect(printed).not.toContain("very&secret");
    expect(printed).not.toContain(encodeURIComponent("very&secret"));
    if (how === "output") expect(link).toContain(token);
  });

  test("a session is shared by calls of one connection, never by two, and closed with the toolkit", async () => {
    const events: string[] = [];
    const counting: Connector<{ id: string }> = {
      ...leaky,
      open: (connection) => {
        events.push(`open ${connection.secret.leaky_token?.expose()}`);
        return ok({ id: connection.secret.leaky_token?.expose() ?? "" });
      },
      verify: () => okAsync("someone"),
      close: async ({ id }) => void events.push(`close ${id}`),
    };
    const who = toolFor<{ id: string }, Connector<{ id: string }>>(counting)({
      name: "who_am_i",
      title: "Who",
      description: "Who.",
      effect: { kind: "read" },
      permissions: ["none"],
      input: z.strictObject({}),
      output: z.object({ id: z.string() }),
      execute: (_, { session }) => okAsync({ id: session.id }),
    });
    const toolkit = createToolkit({ tools: [who], connections: { leaky: { leaky_token: "tenant-one" } } });
    const calls = await Promise.all([
      toolkit.call("who_am_i", {}),
      toolkit.call("who_am_i", {}),
      toolkit.call("who_am_i", {}, { connection: { leaky_token: "tenant-two" } }),
    ]);
    expect(calls.map((result) => result._unsafeUnwrap().id)).toEqual(["tenant-one", "tenant-one", "tenant-two"]);
    await toolkit.close();
    expect(events.sort()).toEqual(["close tenant-one", "close tenant-two", "open tenant-one", "open tenant-two"]);
  });

  test("a tool that a connection cannot use is hidden, and refused with the reason; another connection may use it", async () => {
    const picky: Connector<{ token: string }> = {
      ...leaky,
      unavailable: (_, { secret }) =>
        secret.leaky_token?.expose().startsWith("weak") ? "it needs a strong token" : undefined,
    };
    const made = toolFor<{ token: string }, typeof picky>(picky)({ ...leak });
    await using toolkit = createToolkit({ tools: [made], connections: { leaky: { leaky_token: "weak-token" } } });
    expect(toolkit.tools).toEqual([]);
    expect(toolkit.hidden.map(({ reason }) => reason)).toEqual(["it needs a strong token"]);
    const refused = await toolkit.run("leak_it", { how: "output" });
    expect(refused._unsafeUnwrapErr()).toMatchObject({
      code: "unsupported",
      message: expect.stringContaining("strong token"),
    });
    const own = { connection: { leaky_token: "strong-token" } };
    expect((await toolkit.run("leak_it", { how: "output" }, own)).isOk()).toBe(true);
  });

  test("a connection that does not open is an error of the call", async () => {
    const closed: Connector<undefined> = { ...noConnector, open: () => err(toolError("unauthenticated", "no key")) };
    const made = toolFor<undefined, typeof closed>(closed)({ ...tool(echo) });
    await using toolkit = createToolkit({ tools: [made] });
    expect((await toolkit.run("echo_text", {}))._unsafeUnwrapErr().code).toBe("unauthenticated");
  });
});

describe("tracing", () => {
  const stops: (() => void)[] = [];
  afterEach(() => {
    for (const stop of stops.splice(0)) stop();
  });

  test("every call is published with its outcome and without its payload", async () => {
    const ended: ToolTrace[] = [];
    const subscriber = {
      start: () => {},
      end: () => {},
      asyncStart: () => {},
      error: () => {},
      asyncEnd: (trace: ToolTrace) => void ended.push(trace),
    };
    toolChannel.subscribe(subscriber);
    stops.push(() => toolChannel.unsubscribe(subscriber));
    await call(tool(echo), { text: "payload" });
    await call(tool(echo), { text: 5 });
    expect(ended.map(({ tool: name, outcome }) => [name, outcome])).toEqual([
      ["echo_text", "completed"],
      ["echo_text", "invalid_input"],
    ]);
    expect(JSON.stringify(ended)).not.toContain("payload");
  });

  test("a span a call, for whoever wants OpenTelemetry", async () => {
    const spans: { name: string; attributes: Record<string, unknown>; ended: boolean; status?: number }[] = [];
    stops.push(
      traceTools({
        startSpan: (name, options) => {
          const span = {
            name,
            attributes: { ...options?.attributes } as Record<string, unknown>,
            ended: false,
          } as (typeof spans)[number];
          spans.push(span);
          return {
            setAttribute: (key, value) => {
              span.attributes[key] = value;
            },
            setStatus: ({ code }) => {
              span.status = code;
            },
            end: () => {
              span.ended = true;
            },
          };
        },
      }),
    );
    await call(tool(() => errAsync(toolError("not_found", "gone"))));
    expect(spans).toMatchObject([
      {
        name: "execute_tool echo_text",
        ended: true,
        status: 2,
        attributes: { "gen_ai.tool.name": "echo_text", "error.type": "not_found" },
      },
    ]);
  });
});
