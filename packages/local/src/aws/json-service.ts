import type { Answer } from "./answer.ts";
import { AwsError } from "./errors.ts";
import type { KeyRing } from "./keys.ts";
import { type LocalRequest, readBody } from "./request.ts";
import type { Service, ServiceName } from "./service.ts";
import { jsonSignatureError } from "./sigv4/json-errors.ts";
import type { Verified } from "./sigv4/verify.ts";
import { verifyBody } from "./sigv4/verify-body.ts";

/** One verified request of a service that speaks AWS JSON. */
export interface JsonCall {
  readonly request: LocalRequest;
  readonly operation: string;
  readonly body: Buffer;
  readonly verified: Verified;
}

export interface JsonServiceOptions {
  readonly name: ServiceName;
  readonly contentType: "application/x-amz-json-1.0" | "application/x-amz-json-1.1";
  readonly maxBodyBytes: number;
  readonly keys: KeyRing;
  handle(call: JsonCall): Promise<Answer>;
}

/**
 * A service that takes the operation from `X-Amz-Target` and its input as JSON.
 *
 * @see Smithy 2.0, AWS JSON 1.0 protocol
 */
export const createJsonService = ({ name, contentType, maxBodyBytes, keys, handle }: JsonServiceOptions): Service => ({
  name,
  open: async (request) => {
    const operation = (request.headers.get("x-amz-target") ?? "").split(".")[1] ?? "Unknown";
    return {
      operation,
      run: async () => {
        const body = await readBody(request.body, maxBodyBytes, tooLarge);
        return withRequestId(
          await handle({ request, operation, body, verified: verifyBody(request, body, keys, jsonSignatureError) }),
          request,
        );
      },
    };
  },
  refuse: refuseAsJson(contentType),
  throttled: () => new AwsError(400, "ThrottlingException", "Rate exceeded"),
});

/** Writes errors in the form of AWS JSON. */
export const refuseAsJson =
  (contentType: string) =>
  (error: AwsError, request: LocalRequest): Answer =>
    withRequestId(
      {
        status: error.status,
        headers: { "content-type": contentType, ...error.headers },
        body: JSON.stringify({
          __type: error.code,
          ...(error.message === "" ? {} : { message: error.message }),
          ...error.details,
        }),
      },
      request,
    );

export const jsonAnswer = (contentType: string, output: unknown): Answer => ({
  status: 200,
  headers: { "content-type": contentType },
  body: JSON.stringify(output),
});

const tooLarge = (): AwsError => new AwsError(413, "RequestEntityTooLarge", "Request is too large.");

const withRequestId = (answer: Answer, request: LocalRequest): Answer => ({
  ...answer,
  headers: { "x-amzn-requestid": request.id, ...answer.headers },
});
