import { isObject, type JsonObject, type ToolError, toolError } from "@tsunagu/core";
import { err, errAsync, ok, type Result, type ResultAsync } from "neverthrow";
import type { AwsCall } from "../service.ts";
import { sagemaker } from "./service.ts";

/** Bytes of a request, and of an answer. */
const maxBodyBytes = 6_291_456;

/**
 * Sends JSON to a real-time endpoint and reads the JSON that its container answers.
 * Errors: those of the service, `too_large`, and `upstream` for an answer that is no JSON object.
 *
 * @see Amazon SageMaker Runtime API Reference, InvokeEndpoint
 */
export const invokeEndpoint = (
  call: AwsCall,
  endpoint: string,
  request: JsonObject,
): ResultAsync<Record<string, unknown>, ToolError> => {
  const body = Buffer.from(JSON.stringify(request));
  if (body.byteLength > maxBodyBytes) {
    return errAsync(
      toolError(
        "too_large",
        `The request to ${endpoint} has ${body.byteLength} bytes; SageMaker takes ${maxBodyBytes}.`,
        {
          hint: "Send less at once.",
        },
      ),
    );
  }
  return sagemaker(
    call,
    (sdk) =>
      new sdk.InvokeEndpointCommand({
        EndpointName: endpoint,
        ContentType: "application/json",
        Accept: "application/json",
        Body: body,
      }),
  ).andThen(({ Body }) => objectIn(Buffer.from(Body ?? new Uint8Array()).toString("utf8"), endpoint));
};

/** The error for an answer that is not of the form a tool needs. */
export const unexpectedAnswer = (endpoint: string, expected: string, answer: unknown): ToolError =>
  toolError("upstream", `The endpoint ${endpoint} did not answer with ${expected}.`, {
    hint: "Check that the endpoint runs the container that this tool is for.",
    details: { endpoint, answer_type: typeof answer, answer_fields: isObject(answer) ? Object.keys(answer) : [] },
  });

const objectIn = (text: string, endpoint: string): Result<Record<string, unknown>, ToolError> => {
  const answer = parse(text);
  return isObject(answer) ? ok(answer) : err(unexpectedAnswer(endpoint, "a JSON object", answer));
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text; // told as it is
  }
};
