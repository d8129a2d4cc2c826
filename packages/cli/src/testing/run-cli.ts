import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** The command as users run it, or the same command over fixture tools. */
export type Bin = "bin" | "fixture";

export interface RunOptions {
  readonly bin?: Bin;
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Standard input. */
  readonly input?: string;
  readonly nodeArguments?: readonly string[];
}

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const scripts = {
  bin: fileURLToPath(new URL("../bin.ts", import.meta.url)),
  fixture: fileURLToPath(new URL("fixture-bin.ts", import.meta.url)),
};

/** Starts the command in a process of its own, with nothing of this one's environment but what processes need. */
export const startCli = (words: readonly string[], options: RunOptions = {}): ChildProcessWithoutNullStreams => {
  const { bin = "fixture", cwd, environment, nodeArguments = [] } = options;
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, ["--conditions=@tsunagu/source", ...nodeArguments, scripts[bin], ...words], {
    cwd,
    env: { PATH, HOME, ...environment },
  });
  child.stdin.end(options.input ?? "");
  return child;
};

/** Runs the command to its end. */
export const runCli = (words: readonly string[], options: RunOptions = {}): Promise<Ended> =>
  ended(startCli(words, options));

/** Waits for a started command's end. */
export const ended = async (child: ChildProcessWithoutNullStreams): Promise<Ended> => {
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: code as number | null, stdout, stderr };
};
