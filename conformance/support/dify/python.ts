import { createHash } from "node:crypto";
import { existsSync, globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../process.ts";
import { SETUP_TIMEOUT_MS } from "../python.ts";

const REQUIREMENTS = new URL("../../dify-requirements.txt", import.meta.url);
const ENVIRONMENT = new URL("../../node_modules/.cache/dify-python/", import.meta.url);
const VERSION_TIMEOUT_MS = 20_000;

/** Python with the Python SDK of Dify, and uv. */
export interface DifyPython {
  /** Python of the environment that has the SDK. */
  readonly python: string;
  readonly uv: string;
  /** The Python that the environment was made of, for other environments, and its version. */
  readonly base: string;
  readonly version: string;
}

let ready: Promise<DifyPython> | undefined;

/**
 * Python with the packages of `conformance/dify-requirements.txt`, in an environment of its own, which is made when it is
 * missing or the requirements changed. Python 3.12, which Dify runs plugins with, goes before others; 3.11 and newer will do.
 */
export function difyPython(): Promise<DifyPython> {
  ready ??= prepare();
  return ready;
}

async function prepare(): Promise<DifyPython> {
  const { path: base, version } = await findPython();
  const [script, requirements, folder] = [new URL("../environment.py", import.meta.url), REQUIREMENTS, ENVIRONMENT].map(
    (url) => fileURLToPath(url),
  );
  const stamp = createHash("sha256")
    .update(await readFile(REQUIREMENTS))
    .update(version)
    .digest("hex");
  await run(base, [script ?? "", requirements ?? "", folder ?? "", stamp], { timeoutMs: SETUP_TIMEOUT_MS });
  const bin = join(folder ?? "", "bin");
  return { python: join(bin, "python"), uv: join(bin, "uv"), base, version };
}

async function findPython(): Promise<{ path: string; version: string }> {
  const pyenv = process.env["PYENV_ROOT"] ?? join(homedir(), ".pyenv");
  const candidates = [
    "python3.12",
    ...globSync(join(pyenv, "versions", "3.12.*", "bin", "python3")),
    "python3.13",
    "python3.14",
    "python3",
    ...globSync(join(pyenv, "versions", "3.1[1-9].*", "bin", "python3")),
  ];
  for (const candidate of candidates) {
    const found = await describePython(candidate);
    if (found !== undefined && Number(found.version.split(".")[1]) >= 11) return found;
  }
  throw new Error(
    "The Dify tests need Python 3.11 or newer, better 3.12. On Debian and Ubuntu: apt-get install python3",
  );
}

async function describePython(command: string): Promise<{ path: string; version: string } | undefined> {
  const script = "import sys; print(sys.executable); print('.'.join(map(str, sys.version_info[:3])))";
  try {
    const [path = "", version = ""] = (await run(command, ["-c", script], { timeoutMs: VERSION_TIMEOUT_MS })).split(
      "\n",
    );
    return existsSync(path) ? { path, version } : undefined;
  } catch {
    return undefined; // not installed, or a shim for a version that is not chosen; the next candidate may be there
  }
}
