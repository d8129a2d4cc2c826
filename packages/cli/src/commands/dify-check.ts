import { ToolFailure, toolError } from "@tsunagu/core";
import { checkPlugin } from "@tsunagu/dify-adapter";
import { readPackage } from "@tsunagu/dify-adapter/package";
import { note, print } from "../output/print.ts";
import { readingFailure } from "./dify-file.ts";

/** Checks a plugin and prints each problem on a line. Throws a ToolFailure, `invalid_input`, where there is one. */
export const difyCheck = async (path: string): Promise<void> => {
  const files = await readPackage(path).catch((cause: unknown) => {
    throw readingFailure(path, cause);
  });
  const problems = checkPlugin(files);
  for (const problem of problems) print(problem);
  if (problems.length === 0) return note(`${path}: no problem found`);
  const count = problems.length === 1 ? "one problem" : `${problems.length} problems`;
  throw new ToolFailure(toolError("invalid_input", `${path} has ${count}.`));
};
