import { describeError, type ToolError, toolError, toToolError } from "@tsunagu/core";
import { exitCodes } from "../exit-codes.ts";
import { note } from "./print.ts";

/** Writes what failed to standard error, in words or as JSON, and answers with the exit code. */
export const reportFailure = (thrown: unknown, options: { readonly json?: boolean | undefined }): number => {
  const error = toToolError(thrown, unexpected);
  note(options.json ? JSON.stringify({ error }) : describeError(error));
  return exitCodes[error.code];
};

const unexpected = (thrown: unknown): ToolError =>
  toolError("internal", thrown instanceof Error ? thrown.message : "Something failed that gave no reason.");
