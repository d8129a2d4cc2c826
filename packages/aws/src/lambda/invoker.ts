import { bodyOf, type JsonValue, type ToolContext, type ToolError } from "@tsunagu/core";
import { fileOutput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import { okAsync, type ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import { isJson } from "../json-text.ts";
import type { AwsSession } from "../session.ts";
import { type Invocation, invocationDeadlineMs, invokeFunction, textOf } from "./invoke.ts";
import { clientContextJson, includeLogs, lambdaName, payloadJson, qualifier } from "./schema.ts";

/**
 * Runs a Lambda function once and answers with what it returned: JSON, text, or bytes as a file.
 * A function that fails is an `upstream` error with its type and message.
 * Its effect is `destroy`, as that of everything that runs a program of somebody else's: it can do whatever its role allows.
 *
 * @see AWS Lambda API Reference, Invoke
 */
export const lambdaInvoker = awsTool({
  name: "lambda_invoker",
  title: "Run a Lambda function",
  description:
    "Runs an AWS Lambda function with a JSON event and returns its answer (RequestResponse), queues the event without waiting (Event), " +
    "or only checks that it may be run (DryRun). A function that fails is an error with its type and message. " +
    "It is run once and never repeated by itself. Use lambda_list_functions to find names, lambda_invoke_stream for functions that stream.",
  effect: { kind: "destroy", idempotent: false, openWorld: true },
  effectOf: ({ invocation_type }) =>
    invocation_type === "DryRun" ? { kind: "read" } : { kind: "destroy", idempotent: false, openWorld: true },
  permissions: ["lambda:InvokeFunction"],
  deadlineMs: invocationDeadlineMs,

  input: () =>
    z.strictObject({
      lambda_name: lambdaName(),
      payload_json: payloadJson(),
      invocation_type: z
        .enum(["RequestResponse", "Event", "DryRun"])
        .default("RequestResponse")
        .describe("Wait for the answer, only queue the event, or only check permission."),
      qualifier: qualifier(),
      client_context_json: clientContextJson(),
      include_logs: includeLogs(),
    }),

  output: () =>
    z.object({
      function_name: z.string(),
      status_code: z.int().describe("200 ran, 202 queued, 204 may be run."),
      executed_version: z.string().nullable(),
      invocation_type: z.string(),
      qualifier: z.string().nullable(),
      response_kind: z
        .enum(["json", "text", "binary", "none"])
        .describe("Which of the response fields holds the answer."),
      response_json: z.json().describe("The answer, if it is JSON; null may be the answer itself."),
      response_text: z.string().nullable(),
      response_file: fileOutput.nullable(),
      logs: z.string().nullable(),
      request_id: z.string().nullable(),
    }),

  plan: ({ lambda_name, invocation_type }) =>
    `${invocation_type === "Event" ? "Queues an event for" : "Runs"} the Lambda function ${lambda_name}.`,

  execute: (input, call) =>
    invokeFunction(call, input).andThen((invocation) =>
      responseOf(invocation, input.lambda_name, call).map((response) => ({
        function_name: input.lambda_name,
        status_code: invocation.status_code,
        executed_version: invocation.executed_version,
        invocation_type: input.invocation_type,
        qualifier: input.qualifier ?? null,
        ...response,
        logs: invocation.logs,
        request_id: invocation.request_id,
      })),
    ),

  present: (answer) => {
    if (answer.response_file !== null) return [{ type: "file", file: answer.response_file }];
    const text = answer.response_kind === "json" ? JSON.stringify(answer.response_json) : answer.response_text;
    return [{ type: "text", text: text ?? `${answer.function_name}: status ${answer.status_code}` }];
  },
});

interface Response {
  readonly response_kind: "json" | "text" | "binary" | "none";
  readonly response_json: JsonValue;
  readonly response_text: string | null;
  readonly response_file: { uri: string | null; name: string; media_type: string; size: number } | null;
}

const nothing: Response = { response_kind: "none", response_json: null, response_text: null, response_file: null };

const responseOf = (
  { payload }: Invocation,
  functionName: string,
  call: ToolContext<AwsSession>,
): ResultAsync<Response, ToolError> => {
  if (payload.byteLength === 0) return okAsync(nothing);
  const text = textOf(payload);
  if (text === undefined) return binaryResponse(payload, functionName, call);
  if (!isJson(text)) return okAsync({ ...nothing, response_kind: "text", response_text: text });
  return okAsync({ ...nothing, response_kind: "json", response_json: JSON.parse(text) as JsonValue });
};

const binaryResponse = (
  payload: Uint8Array,
  functionName: string,
  call: ToolContext<AwsSession>,
): ResultAsync<Response, ToolError> => {
  const name = `${functionName.replaceAll(/[^\w.-]/g, "-")}.bin`;
  const mediaType = "application/octet-stream";
  return call.files
    .write({ name, mediaType, size: payload.byteLength, body: bodyOf(payload) })
    .map(({ uri, size }) => ({
      ...nothing,
      response_kind: "binary",
      response_file: { uri, name, media_type: mediaType, size },
    }));
};
