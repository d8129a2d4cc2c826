import { type Operation, type ServiceModel, type Shape, shapeOf } from "./models.ts";
import type { Fields } from "./shapes/validate.ts";

/** An error that a service answers with. Thrown or returned by a handler, or yielded by an event stream. */
export class ServiceError extends Error {
  readonly code: string;
  /** By their names in the model. */
  readonly members: Fields;
  /** Of an error that is in no model. */
  readonly status: number | undefined;

  constructor(code: string, members: Fields, status?: number) {
    super(`${code}: ${members["message"] ?? ""}`);
    this.name = "ServiceError";
    this.code = code;
    this.members = members;
    this.status = status;
  }
}

/**
 * An error of the operation's model, by the name of its shape, such as `ThrottlingException`. One of the errors that
 * every AWS service can answer with works as well; any other name is a problem of the handler.
 *
 * @param members The error's members. `message` may be written so even where the model has `Message`.
 */
export function modeledError(code: string, members: Fields = {}): ServiceError {
  return new ServiceError(code, members);
}

/** An error in the form in which a protocol writes it. */
export interface ErrorAnswer {
  readonly code: string;
  readonly status: number;
  readonly members: Fields;
  /** Nothing for an error that is in no model. */
  readonly shape: Shape | undefined;
}

/** The answer for an error, or nothing when neither the operation's model nor AWS has it. */
export function errorAnswer(model: ServiceModel, operation: Operation, error: ServiceError): ErrorAnswer | undefined {
  const { code, members } = error;
  if (error.status !== undefined) return { code, members, status: error.status, shape: undefined };
  const reference = operation.errors?.find(({ shape }) => shape === code);
  if (reference) {
    const shape = shapeOf(model, reference);
    const status = shape.error?.httpStatusCode ?? (shape.fault ? 500 : 400);
    return { code, members: spellMessage(shape, members), status, shape };
  }
  const status = commonErrors[code];
  return status === undefined ? undefined : { code, members, status, shape: undefined };
}

/** The operation's own error for too many requests, or the common one. */
export function throttlingError(operation: Operation): ServiceError {
  const names = ["ThrottlingException", "TooManyRequestsException", "ThrottledException"];
  const modeled = names.find((name) => operation.errors?.some(({ shape }) => shape === name));
  return modeledError(modeled ?? "ThrottlingException", { message: "Rate exceeded" });
}

/** @see AWS service API references, Common Error Types */
const commonErrors: Readonly<Record<string, number>> = {
  AccessDeniedException: 403,
  ExpiredTokenException: 403,
  InternalFailure: 500,
  NotAuthorized: 400,
  OptInRequired: 403,
  RequestExpired: 400,
  ServiceUnavailable: 503,
  ThrottlingException: 400,
  UnrecognizedClientException: 403,
  ValidationError: 400,
  ValidationException: 400,
};

function spellMessage(shape: Shape, { message, ...others }: Fields): Fields {
  if (message === undefined) return others;
  const spelling = shape.members?.["message"] === undefined && shape.members?.["Message"] ? "Message" : "message";
  return { ...others, [spelling]: message };
}
