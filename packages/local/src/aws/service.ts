import type { Answer } from "./answer.ts";
import type { AwsError } from "./errors.ts";
import type { LocalRequest } from "./request.ts";

/** `unknown` is for requests that were signed for a service that is not here. */
export type ServiceName = "s3" | "dynamodb" | "sts" | "ssm" | "unknown";

/** A request that a service has looked at, but neither verified nor carried out. */
export interface OpenedCall {
  /** The API name of the operation, such as `PutObject`. */
  readonly operation: string;
  /** Verifies the signature and carries the operation out. */
  run(): Promise<Answer>;
}

/** One AWS service behind the shared port. */
export interface Service {
  readonly name: ServiceName;
  open(request: LocalRequest): Promise<OpenedCall>;
  /** An error in the service's own wire form. */
  refuse(error: AwsError, request: LocalRequest): Answer;
  /** The error for too many requests. */
  throttled(): AwsError;
}
