import type { IncomingMessage, ServerResponse } from "node:http";
import { finished } from "node:stream/promises";
import { type Answer, discardAnswer, sendAnswer } from "./answer.ts";
import { asAwsError } from "./errors.ts";
import { cutAfter, type Fault, type FaultQueue, refusalOf, spoil } from "./faults.ts";
import type { LoggedRequest } from "./log.ts";
import { type LocalRequest, readRequest } from "./request.ts";
import { serviceOf } from "./route.ts";
import type { OpenedCall, Service } from "./service.ts";
import { createUnknownService } from "./unknown.ts";

export interface HandlerOptions {
  readonly services: readonly Service[];
  readonly faults: FaultQueue;
  now(): Date;
  log(entry: LoggedRequest): void;
}

/** Of a body that nobody reads, so much is taken in to keep the connection. */
const maxLeftoverBytes = 64 * 1024 * 1024;

/** A body that nobody reads is taken in before the answer when it has no more bytes; so AWS's JSON services do it. */
const smallBodyBytes = 64 * 1024;

/** Answers one request, whatever happens. `waitsToContinue` is set for a client that sends its body only when asked. */
export const handleRequest = async (
  options: HandlerOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  waitsToContinue: boolean,
): Promise<void> => {
  const receivedAt = options.now();
  outgoing.setHeader("date", receivedAt.toUTCString());
  let isWaiting = waitsToContinue;
  const request = readRequest(incoming, receivedAt, () => {
    if (isWaiting) outgoing.writeContinue();
    isWaiting = false;
  });
  const { service, call } = await openCall(options, request);
  const fault = options.faults.take(service.name, call.operation);
  const answer = await answerTo(service, call, request, fault);
  const entry = { service: service.name, operation: call.operation, requestId: request.id };
  if (answer === undefined || (incoming.destroyed && !incoming.complete)) {
    options.log({ ...entry, status: 0 });
    incoming.socket.destroy();
    if (answer !== undefined) await discardAnswer(answer);
    return;
  }
  options.log({ ...entry, status: answer.status });
  const bodyBytes = Number(incoming.headers["content-length"] ?? 0);
  if (isWaiting || (!incoming.complete && bodyBytes > maxLeftoverBytes)) outgoing.setHeader("connection", "close");
  const isSmallUnread = !isWaiting && !incoming.readableDidRead && bodyBytes <= smallBodyBytes;
  incoming.resume();
  if (isSmallUnread) await finished(incoming).catch(() => {});
  await sendAnswer(outgoing, answer, fault && cutAfter(fault, answer));
};

const openCall = async (
  options: HandlerOptions,
  request: LocalRequest,
): Promise<{ service: Service; call: OpenedCall }> => {
  const name = serviceOf(request);
  const service = options.services.find((known) => known.name === name) ?? createUnknownService(name);
  if (request.problem !== undefined) return { service, call: failing(request.problem) };
  try {
    return { service, call: await service.open(request) };
  } catch (error) {
    return { service, call: failing(error) };
  }
};

const failing = (error: unknown): OpenedCall => ({
  operation: "Unknown",
  run: async () => {
    throw error;
  },
});

/** The answer, or nothing when the connection is to be cut instead. */
const answerTo = async (
  service: Service,
  call: OpenedCall,
  request: LocalRequest,
  fault: Fault | undefined,
): Promise<Answer | undefined> => {
  if (fault?.kind === "connection_cut") return undefined;
  const refusal = fault && refusalOf(fault, service, () => service.refuse(service.throttled(), request));
  if (refusal !== undefined) return refusal;
  try {
    const answer = await call.run();
    return fault === undefined ? answer : spoil(fault, answer);
  } catch (error) {
    return service.refuse(asAwsError(error), request);
  }
};
