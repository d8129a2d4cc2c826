import { type ErrorAnswer, errorAnswer, ServiceError } from "./errors.ts";
import type { Exchange, Protocol } from "./protocols/protocol.ts";
import { validate } from "./shapes/validate.ts";
import type { Answer } from "./wire.ts";

/** The answer for an error before the operation was known. */
export function refuseUnrouted(error: unknown, protocol: Protocol, requestId: string): Answer {
  const isService = error instanceof ServiceError;
  const { code, members, status = 500 } = isService ? error : internalFailure(String(error));
  return protocol.writeError({ code, members, status, shape: undefined }, requestId, undefined);
}

/** The answer for an error of an operation. What is no error of the service is reported as the handler's problem. */
export function refuse(error: unknown, protocol: Protocol, exchange: Exchange): Answer {
  const answer = known(error, exchange) ?? unknown(error, exchange);
  return protocol.writeError(answer, exchange.requestId, exchange.route.model);
}

function known(error: unknown, exchange: Exchange): ErrorAnswer | undefined {
  if (!(error instanceof ServiceError)) return undefined;
  const { model, operation } = exchange.route;
  const answer = errorAnswer(model, operation, error);
  const findings = answer?.shape ? validate(model, { shape: answer.shape.name }, answer.members) : [];
  for (const finding of findings) exchange.report("response", finding);
  return answer;
}

function unknown(error: unknown, exchange: Exchange): ErrorAnswer {
  const isService = error instanceof ServiceError;
  const message = isService
    ? `${error.code} is neither an error of ${exchange.route.operation.name} nor a common one`
    : `The handler threw ${String(error)}`;
  exchange.report(isService ? "response" : "handler", { member: "", message });
  return { ...internalFailure(message), status: 500, shape: undefined };
}

function internalFailure(message: string): Pick<ServiceError, "code" | "members" | "status"> {
  return { code: "InternalFailure", members: { message }, status: 500 };
}
