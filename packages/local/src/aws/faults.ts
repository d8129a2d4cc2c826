import { setTimeout as wait } from "node:timers/promises";
import { type Answer, isStreamed } from "./answer.ts";
import type { Service, ServiceName } from "./service.ts";

/**
 * What goes wrong:
 * - `throttle`: refused as too frequent (Amazon S3 503 `SlowDown`, AWS STS 400 `Throttling`, others 400 `ThrottlingException`)
 * - `unavailable_html`: 503 with an HTML page, as from a load balancer
 * - `connection_cut`: the connection is closed, nothing is carried out and nothing answered
 * - `lost_answer`: carried out, then the connection is closed instead of an answer
 * - `truncated_body`: carried out, then the connection is closed halfway through the body
 * - `invalid_body`: carried out, then a body that is not the XML or JSON it should be
 * - `slow_body`: carried out, then the body arrives in small pieces with pauses
 */
export type FaultKind =
  | "throttle"
  | "unavailable_html"
  | "connection_cut"
  | "lost_answer"
  | "truncated_body"
  | "invalid_body"
  | "slow_body";

export interface Fault {
  readonly kind: FaultKind;
  /** How many matching requests fail; 1 when left out. */
  readonly count?: number;
  /** Only requests to this service. */
  readonly service?: ServiceName;
  /** Only this operation, such as `PutObject`. */
  readonly operation?: string;
  /** `slow_body`: the pause between pieces in milliseconds; 50 when left out. */
  readonly pauseMs?: number;
}

/** Failures to come. Each matching request uses up one, the earliest first. */
export interface Faults {
  inject(fault: Fault): void;
  /** Drops all that have not happened yet. */
  clear(): void;
  /** How many have not happened yet. */
  readonly pending: number;
}

export interface FaultQueue extends Faults {
  take(service: ServiceName, operation: string): Fault | undefined;
}

export const createFaults = (): FaultQueue => {
  let waiting: { fault: Fault; left: number }[] = [];
  return {
    inject: (fault) => {
      const left = fault.count ?? 1;
      if (!Number.isInteger(left) || left < 1)
        throw new RangeError(`count must be a whole number from 1, but is ${left}`);
      waiting.push({ fault, left });
    },
    clear: () => {
      waiting = [];
    },
    get pending() {
      return waiting.reduce((sum, { left }) => sum + left, 0);
    },
    take: (service, operation) => {
      const found = waiting.find(
        ({ fault }) => (fault.service ?? service) === service && (fault.operation ?? operation) === operation,
      );
      if (found === undefined) return undefined;
      found.left -= 1;
      waiting = waiting.filter(({ left }) => left > 0);
      return found.fault;
    },
  };
};

/** The answer of a fault that carries nothing out, or nothing when the operation is to be carried out first. */
export const refusalOf = (fault: Fault, service: Service, refuseThrottled: () => Answer): Answer | undefined => {
  if (fault.kind === "throttle") return refuseThrottled();
  if (fault.kind !== "unavailable_html") return undefined;
  return {
    status: 503,
    headers: { "content-type": "text/html" },
    body: `<html><head><title>503 Service Unavailable</title></head><body><h1>503 Service Unavailable</h1><p>${service.name}</p></body></html>`,
  };
};

/** How many bytes of the answer to send before the connection is cut. */
export const cutAfter = (fault: Fault, answer: Answer): number | undefined => {
  if (fault.kind === "lost_answer") return 0;
  return fault.kind === "truncated_body" ? Math.floor(bodySize(answer) / 2) : undefined;
};

/** Spoils an answer's body. */
export const spoil = (fault: Fault, answer: Answer): Answer => {
  if (fault.kind === "invalid_body") {
    const isXml = answer.headers["content-type"]?.endsWith("xml") ?? false;
    const { "content-length": _length, ...headers } = answer.headers;
    const status = answer.status;
    return {
      status,
      headers: { ...headers, "x-fault": fault.kind },
      body: isXml ? '<?xml version="1.0"?><Result><Broken' : '{"Broken": [',
    };
  }
  if (fault.kind !== "slow_body") return answer;
  const { body } = answer;
  return {
    ...answer,
    body: {
      size: bodySize(answer),
      chunks: slowly(isStreamed(body) ? body.chunks : [Buffer.from(body ?? "")], fault.pauseMs ?? 50),
      done: async () => (isStreamed(body) ? body.done() : undefined),
    },
  };
};

const bodySize = ({ body }: Answer): number => {
  if (body === undefined) return 0;
  return isStreamed(body) ? body.size : Buffer.byteLength(body);
};

async function* slowly(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  pauseMs: number,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    const piece = Math.max(Math.ceil(chunk.length / 8), 1);
    for (let offset = 0; offset < chunk.length; offset += piece) {
      await wait(pauseMs);
      yield chunk.subarray(offset, offset + piece);
    }
  }
}
