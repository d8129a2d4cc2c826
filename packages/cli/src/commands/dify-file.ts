import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { ToolFailure, toolError } from "@tsunagu/core";

/** The failure of a file that could not be read, or is not what it should be. */
export const readingFailure = (path: string, cause: unknown): ToolFailure => {
  if (cause instanceof ToolFailure) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === "ENOENT") return new ToolFailure(toolError("not_found", `There is no ${path}.`));
  return new ToolFailure(toolError("invalid_input", `${path}: ${message}`));
};

/** Writes a file that is not there yet. Throws a ToolFailure, `conflict`, for one that is. */
export const writeNewFile = async (path: string, content: string | Uint8Array, mode = 0o644): Promise<void> => {
  try {
    await writeFile(path, content, { flag: "wx", mode });
  } catch (cause) {
    throw (cause as NodeJS.ErrnoException).code === "EEXIST" ? taken(path) : readingFailure(path, cause);
  }
};

/** Throws a ToolFailure, `conflict`, for a file that is there: before work whose result could not be written. */
export const refuseTaken = (path: string): void => {
  if (existsSync(path)) throw taken(path);
};

const taken = (path: string): ToolFailure =>
  new ToolFailure(toolError("conflict", `${path} is there already. Choose another name, or remove it.`));
