import type { ServiceName } from "./services.ts";

/** What a handler is told besides the input. */
export interface Call {
  readonly service: ServiceName;
  readonly operation: string;
  readonly requestId: string;
  /** Missing for a caller with an API key, and for an operation that takes unsigned requests. */
  readonly accessKeyId?: string;
  /** As signed for; missing as `accessKeyId` is. */
  readonly region?: string;
  /** Aborted when the client hangs up before it has the whole answer. */
  readonly signal: AbortSignal;
}

/**
 * Carries an operation out. State the input's type where it is used, as in `(input: { Name: string }) => …`: it has been
 * validated against the model. Blobs are Buffers, timestamps are Dates; what was not sent is missing.
 *
 * The output is a plain object by the model's member names, and nothing for an operation without output. A streamed blob
 * may be an (async) iterable of Buffers, an event stream is an (async) iterable of events such as
 * `{ chunk: { bytes: Buffer.from("a") } }`. Errors, made by `modeledError`, may be returned or thrown.
 */
export type Handler = (input: never, call: Call) => object | undefined | Promise<object | undefined>;

/** Handlers by service, named as its folder in botocore, and by operation. */
export type Handlers = {
  readonly [Service in ServiceName]?: Readonly<Record<string, Handler>>;
};
