import { type ToolError, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";

/** Fields that several Parameter Store tools share. */
export const parameterName = () =>
  z
    .string()
    .min(1)
    .max(1011)
    .regex(/^(arn:\S+|[\w./-]+)$/, "is not a parameter's name: letters, digits, `_`, `.`, `-` and `/`")
    .describe("The parameter's name, such as `/app/db/host`, or its ARN.");

export const parameterReference = () =>
  z
    .string()
    .min(1)
    .max(1120)
    .regex(/^(arn:\S+|[\w./-]+(:[\w.-]+)?)$/, "is not a parameter's name")
    .describe("The parameter's name, such as `/app/db/host`, or its ARN; `:3` or `:label` behind it for a version.");

export const withDecryption = () =>
  z
    .boolean()
    .default(false)
    .describe("Return SecureString values in plain text, too. They are then part of the answer.");

/**
 * An error with the meaning that Parameter Store's own names have.
 *
 * @see AWS Systems Manager API Reference, Common Errors
 */
export const clearer = (error: ToolError): ToolError => {
  const name = error.origin?.code ?? "";
  const { code: _code, message, retryable: _retryable, ...rest } = error;
  if (name === "ParameterVersionNotFound") return toolError("not_found", message, rest);
  if (name === "ParameterAlreadyExists") {
    return toolError("conflict", message, { ...rest, hint: "Give overwrite to make a new version of it." });
  }
  return name === "TooManyUpdates" ? toolError("rate_limited", message, rest) : error;
};
