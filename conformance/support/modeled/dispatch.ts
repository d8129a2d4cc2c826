import { setTimeout as wait } from "node:timers/promises";
import { authenticate, type Keys } from "./authentication.ts";
import { throttlingError } from "./errors.ts";
import type { Fault, Faults } from "./faults.ts";
import type { Handlers } from "./handlers.ts";
import type { Journal } from "./journal.ts";
import { protocols } from "./protocols/index.ts";
import type { Exchange } from "./protocols/protocol.ts";
import { refuse, refuseUnrouted } from "./refusal.ts";
import { findRoute, protocolOf, type Route } from "./routing.ts";
import { inputFindings, runHandler, validationError } from "./run.ts";
import type { Answer, WireRequest } from "./wire.ts";

export interface Dispatcher {
  readonly handlers: Handlers;
  readonly keys: Keys;
  readonly faults: Faults;
  readonly journal: Journal;
}

export interface Outcome {
  /** Nothing when the connection is to be cut instead. */
  readonly answer: Answer | undefined;
  /** The connection is to be cut within the body. */
  readonly truncated?: boolean;
}

export interface Circumstances {
  readonly requestId: string;
  /** Aborted when the client hangs up. */
  readonly signal: AbortSignal;
}

/** Carries a request out, whatever it is: finds the operation, authenticates, reads, validates, handles and writes. */
export async function dispatch(
  dispatcher: Dispatcher,
  request: WireRequest,
  { requestId, signal }: Circumstances,
): Promise<Outcome> {
  const { handlers, journal } = dispatcher;
  let route: Route;
  try {
    route = await findRoute(request, (service, operation) => handlers[service]?.[operation] !== undefined);
  } catch (error) {
    return { answer: refuseUnrouted(error, protocols[protocolOf(request)], requestId) };
  }
  const exchange: Exchange = {
    request,
    route,
    requestId,
    // A handler may throw what it likes once the client has hung up: that is how it is told to stop.
    report: (kind, finding) => {
      if (kind === "response" || !signal.aborted) journal.note(kind, route, finding);
    },
  };
  try {
    return await carryOut(dispatcher, exchange, signal);
  } catch (error) {
    if (signal.aborted) return { answer: undefined };
    return { answer: refuse(error, protocols[route.protocol], exchange) };
  }
}

async function carryOut(dispatcher: Dispatcher, exchange: Exchange, signal: AbortSignal): Promise<Outcome> {
  const { handlers, keys, faults, journal } = dispatcher;
  const { request, route } = exchange;
  const { service } = route.model;
  const { name } = route.operation;
  const caller = authenticate(request, route, keys);
  const input = protocols[route.protocol].readInput(exchange);
  journal.record(route, input);
  const fault = faults.take(service, name);
  const outcome = fault && (await outcomeInstead(fault, route, signal));
  if (outcome) return outcome;
  const findings = inputFindings(exchange, input);
  for (const finding of findings) journal.note("request", route, finding);
  if (findings.length > 0) throw validationError(exchange, findings);
  const answer = await runHandler(exchange, handlers[service]?.[name], input, { ...caller, signal });
  return { answer, truncated: fault?.kind === "truncated_body" };
}

/** What a fault brings about instead of the operation. */
async function outcomeInstead(fault: Fault, route: Route, signal: AbortSignal): Promise<Outcome | undefined> {
  switch (fault.kind) {
    case "throttle":
      throw throttlingError(route.operation);
    case "connection_cut":
      return { answer: undefined };
    case "unavailable_html": {
      const body = Buffer.from("<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>");
      return { answer: { status: 503, headers: { "content-type": "text/html" }, body } };
    }
    case "slow":
      await wait(fault.delayMs ?? 1000, undefined, { signal });
      return undefined;
    case "truncated_body":
      return undefined;
  }
}
