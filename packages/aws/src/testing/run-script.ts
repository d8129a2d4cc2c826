import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const packageFolder = fileURLToPath(new URL("../..", import.meta.url));
const timeoutMs = 30_000;

/** Runs a module in a process of its own whose environment is only what is given; answers with what it printed. */
export const runScript = async (
  code: string,
  environment: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
): Promise<string> => {
  const args = ["--conditions=@tsunagu/source", ...flags, "--input-type=module", "--eval", code];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: packageFolder,
    env: { HOME: tmpdir(), ...environment },
    timeout: timeoutMs,
  });
  return stdout;
};
