import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { pythonEnvironment } from "./python.ts";

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 30_000;
const ERROR_OUTPUT_LIMIT = 8_000;

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

export interface Moto {
  /** The AWS endpoint of every service, without a trailing slash. HTTP/1.1 only; use path-style S3 addresses. */
  readonly url: string;
  /** Forgets every resource of every service. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a moto server on a free loopback port. It ends with `close()` or with this process, whichever is first.
 * Lambda runs without containers there (an invocation answers with its payload).
 * moto checks no signatures, and few of the limits that AWS checks: see `oracle.ts` for those.
 *
 * @see moto, Non-Python SDKs / Server Mode
 */
export async function startMoto(): Promise<Moto> {
  const { python } = await pythonEnvironment();
  const script = fileURLToPath(new URL("moto_server.py", import.meta.url));
  const child = spawn(python, [script], { env: cleanEnvironment(), stdio: ["pipe", "pipe", "pipe"] });
  try {
    const url = await firstLine(child);
    await post(`${url}/moto-api/config`, { lambda: { use_docker: false } });
    return { url, reset: () => post(`${url}/moto-api/reset`), close: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

/** The environment without AWS and moto settings of the machine, which would change what the server does. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS|MOTO)_/.test(name));
  return { ...Object.fromEntries(kept), AWS_EC2_METADATA_DISABLED: "true" };
}

async function firstLine(child: Child): Promise<string> {
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-ERROR_OUTPUT_LIMIT);
  });
  const signal = AbortSignal.timeout(START_TIMEOUT_MS);
  const ended = once(child, "exit", { signal }).then(([code]) => {
    throw new Error(`it ended with code ${code}`);
  });
  const line = once(createInterface(child.stdout), "line", { signal }).then(([text]) => String(text));
  try {
    return await Promise.race([line, ended]);
  } catch (error) {
    const reason = signal.aborted ? `it was not ready after ${START_TIMEOUT_MS} ms` : String(error);
    throw new Error(`The moto server did not start: ${reason}. ${errors}`, { cause: error });
  }
}

async function post(url: string, body?: unknown): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`moto answered ${response.status} to POST ${url}`);
}

async function stop(child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.stdin.end();
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(timer);
}
