/** One thing that a call asks of Dify. */
export interface BackwardsRequest {
  readonly sessionId: string;
  readonly requestId: string;
  /** The whole message, without its line feed. */
  readonly line: string;
  readonly signal: AbortSignal;
}

/** One piece of Dify's answer. Every answer ends with `end`. */
export interface BackwardsEvent {
  readonly event: "response" | "error" | "end";
  /** Of an error: what went wrong. */
  readonly message: string;
  readonly data: unknown;
  /** Characters of the message that brought it. */
  readonly size: number;
}

/** Brings a request to Dify and yields its answer in order. Ends after `end`; throws a ToolFailure when it cannot. */
export type BackwardsCarrier = (request: BackwardsRequest) => AsyncIterable<BackwardsEvent>;
