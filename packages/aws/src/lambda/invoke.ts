import type { ToolError } from "@tsunagu/core";
import { errAsync, okAsync, type ResultAsync } from "neverthrow";
import type { AwsCall } from "../service.ts";
import { functionFailed, logTail } from "./function-error.ts";
import { lambdaOnce } from "./service.ts";

export interface InvocationRequest {
  readonly lambda_name: string;
  readonly payload_json: string;
  readonly invocation_type?: "RequestResponse" | "Event" | "DryRun";
  readonly qualifier?: string | undefined;
  readonly client_context_json?: string | undefined;
  readonly include_logs?: boolean;
}

export interface Invocation {
  readonly status_code: number;
  readonly executed_version: string | null;
  readonly request_id: string | null;
  readonly logs: string | null;
  readonly payload: Uint8Array;
}

/** Milliseconds: a function runs 15 minutes at most. */
export const invocationDeadlineMs = 16 * 60_000;

/**
 * Runs a function once. Errors: those of the service, and `upstream` when the function itself failed.
 *
 * @see AWS Lambda API Reference, Invoke
 */
export const invokeFunction = (call: AwsCall, request: InvocationRequest): ResultAsync<Invocation, ToolError> =>
  lambdaOnce(
    call,
    (sdk) =>
      new sdk.InvokeCommand({
        FunctionName: request.lambda_name,
        InvocationType: request.invocation_type ?? "RequestResponse",
        Payload: Buffer.from(request.payload_json),
        ...(request.include_logs ? { LogType: "Tail" } : {}),
        ...(request.qualifier === undefined ? {} : { Qualifier: request.qualifier }),
        ...(request.client_context_json === undefined
          ? {}
          : { ClientContext: Buffer.from(request.client_context_json).toString("base64") }),
      }),
  ).andThen((answer) => {
    const payload = answer.Payload ?? new Uint8Array();
    const executedVersion = answer.ExecutedVersion ?? null;
    const logs = logTail(answer.LogResult);
    const { requestId } = answer.$metadata;
    if (answer.FunctionError !== undefined) {
      return errAsync(
        functionFailed({
          functionName: request.lambda_name,
          functionError: answer.FunctionError,
          report: Buffer.from(payload).toString("utf8"),
          executedVersion,
          logs,
          requestId,
        }),
      );
    }
    return okAsync({
      status_code: answer.StatusCode ?? 200,
      executed_version: executedVersion,
      request_id: requestId ?? null,
      logs,
      payload,
    });
  });

/** A function's answer as text; undefined when its bytes are not UTF-8. */
export const textOf = (payload: Uint8Array): string | undefined => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(payload);
  } catch {
    return undefined; // the bytes are something else than text
  }
};
