import { CommanderError } from "commander";
import { createProgram } from "./program.ts";
import type { LoadTools } from "./tools.ts";

/** Runs the command. It sets the exit code and lets the process end by itself, so that what it writes is written whole. */
export const main = async (argv: readonly string[], load: LoadTools = loadToolsLate): Promise<void> => {
  process.stdout.on("error", endAtClosedPipe);
  try {
    await createProgram(load).parseAsync([...argv]);
  } catch (thrown) {
    if (thrown instanceof CommanderError) process.exitCode = thrown.exitCode === 0 ? 0 : wrongUsage;
    else {
      const { reportFailure } = await import("./output/report-failure.ts");
      process.exitCode = reportFailure(thrown, { json: argv.includes("--json") });
    }
  }
};

const wrongUsage = 2;

const loadToolsLate: LoadTools = async (name) => (await import("./tools.ts")).loadTools(name);

/** A reader that has enough, such as `head`, is no failure. */
const endAtClosedPipe = (error: NodeJS.ErrnoException): void => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
};
