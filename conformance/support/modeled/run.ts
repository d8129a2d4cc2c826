import type { Caller } from "./authentication.ts";
import { ServiceError } from "./errors.ts";
import type { Handler } from "./handlers.ts";
import { protocols } from "./protocols/index.ts";
import type { Exchange } from "./protocols/protocol.ts";
import { type Fields, type Finding, isFields, validate } from "./shapes/validate.ts";
import type { Answer } from "./wire.ts";

/** What is wrong with the input of a request. */
export function inputFindings({ route: { model, operation } }: Exchange, input: unknown): Finding[] {
  return operation.input
    ? validate(model, operation.input, input)
    : membersOfNothing(input, `the input of ${operation.name}`);
}

/** The error for an input that does not fit the model. */
export function validationError({ route: { model, protocol } }: Exchange, findings: readonly Finding[]): ServiceError {
  const isShort = protocol === "query" || "ValidationError" in model.shapes;
  const count = `${findings.length} validation error${findings.length === 1 ? "" : "s"} detected`;
  const message = `${count}: ${findings.map((finding) => finding.message).join("; ")}`;
  return new ServiceError(isShort ? "ValidationError" : "ValidationException", { message }, 400);
}

/** Calls the handler, and writes its output once that fits the model. */
export async function runHandler(
  exchange: Exchange,
  handler: Handler | undefined,
  input: unknown,
  circumstances: Caller & { readonly signal: AbortSignal },
): Promise<Answer> {
  const { model, operation, protocol } = exchange.route;
  if (!handler) {
    const message = `${model.service} ${operation.name} has no handler here.`;
    throw new ServiceError("UnsupportedOperation", { message }, 501);
  }
  const call = {
    service: model.service,
    operation: operation.name,
    requestId: exchange.requestId,
    ...circumstances,
  };
  // The type that the handler states is the model's, which the input was validated against.
  const output: unknown = (await handler(input as never, call)) ?? {};
  if (output instanceof ServiceError) throw output;
  const findings = operation.output
    ? validate(model, operation.output, output)
    : membersOfNothing(output, `the output of ${operation.name}`);
  if (findings.length === 0) return protocols[protocol].writeOutput(exchange, output as Fields);
  for (const finding of findings) exchange.report("response", finding);
  throw new ServiceError("InternalFailure", { message: findings.map(({ message }) => message).join("; ") }, 500);
}

function membersOfNothing(value: unknown, what: string): Finding[] {
  if (!isFields(value)) return [{ member: "", message: `${what} is not an object` }];
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  return names.map((member) => ({ member, message: `Member '${member}' is unknown, as ${what} has no members` }));
}
