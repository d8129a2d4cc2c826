import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { isObject } from "@tsunagu/core";
import { createDifyService, type DifyService } from "./dify-service.ts";
import { hostCalls, type PluginCaller } from "./host-calls.ts";
import { parseLine } from "./json.ts";
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
  /** What answers backwards calls. Default: nothing is permitted. */
  readonly service?: DifyService;
}

/** A plugin process and the daemon's side of its pipes. Dispose it to stop the process as the daemon does. */
export interface Daemon extends PluginCaller, AsyncDisposable {
  readonly pid: number;
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
  const heartbeats: number[] = [];
  const problems: string[] = [];
  const logs: unknown[] = [];
  const errorPieces: string[] = [];
  const calls = hostCalls({
    write: (line) => void stdin.write(`${line}\n`),
    problems,
    callMs: options.callMs ?? 600_000,
    service: options.service ?? createDifyService(),
  });
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
    else await calls.take(message);
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

  const waited = delay(options.firstHeartbeatMs ?? 120_000, "no heartbeat in time", { ref: false });
  const outcome = await Promise.race([firstHeartbeat.promise, waited, exited.then(({ code }) => `exit code ${code}`)]);
  if (typeof outcome === "string") {
    child.kill("SIGKILL");
    throw new Error(`The plugin did not start (${outcome}): ${errorPieces.join("").slice(-1024)}`);
  }
  return {
    pid: child.pid ?? 0,
    request: calls.request,
    invoke: calls.invoke,
    validateCredentials: calls.validateCredentials,
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

const residentBytes = async (child: ChildProcess): Promise<number> => {
  const status = await readFile(`/proc/${child.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024;
};
