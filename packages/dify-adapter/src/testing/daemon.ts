import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { isObject } from "@tsunagu/core";
import { type CallOutcome, collectCall } from "./collect-call.ts";
import { createQueue, type Queue } from "./queue.ts";
import { LineTooLong, scanLines } from "./scan-lines.ts";

export interface DaemonOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Environment beside this process's own, which the plugin gets whole, as it gets the daemon's. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds until the first heartbeat has to come. Default 120,000. */
  readonly firstHeartbeatMs?: number;
  /** Milliseconds of silence after which the process is killed. Default 120,000. */
  readonly idleMs?: number;
  /** Milliseconds after which a call that got no end is given up. Default 600,000. */
  readonly callMs?: number;
}

export interface ToolRequest {
  readonly tool: string;
  readonly tool_parameters?: Readonly<Record<string, unknown>>;
  readonly credentials?: Readonly<Record<string, unknown>>;
  readonly provider?: string;
}

/** A plugin process and the daemon's side of its pipes. Dispose it to stop the process as the daemon does. */
export interface Daemon extends AsyncDisposable {
  readonly pid: number;
  /** Calls a tool. `onMessage` reads each message; while it is slow, the daemon reads nothing else once 1,024 wait. */
  invoke(request: ToolRequest, onMessage?: (data: unknown) => Promise<void>): Promise<CallOutcome>;
  validateCredentials(credentials: Readonly<Record<string, unknown>>): Promise<CallOutcome>;
  /** Sends any request. Rejects when no end comes in time, as it does when the process has died. */
  request(data: Readonly<Record<string, unknown>>, onMessage?: (data: unknown) => Promise<void>): Promise<CallOutcome>;
  /** Writes raw text to the plugin's input. */
  write(text: string): void;
  closeInput(): void;
  /** Stops reading, as a daemon does that has died. */
  closeOutput(): void;
  kill(signal: NodeJS.Signals): void;
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** When heartbeats came, in milliseconds of `performance.now()`. */
  readonly heartbeats: readonly number[];
  /** Lines that are no message, events that say an error, and messages that break a rule. A correct plugin causes none. */
  readonly problems: readonly string[];
  readonly logs: readonly unknown[];
  readonly errorOutput: () => string;
  /** Bytes of memory in use by the process (Linux). */
  residentBytes(): Promise<number>;
}

interface Call {
  readonly queue: Queue<SessionEvent>;
}

type SessionEvent = { readonly type: string; readonly data: unknown };

const scannerLimit = 5_242_880;

/**
 * Starts a plugin as the Dify plugin daemon starts it, and plays the daemon's part by its rules: the line limit that
 * kills, the wait for the first heartbeat, the idle limit, queues that block when a caller is slow, and calls that hang
 * when they get no end. Resolves at the first heartbeat.
 *
 * @see dify-plugin-daemon, internal/core/local_runtime
 */
export const startDaemon = async (options: DaemonOptions): Promise<Daemon> => {
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.environment, INSTALL_METHOD: "local" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const { stdin, stdout, stderr } = child;
  const exited = once(child, "exit").then(([code, signal]) => ({ code, signal }));
  const calls = new Map<string, Call>();
  const heartbeats: number[] = [];
  const problems: string[] = [];
  const logs: unknown[] = [];
  const errorPieces: string[] = [];
  const firstHeartbeat = Promise.withResolvers<void>();
  let lastActivity = performance.now();

  const onLine = async (line: string): Promise<void> => {
    lastActivity = performance.now();
    const message = parseLine(line);
    if (message === undefined) problems.push(`not a message: ${line.slice(0, 200)}`);
    else if (message["event"] === "heartbeat") {
      heartbeats.push(lastActivity);
      firstHeartbeat.resolve();
    } else if (message["event"] === "log") logs.push(message["data"]);
    else if (message["event"] !== "session" || !isObject(message["data"])) problems.push(`event ${line.slice(0, 200)}`);
    else {
      const call = calls.get(String(message["session_id"]));
      await call?.queue.put({ type: String(message["data"]["type"]), data: message["data"]["data"] });
    }
  };
  const readOutput = async (): Promise<void> => {
    try {
      for await (const line of scanLines(stdout, scannerLimit)) await onLine(line);
    } catch (cause) {
      if (!(cause instanceof LineTooLong)) return; // the pipe was closed
      problems.push(cause.message);
      child.kill("SIGKILL");
    }
  };
  void readOutput();
  stderr.setEncoding("utf8").on("data", (text: string) => {
    lastActivity = performance.now();
    errorPieces.push(text);
  });
  stdin.on("error", () => {}); // the process has ended; `exited` tells
  const idleMs = options.idleMs ?? 120_000;
  const idleTimer = setInterval(() => {
    if (performance.now() - lastActivity > idleMs) child.kill("SIGKILL");
  }, idleMs / 4).unref();
  void exited.then(() => clearInterval(idleTimer));

  const request: Daemon["request"] = async (data, onMessage) => {
    const id = randomUUID();
    const queue = createQueue<SessionEvent>(data["action"] === "invoke_tool" ? 1024 : 1);
    const giveUp = new AbortController();
    calls.set(id, { queue });
    const base = { conversation_id: null, message_id: null, app_id: null, endpoint_id: null, context: null };
    stdin.write(`${goJson({ session_id: id, ...base, event: "request", data: { user_id: "user", ...data } })}\n`);
    const callMs = options.callMs ?? 600_000;
    const killed = delay(callMs, undefined, { signal: giveUp.signal, ref: false }).then(() => {
      throw new Error(`killed by timeout: the call got no end within ${callMs} ms`);
    });
    try {
      return await Promise.race([readCall(queue, String(data["action"]), problems, onMessage), killed]);
    } finally {
      giveUp.abort();
      killed.catch(() => {}); // given up because the call ended
      calls.delete(id);
      queue.close();
    }
  };

  const waited = delay(options.firstHeartbeatMs ?? 120_000, "no heartbeat in time", { ref: false });
  const outcome = await Promise.race([firstHeartbeat.promise, waited, exited.then(({ code }) => `exit code ${code}`)]);
  if (typeof outcome === "string") {
    child.kill("SIGKILL");
    throw new Error(`The plugin did not start (${outcome}): ${errorPieces.join("").slice(-1024)}`);
  }
  return {
    pid: child.pid ?? 0,
    request,
    invoke: (call, onMessage) =>
      request(
        {
          type: "tool",
          action: "invoke_tool",
          provider: call.provider ?? "provider",
          tool: call.tool,
          tool_parameters: call.tool_parameters ?? {},
          credentials: call.credentials ?? {},
          credential_type: "api-key",
        },
        onMessage,
      ),
    validateCredentials: (credentials) =>
      request({ type: "tool", action: "validate_tool_credentials", provider: "provider", credentials }),
    write: (text) => void stdin.write(text),
    closeInput: () => void stdin.end(),
    closeOutput: () => void stdout.destroy(),
    kill: (signal) => void child.kill(signal),
    exited,
    heartbeats,
    problems,
    logs,
    errorOutput: () => errorPieces.join(""),
    residentBytes: () => residentBytes(child),
    [Symbol.asyncDispose]: async () => {
      for (const pipe of [stdin, stdout, stderr]) pipe.destroy();
      child.kill("SIGKILL");
      await exited;
    },
  };
};

const readCall = async (
  queue: Queue<SessionEvent>,
  action: string,
  problems: string[],
  onMessage: ((data: unknown) => Promise<void>) | undefined,
): Promise<CallOutcome> => {
  const collector = collectCall(action);
  for await (const { type, data } of queue) {
    if (type === "end" && data !== undefined) return collector.finish();
    if (type === "error" && isObject(data)) {
      const args = isObject(data["args"]) ? data["args"] : {};
      if (Object.keys(args).length > 10) problems.push("an error has more than ten args");
      return collector.finish({ error_type: String(data["error_type"]), message: String(data["message"]), args });
    }
    if (type !== "stream") {
      problems.push(`a session message of type ${type} was dropped`); // the caller goes on waiting
      continue;
    }
    const problem = collector.take(data);
    if (problem !== undefined) {
      problems.push(problem);
      return collector.finish({ error_type: "unmarshal_error", message: problem, args: {} });
    }
    await onMessage?.(data);
  }
  throw new Error("the call was given up");
};

const parseLine = (line: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // the daemon ignores it too, but a correct plugin writes no such line
  }
};

/** JSON as Go writes it: with the characters escaped that are special in HTML. */
const goJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const residentBytes = async (child: ChildProcess): Promise<number> => {
  const status = await readFile(`/proc/${child.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024;
};
