import { type ToolError, toolError } from "@tsunagu/core";
import { awsService } from "../service.ts";

/** AWS Step Functions. */
export const stepfunctions = awsService(
  "stepfunctions",
  () => import("@aws-sdk/client-sfn"),
  (sdk, config) => new sdk.SFNClient(config),
);

/** AWS Step Functions, for synchronous express executions: sent once, because each request starts an execution of its own. */
export const stepfunctionsOnce = awsService(
  "stepfunctions-sync",
  () => import("@aws-sdk/client-sfn"),
  (sdk, config) => new sdk.SFNClient({ ...config, maxAttempts: 1 }),
);

/**
 * An error with the meaning that this service's own names have.
 *
 * @see AWS Step Functions API Reference, Common Errors
 */
export const clearer = (error: ToolError): ToolError => {
  const name = error.origin?.code ?? "";
  const { code: _code, message, retryable: _retryable, ...rest } = error;
  if (name.endsWith("DoesNotExist") || name === "ResourceNotFound") return toolError("not_found", message, rest);
  if (name === "ExecutionLimitExceeded") return toolError("rate_limited", message, rest);
  if (name === "StateMachineDeleting") return toolError("conflict", message, rest);
  return name === "StateMachineTypeNotSupported"
    ? toolError("unsupported", message, { ...rest, hint: typeHint })
    : error;
};

const typeHint =
  "Standard state machines are run with stepfunctions_start_execution, express ones also with stepfunctions_start_sync_execution.";
