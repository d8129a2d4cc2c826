import { type ErrorAnswer, ServiceError } from "../errors.ts";
import type { ServiceModel } from "../models.ts";
import type { Route } from "../routing.ts";
import type { Fields, Finding } from "../shapes/validate.ts";
import type { Answer, WireRequest } from "../wire.ts";

/** One request with the operation it is for. */
export interface Exchange {
  readonly request: WireRequest;
  readonly route: Route;
  readonly requestId: string;
  /** Tells of something wrong with what a handler streams, after the answer has begun. */
  report(kind: "response" | "handler", finding: Finding): void;
}

/** How requests are read and answers are written. */
export interface Protocol {
  /** The input by member names, not validated. Throws a ServiceError for a request that cannot be read at all. */
  readInput(exchange: Exchange): unknown;
  writeOutput(exchange: Exchange, output: Fields): Answer;
  /** `model` is missing for a request that was refused before its service was known. */
  writeError(error: ErrorAnswer, requestId: string, model: ServiceModel | undefined): Answer;
}

/** A body in JSON; an empty one stands for an empty object. */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new ServiceError("SerializationException", { message: "The body is not JSON." }, 400);
  }
}
