import { TextDecoder } from "node:util";
import type { InvokeWithResponseStreamCommandOutput } from "@aws-sdk/client-lambda";
import { type ToolContext, type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import type { ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import type { AwsSession } from "../session.ts";
import { functionFailed, logTail } from "./function-error.ts";
import { invocationDeadlineMs } from "./invoke.ts";
import { clientContextJson, includeLogs, lambdaName, payloadJson, qualifier } from "./schema.ts";
import { lambdaOnce } from "./service.ts";

const mebibyte = 1024 ** 2;

const input = () =>
  z.strictObject({
    lambda_name: lambdaName(),
    payload_json: payloadJson(),
    qualifier: qualifier(),
    client_context_json: clientContextJson(),
    include_logs: includeLogs(),
    max_bytes: z
      .int()
      .min(1)
      .max(20 * mebibyte)
      .default(6 * mebibyte)
      .describe("Most bytes to take; a longer response ends the call with `too_large`."),
  });

/**
 * Runs a function that streams its response, and passes the text on as it comes.
 * Its effect is `destroy`: the function can do whatever its role allows.
 *
 * @see AWS Lambda API Reference, InvokeWithResponseStream
 */
export const lambdaInvokeStream = awsTool({
  name: "lambda_invoke_stream",
  title: "Run a Lambda function, streaming",
  description:
    "Runs an AWS Lambda function that streams its response, and passes UTF-8 text on piece by piece as it arrives; the whole text is in the answer too. " +
    "A function that fails, at once or midway, is an error. It is run once and never repeated by itself. " +
    "For functions that answer in one piece, or with bytes, use lambda_invoker.",
  effect: { kind: "destroy", idempotent: false, openWorld: true },
  permissions: ["lambda:InvokeFunction"],
  deadlineMs: invocationDeadlineMs,
  input,

  output: () =>
    z.object({
      function_name: z.string(),
      status_code: z.int(),
      executed_version: z.string().nullable(),
      content_type: z.string().nullable(),
      response_text: z.string(),
      size: z.int().min(0).describe("Bytes of the response."),
      logs: z.string().nullable(),
      request_id: z.string().nullable(),
    }),

  plan: ({ lambda_name }) => `Runs the Lambda function ${lambda_name}.`,

  execute: (request, call) => invokeStream(request, call),
});

type Request = z.output<ReturnType<typeof input>>;
type Call = ToolContext<AwsSession>;

const invokeStream = (request: Request, call: Call) =>
  lambdaOnce.use(call, "InvokeWithResponseStream", async (client, sdk) => {
    const answer = await client.send(
      new sdk.InvokeWithResponseStreamCommand({
        FunctionName: request.lambda_name,
        Payload: Buffer.from(request.payload_json),
        ...(request.include_logs ? { LogType: "Tail" } : {}),
        ...(request.qualifier === undefined ? {} : { Qualifier: request.qualifier }),
        ...(request.client_context_json === undefined
          ? {}
          : { ClientContext: Buffer.from(request.client_context_json).toString("base64") }),
      }),
      { abortSignal: call.signal },
    );
    const { text, size, logs } = await readStream(answer, request, call);
    return {
      function_name: request.lambda_name,
      status_code: answer.StatusCode ?? 200,
      executed_version: answer.ExecutedVersion ?? null,
      content_type: answer.ResponseStreamContentType ?? null,
      response_text: text,
      size,
      logs,
      request_id: answer.$metadata.requestId ?? null,
    };
  }) satisfies ResultAsync<unknown, ToolError>;

interface Streamed {
  readonly text: string;
  readonly size: number;
  readonly logs: string | null;
}

const readStream = async (
  answer: InvokeWithResponseStreamCommandOutput,
  request: Request,
  call: Call,
): Promise<Streamed> => {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const parts: string[] = [];
  let size = 0;
  const take = async (bytes?: Uint8Array): Promise<void> => {
    const text = decode(decoder, bytes, request.lambda_name);
    if (text === "") return;
    parts.push(text);
    await call.emit({ type: "text", text });
  };
  for await (const event of answer.EventStream ?? []) {
    if (event.PayloadChunk?.Payload !== undefined) {
      size += event.PayloadChunk.Payload.byteLength;
      if (size > request.max_bytes) throw new ToolFailure(tooLong(request));
      await take(event.PayloadChunk.Payload);
    }
    if (event.InvokeComplete !== undefined) {
      const { ErrorCode, ErrorDetails, LogResult } = event.InvokeComplete;
      const logs = logTail(LogResult);
      if (ErrorCode) throw new ToolFailure(failure(request, answer, ErrorCode, ErrorDetails ?? "", logs));
      await take();
      return { text: parts.join(""), size, logs };
    }
  }
  throw new ToolFailure(brokenOff(request.lambda_name, size));
};

const decode = (decoder: TextDecoder, bytes: Uint8Array | undefined, functionName: string): string => {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch {
    throw new ToolFailure(
      toolError("unsupported", `The function ${functionName} streams bytes that are not UTF-8 text.`, {
        hint: "Use lambda_invoker, which hands bytes out as a file.",
      }),
    );
  }
};

const failure = (
  request: Request,
  answer: InvokeWithResponseStreamCommandOutput,
  functionError: string,
  report: string,
  logs: string | null,
): ToolError =>
  functionFailed({
    functionName: request.lambda_name,
    functionError,
    report,
    executedVersion: answer.ExecutedVersion ?? null,
    logs,
    requestId: answer.$metadata.requestId,
  });

const tooLong = ({ lambda_name, max_bytes }: Request): ToolError =>
  toolError("too_large", `The function ${lambda_name} streams more than ${max_bytes} bytes.`, {
    details: { max_bytes },
  });

const brokenOff = (functionName: string, size: number): ToolError =>
  toolError("upstream", `The response of the function ${functionName} broke off after ${size} bytes.`, {
    hint: "The function may have run to its end; look before running it again.",
  });
