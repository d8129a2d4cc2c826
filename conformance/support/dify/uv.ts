import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { run } from "../process.ts";
import { type DifyPython, difyPython } from "./python.ts";

const CACHE = fileURLToPath(new URL("../../node_modules/.cache/uv/", import.meta.url));
const TIMEOUT_MS = 300_000;
const PASSED_ON = /^(HTTPS?_PROXY|NO_PROXY|SSL_CERT_FILE|REQUESTS_CA_BUNDLE)$/i;

/** Which of the files the daemon takes: `pyproject.toml`, or `requirements.txt` where a mirror is set. */
export type Source = "pyproject" | "requirements";

/**
 * Makes the virtual environment of an unpacked plugin as Dify's daemon does, with the same commands and nothing but the same
 * variables, and gives its Python. Python is the one there is: Dify asks for 3.12.
 */
export async function makePluginEnvironment(directory: string, source: Source): Promise<string> {
  const { base } = await difyPython();
  await uv(directory, ["venv", ".venv", "--python", base]);
  await uv(directory, source === "pyproject" ? ["sync", "--no-dev"] : ["pip", "install", "-r", "requirements.txt"]);
  return `${directory}/.venv/bin/python`;
}

/** The wheel that pip takes of the pinned package on a platform, and its SHA-256 by the index. Nothing is downloaded. */
export async function wheelOf(platform: string, requirement: string): Promise<{ name: string; sha256: string }> {
  const { python } = await difyPython();
  const platformOptions = ["--platform", platform, "--only-binary=:all:", "--no-deps", "--target", "none"];
  const options = ["--dry-run", "--quiet", "--report", "-", "--ignore-installed", ...platformOptions];
  const report = await run(python, ["-m", "pip", "install", ...options, requirement], { timeoutMs: TIMEOUT_MS });
  const [found] = (JSON.parse(report) as Report).install;
  const name = found.download_info.url.split("/").at(-1) ?? "";
  return { name, sha256: found.download_info.archive_info.hashes.sha256 };
}

interface Report {
  readonly install: readonly [
    {
      readonly download_info: {
        readonly url: string;
        readonly archive_info: { readonly hashes: { readonly sha256: string } };
      };
    },
  ];
}

async function uv(directory: string, args: readonly string[]): Promise<void> {
  const peer: DifyPython = await difyPython();
  const inherited = Object.entries(process.env).filter(([name]) => PASSED_ON.test(name));
  const { PATH = "" } = process.env;
  const environment = {
    ...Object.fromEntries(inherited),
    VIRTUAL_ENV: `${directory}/.venv`,
    PATH,
    UV_CACHE_DIR: CACHE,
  };
  await promisify(execFile)(peer.uv, [...args], { cwd: directory, env: environment, timeout: TIMEOUT_MS });
}
