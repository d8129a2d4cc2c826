import { readFile, writeFile } from "node:fs/promises";
import { ToolFailure, toolError } from "@tsunagu/core";

const firstLine = "# Written by `tsunagu local`; source it in a shell.";

/** Writes `export` lines to a file, readable by this user only. Throws `conflict` for a file that somebody else wrote. */
export const writeEnvironmentFile = async (path: string, lines: readonly string[]): Promise<void> => {
  const present = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return undefined;
    throw cause;
  });
  if (present !== undefined && !present.startsWith(firstLine)) {
    const hint = "Give another --write-env, or remove that file first.";
    throw new ToolFailure(
      toolError("conflict", `--write-env: ${path} holds something else and is not overwritten.`, { hint }),
    );
  }
  await writeFile(path, [firstLine, ...lines, ""].join("\n"), { mode: 0o600 });
};
