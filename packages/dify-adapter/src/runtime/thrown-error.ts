import { type Redactor, type ToolError, toolError, toToolError } from "@tsunagu/core";

/** The error of what was thrown, without secrets. */
export const thrownError = (thrown: unknown, redactor: Redactor): ToolError => {
  const error = toToolError(thrown, defect);
  const { code: _code, message, ...more } = redactor.value(error) as unknown as ToolError;
  return toolError(error.code, message, more);
};

const defect = (thrown: unknown): ToolError =>
  toolError(
    "internal",
    `The call failed in a way that was not expected: ${thrown instanceof Error ? thrown.message : "unknown"}.`,
  );
