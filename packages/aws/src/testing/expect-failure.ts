import { describeError, isToolError, type ToolError, type ToolErrorCode } from "@tsunagu/core";
import type { Result } from "neverthrow";
import { expect } from "vitest";
import type { LocalToolkit } from "./local-toolkit.ts";

interface ExpectedFailure {
  readonly code: ToolErrorCode;
  /** The service's own code, or undefined when none can be known. */
  readonly origin?: string | undefined;
  /** Whether the service answered, so that a request id has to be there. */
  readonly answered?: boolean;
}

/** The error of a result that has to have failed as expected, with no secret in it or in the log. */
export const expectFailure = (
  result: Result<unknown, ToolError>,
  expected: ExpectedFailure,
  local: Pick<LocalToolkit, "aws" | "logLines">,
  secrets: readonly string[] = [],
): ToolError => {
  if (result.isOk()) throw new Error(`the call succeeded: ${JSON.stringify(result.value)}`);
  const { error } = result;
  expect(isToolError(error)).toBe(true);
  expect(error).toMatchObject({ code: expected.code });
  if (expected.origin !== undefined) expect(error.origin).toMatchObject({ code: expected.origin });
  if (expected.answered === true) expect(error.origin?.requestId, JSON.stringify(error)).toMatch(/^[\w+/=-]{10,}$/);
  const { accessKeyId, secretAccessKey, sessionToken = secretAccessKey } = local.aws.credentials;
  expectNoSecrets([JSON.stringify(error), ...local.logLines], [accessKeyId, secretAccessKey, sessionToken, ...secrets]);
  return error;
};

/** Asserts that none of the texts holds a secret, plain or percent-encoded. */
export const expectNoSecrets = (texts: readonly string[], secrets: readonly string[]): void => {
  const spellings = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]);
  for (const text of texts) expect(spellings.filter((spelling) => text.includes(spelling))).toEqual([]);
};

/** The value of a result that has to have succeeded. */
export const succeeded = <T>(result: Result<T, ToolError>): T => {
  if (result.isErr()) throw new Error(describeError(result.error));
  return result.value;
};
