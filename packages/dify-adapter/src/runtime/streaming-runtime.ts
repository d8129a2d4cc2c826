import type { Writable } from "node:stream";
import type { FunctionUrlEvent, LambdaHandler } from "./http/lambda.ts";

/** What Lambda's Node runtime defines for streamed answers. */
export interface StreamingRuntime {
  streamifyResponse(handler: (event: FunctionUrlEvent, stream: Writable) => Promise<void>): LambdaHandler;
  readonly HttpResponseStream: { from(stream: Writable, head: object): Writable };
}

/**
 * What AWS Lambda's Node runtime offers to answer as a stream; undefined elsewhere. The AWS SDK leaves an empty global of the same
 * name wherever it is loaded.
 */
export const streamingRuntime = (): StreamingRuntime | undefined => {
  const { awslambda } = globalThis as { readonly awslambda?: Partial<StreamingRuntime> };
  return awslambda?.streamifyResponse === undefined ? undefined : (awslambda as StreamingRuntime);
};
