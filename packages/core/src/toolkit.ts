import { err, errAsync, ok, type Result, ResultAsync } from "neverthrow";
import {
  type ConnectionInput,
  type ConnectionSource,
  type ConnectionValues,
  connectionFromEnvironment,
  resolveConnection,
} from "./connection.ts";
import type { Connector } from "./connector.ts";
import { type ToolError, toolError } from "./error.ts";
import { type CollectedFile, collectFiles } from "./files/call-files.ts";
import type { FileSink } from "./files/file-store.ts";
import type { FileAccess } from "./files/open-file.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { type Logger, redactingLogger, silentLogger } from "./logger.ts";
import { allowedTools, type Policy } from "./policy.ts";
import { createRedactor, type Redactor } from "./redact/index.ts";
import { type Outcome, runTool } from "./run-tool.ts";
import { createSessionPool, type Lease } from "./sessions.ts";
import type { Content, Parsed, Progress, Raw, Tool } from "./tool.ts";

export interface ToolkitOptions<Tools extends readonly Tool[]> {
  readonly tools: Tools;
  /** How to connect, by connector name. A connector that is not named here is read from the environment. */
  readonly connections?: { readonly [C in Tools[number]["connector"]["name"]]?: ConnectionInput };
  readonly policy?: Policy;
  /** Where log lines go, redacted before. Default: nowhere. */
  readonly logger?: Logger;
  readonly limits?: Partial<Limits>;
  /** What file references may name. Default: `https:` and `data:` only. */
  readonly files?: FileAccess;
  /** Share one, so that what the host itself prints is scrubbed of the same secrets. */
  readonly redactor?: Redactor;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds this call may take. */
  readonly deadlineMs?: number | undefined;
  /** A connection of this call's own. It goes before the toolkit's; credentials of the two are never mixed. */
  readonly connection?: ConnectionInput | undefined;
  /** Further places that this call's connection comes from, the nearest first, all before the toolkit's. */
  readonly connections?: readonly ConnectionSource[] | undefined;
  /** Takes each file as it streams. Without it, files are collected in memory, within limits, and are in the answer. */
  readonly onFile?: FileSink | undefined;
  readonly onContent?: ((part: Content) => void | Promise<void>) | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Files that references in the input name, beside those that the toolkit allows. */
  readonly inputs?: FileAccess["inputs"] | undefined;
  /** Asked in place of the policy's own approver. */
  readonly approve?: Policy["approve"] | undefined;
  readonly traceparent?: string | undefined;
}

type ConnectOptions = Pick<CallOptions, "connection" | "connections">;

/** An outcome and the files that were collected in memory. */
export type Answer<Output> = Outcome<Output> & { readonly files: readonly CollectedFile[] };

/** A tool that is not offered, and why. */
export interface HiddenTool {
  readonly tool: Tool;
  readonly reason: string;
}

/** Tools with their connections and rules: what every adapter takes. Close it, or hold it with `await using`. */
export interface Toolkit<Tools extends readonly Tool[] = readonly Tool[]> extends AsyncDisposable {
  /** What can be called with the present connections, in order of definition. */
  readonly tools: readonly Tools[number][];
  /** What cannot be called with the present connections. */
  readonly hidden: readonly HiddenTool[];
  readonly redactor: Redactor;
  readonly limits: Limits;
  readonly policy: Policy;
  /** Calls a tool and answers with its output. A dry run is answered with `unsupported`; use {@link Toolkit.run} for it. */
  call<Name extends Tools[number]["name"]>(
    name: Name,
    input: Raw<ToolNamed<Tools, Name>["input"]>,
    options?: CallOptions,
  ): ResultAsync<Parsed<ToolNamed<Tools, Name>["output"]>, ToolError>;
  /** Calls a tool by any name with any input: content, files and dry runs included. What adapters use. */
  run(name: string, input: unknown, options?: CallOptions): ResultAsync<Answer<unknown>, ToolError>;
  /** Proves a connector's connection with one cheap call; answers with whom it is. */
  verify(connector: string, options?: ConnectOptions & Pick<CallOptions, "signal">): ResultAsync<string, ToolError>;
  close(): Promise<void>;
}

type ToolNamed<Tools extends readonly Tool[], Name extends string> = Extract<Tools[number], { readonly name: Name }>;

const namePattern = /^[a-z][a-z0-9_]{2,47}$/;

/** Makes a toolkit. Throws a TypeError for a bad or double tool name and for a policy that names no tool. */
export const createToolkit = <const Tools extends readonly Tool[]>(options: ToolkitOptions<Tools>): Toolkit<Tools> => {
  const policy = options.policy ?? {};
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const redactor = options.redactor ?? createRedactor();
  const logger = redactingLogger(options.logger ?? silentLogger, redactor);
  const sessions = createSessionPool({ logger, redactor }, limits);
  const connections: Readonly<Record<string, ConnectionInput | undefined>> = options.connections ?? {};
  checkNames(options.tools);

  const ownSources = new Map<string, ConnectionSource>();
  const ownSource = ({ name, connection }: Connector): ConnectionSource => {
    const configured = connections[name];
    const source = ownSources.get(name) ?? {
      name: configured === undefined ? "environment" : "toolkit",
      values: configured ?? connectionFromEnvironment(connection),
    };
    ownSources.set(name, source);
    return source;
  };
  const connect = (connector: Connector, call: ConnectOptions): Result<ConnectionValues, ToolError> => {
    const nearest = call.connection === undefined ? [] : [{ name: "call", values: call.connection }];
    return resolveConnection(connector.connection, [...nearest, ...(call.connections ?? []), ownSource(connector)]);
  };

  const allowed = allowedTools(options.tools, policy);
  const hidden = allowed.flatMap((tool) => {
    const reason = connect(tool.connector, {}).match(
      (values) => tool.connector.unavailable?.(tool, values),
      () => undefined,
    );
    return reason === undefined ? [] : [{ tool, reason }];
  });
  const tools = allowed.filter((tool) => !hidden.some((entry) => entry.tool === tool));
  const byName = new Map<string, Tool>(allowed.map((tool) => [tool.name, tool]));

  /** A tool that the toolkit's own connection cannot use may still be called with another one. */
  const acquire = (tool: Tool, call: ConnectOptions): Result<Lease, ToolError> =>
    connect(tool.connector, call).andThen((values) => {
      const reason = tool.connector.unavailable?.(tool, values);
      return reason === undefined ? sessions.acquire(tool.connector, values) : err(unavailableTool(tool.name, reason));
    });

  const run: Toolkit["run"] = (name, input, call = {}) => {
    const tool = byName.get(name);
    if (tool === undefined) return errAsync(unknownTool(name, tools));
    const { files, sink } =
      call.onFile === undefined ? collectFiles(limits.collectedFileBytes) : { files: [], sink: call.onFile };
    const outcome = runTool(tool, input, {
      acquire: () => acquire(tool, call),
      policy: call.approve === undefined ? policy : { ...policy, approve: call.approve },
      limits,
      logger,
      redactor,
      access: { ...options.files, inputs: call.inputs ?? options.files?.inputs ?? new Map() },
      sink,
      signal: call.signal,
      deadlineMs: call.deadlineMs,
      traceparent: call.traceparent,
      onProgress: call.onProgress,
      onContent: call.onContent,
    });
    return new ResultAsync(withFiles(outcome, files));
  };

  const close = async (): Promise<void> => sessions[Symbol.asyncDispose]();

  return {
    tools,
    hidden,
    redactor,
    limits,
    policy,
    run,
    call: (name, input, call) =>
      run(name, input, call).andThen((answer) =>
        answer.status === "completed"
          ? ok(answer.output as Parsed<ToolNamed<Tools, typeof name>["output"]>)
          : err(toolError("unsupported", `Dry run: ${answer.plan}`, { hint: "Use run() to take plans as values." })),
      ),
    verify: (name, call = {}) => {
      const connector = options.tools.find((tool) => tool.connector.name === name)?.connector;
      if (connector === undefined)
        return errAsync(toolError("not_found", `No tool here uses a connector named ${name}.`));
      const lease = connect(connector, call).andThen((values) => sessions.acquire(connector, values));
      if (lease.isErr()) return errAsync(lease.error);
      const signal = AbortSignal.any([AbortSignal.timeout(limits.deadlineMs), ...(call.signal ? [call.signal] : [])]);
      const { session, release } = lease.value;
      return connector.verify(session, signal).andTee(release).orTee(release);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
};

/** Not `ResultAsync.map`: it makes a generator function at each call, at the cost that call-context.ts describes. */
const withFiles = async <Output>(
  running: ResultAsync<Outcome<Output>, ToolError>,
  files: readonly CollectedFile[],
): Promise<Result<Answer<Output>, ToolError>> => (await running).map((outcome) => ({ ...outcome, files }));

const checkNames = (tools: readonly Tool[]): void => {
  const seen = new Set<string>();
  for (const { name } of tools) {
    if (!namePattern.test(name))
      throw new TypeError(`Tool name ${JSON.stringify(name)} does not match ${namePattern}.`);
    if (seen.has(name)) throw new TypeError(`Two tools are named ${name}.`);
    seen.add(name);
  }
};

const unknownTool = (name: string, tools: readonly Tool[]): ToolError =>
  toolError("not_found", `There is no tool named ${JSON.stringify(name)}.`, {
    hint: `Tools: ${tools.map((tool) => tool.name).join(", ")}.`,
  });

const unavailableTool = (name: string, reason: string): ToolError =>
  toolError("unsupported", `${name} cannot be used with this connection: ${reason}`);
