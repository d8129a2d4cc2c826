import { type TracingChannel, tracingChannel } from "node:diagnostics_channel";
import type { ToolErrorCode } from "./error.ts";

/** What a subscriber learns of a call: names and outcome, never input or output. */
export interface ToolTrace {
  readonly callId: string;
  readonly tool: string;
  readonly connector: string;
  readonly effect: "read" | "write" | "destroy";
  /** A W3C `traceparent` that the caller passed on. */
  readonly traceparent?: string;
  /** Set when the call has ended. */
  outcome?: "completed" | "planned" | ToolErrorCode;
  durationMs?: number;
  /** The service's request id, of a failed call. */
  requestId?: string;
}

/** The name of the tracing channel on which every tool call is published. */
export const toolChannelName = "tsunagu.execute_tool";

/**
 * Node's tracing channel of tool calls: subscribe to `start` and `asyncEnd`. Nothing is sent anywhere by itself.
 *
 * @see Node.js documentation, Diagnostics Channel, TracingChannel
 */
export const toolChannel: TracingChannel<unknown, ToolTrace> = tracingChannel(toolChannelName);

/** The part of an OpenTelemetry tracer that {@link traceTools} needs; `trace.getTracer("tsunagu")` satisfies it. */
export interface SpanTracer {
  startSpan(name: string, options?: { attributes?: Record<string, string | number> }): ToolSpan;
}
interface ToolSpan {
  setAttribute(key: string, value: string | number): unknown;
  setStatus(status: { code: number }): unknown;
  end(): void;
}

/**
 * Emits one `execute_tool <name>` span a call, with the names of OpenTelemetry's conventions for generative AI.
 * Opt-in; returns the function that stops it.
 */
export const traceTools = (tracer: SpanTracer): (() => void) => {
  const spans = new WeakMap<ToolTrace, ToolSpan>();
  const errorStatus = 2;
  const subscribers = {
    start: (trace: ToolTrace) => {
      const attributes = {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": trace.tool,
        "gen_ai.tool.call.id": trace.callId,
        "tsunagu.effect": trace.effect,
      };
      spans.set(trace, tracer.startSpan(`execute_tool ${trace.tool}`, { attributes }));
    },
    asyncEnd: (trace: ToolTrace) => {
      const span = spans.get(trace);
      if (trace.outcome !== undefined && trace.outcome !== "completed" && trace.outcome !== "planned") {
        span?.setAttribute("error.type", trace.outcome);
        span?.setStatus({ code: errorStatus });
      }
      span?.end();
    },
    end: () => {},
    asyncStart: () => {},
    error: () => {},
  };
  toolChannel.subscribe(subscribers);
  return () => toolChannel.unsubscribe(subscribers);
};
