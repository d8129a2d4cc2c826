import { type ToolError, toolError } from "@tsunagu/core";
import { awsService } from "../service.ts";

/** Amazon Transcribe. */
export const transcribe = awsService(
  "transcribe",
  () => import("@aws-sdk/client-transcribe"),
  (sdk, config) => new sdk.TranscribeClient(config),
);

/**
 * An error with the meaning that this service's own names have.
 *
 * @see Amazon Transcribe API Reference, Common Errors
 */
export const clearer = (error: ToolError): ToolError => {
  const { code: _code, message, retryable: _retryable, ...rest } = error;
  if (error.origin?.code === "LimitExceededException") return toolError("rate_limited", message, rest);
  const missing = error.origin?.code === "BadRequestException" && /couldn't be found/.test(message);
  return missing ? toolError("not_found", message, rest) : error;
};
