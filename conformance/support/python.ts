import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { run } from "./process.ts";

const REQUIREMENTS = new URL("../requirements.txt", import.meta.url);
const ENVIRONMENT = new URL("../.venv/", import.meta.url);
const STAMP = new URL("requirements.sha256", ENVIRONMENT);

/** How long making the environment may take: the time limit for a hook that waits for it. */
export const SETUP_TIMEOUT_MS = 600_000;

let ready: Promise<{ python: string }> | undefined;

/**
 * The Python of the virtual environment `conformance/.venv`, with the packages of `conformance/requirements.txt`.
 * The environment is made when it is missing and made anew when the requirements changed, which takes about a minute
 * and the network; processes that ask at the same time wait for the one that makes it.
 * Rejects with the way out when python3 is missing, older than 3.11, or lacks its venv module, or when pip fails.
 */
export function pythonEnvironment(): Promise<{ python: string }> {
  ready ??= prepare();
  return ready;
}

async function prepare(): Promise<{ python: string }> {
  const stamp = createHash("sha256")
    .update(await readFile(REQUIREMENTS))
    .digest("hex");
  if (!(await isCurrent(stamp))) await make(stamp);
  return { python: fileURLToPath(new URL("bin/python", ENVIRONMENT)) };
}

async function isCurrent(stamp: string): Promise<boolean> {
  return existsSync(STAMP) && (await readFile(STAMP, "utf8")) === stamp;
}

async function make(stamp: string): Promise<void> {
  const script = fileURLToPath(new URL("environment.py", import.meta.url));
  try {
    const paths = [REQUIREMENTS, ENVIRONMENT].map((url) => fileURLToPath(url));
    await run("python3", [script, ...paths, stamp], { timeoutMs: SETUP_TIMEOUT_MS });
  } catch (error) {
    throw new Error(`The Python environment of the conformance tests cannot be made. ${explain(error)}`, {
      cause: error,
    });
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const missing = error.cause instanceof Error && "code" in error.cause && error.cause.code === "ENOENT";
  return missing
    ? "python3 is not in PATH. On Debian and Ubuntu: apt-get install python3 python3-venv."
    : error.message;
}
