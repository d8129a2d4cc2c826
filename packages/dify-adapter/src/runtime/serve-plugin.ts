import { setTimeout as delay } from "node:timers/promises";
import { createToolkit, type Logger, type Redactor, type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import { actions } from "./actions.ts";
import type { BackwardsCarrier } from "./backwards/carrier.ts";
import { createLineCarrier } from "./backwards/line-carrier.ts";
import { runInCall } from "./current-call.ts";
import type { Served } from "./handler.ts";
import type { Line } from "./lines.ts";
import { memoryRelease } from "./memory-release.ts";
import { OpenCalls } from "./open-calls.ts";
import type { PluginTools } from "./plugin-tools.ts";
import { type DifyRequest, readMessage } from "./request.ts";
import { openSession, type Session } from "./session.ts";
import { thrownError } from "./thrown-error.ts";
import type { Transport } from "./transport.ts";

export interface ServeOptions {
  readonly redactor: Redactor;
  readonly logger: Logger;
  /** Calls open at the same time, over all transports. Default 2,000; one more is refused as `rate_limited`. */
  readonly maxSessions?: number | undefined;
}

/** A plugin that answers requests. */
export interface PluginServer {
  /**
   * Answers what a transport brings. Resolves when Dify has closed its side and every call of it is answered; the
   * transport stays open. When nobody reads any more, the transport's calls are stopped.
   */
  serve(transport: Transport): Promise<void>;
  /** Refuses new calls and stops the open ones; each is answered with the error, after `graceMs` at the latest. */
  stop(error: ToolError, graceMs: number): Promise<void>;
  /** Answers every open call with the error at once, and every later one too. */
  abandon(error: ToolError): void;
  /** Closes the sessions with the services behind the tools. */
  close(): Promise<void>;
}

interface Call {
  readonly session: Session;
  readonly transport: Transport;
  /** Resolves in any case. */
  readonly answered: Promise<void>;
  /** Its place among the open calls. */
  place: number;
}

/**
 * Serves a plugin over any transport: the one protocol core. Requests are answered all at the same time, each in a
 * session of its own, and every session ends exactly once, whatever a tool does.
 */
export const servePlugin = (plugin: PluginTools, options: ServeOptions): PluginServer => {
  const { redactor, logger, maxSessions = 2000 } = options;
  const toolkit = createToolkit({ tools: plugin.tools, connections: notFromEnvironment(plugin), redactor, logger });
  const served: Served = { plugin, toolkit };
  const calls = new OpenCalls<Call>();
  const releaseMemory = memoryRelease(() => calls.size === 0);
  let refusal: ToolError | undefined;

  const start = (request: DifyRequest, transport: Transport, carrier: BackwardsCarrier): Call => {
    const refused = request.error ?? refusal ?? (calls.size >= maxSessions ? tooManyCalls(maxSessions) : undefined);
    const session = openSession(request.sessionId, transport, carrier);
    const answered = runInCall(session, () => answer(request, session, refused)).catch((cause: unknown) => {
      if (!transport.gone.aborted) logger.error({ cause }, "A call could not be answered");
    });
    return { session, transport, answered, place: 0 };
  };

  const answer = async (request: DifyRequest, session: Session, refused: ToolError | undefined): Promise<void> => {
    const action = Object.hasOwn(actions, request.action) ? actions[request.action] : undefined;
    try {
      if (refused !== undefined) throw new ToolFailure(refused);
      if (action === undefined) throw new ToolFailure(unknownAction(request.action));
      await action.run(request.data, session, served);
      await session.end();
    } catch (thrown) {
      await session.fail(thrownError(thrown, redactor), action?.errorType);
    }
  };

  const serve = async (transport: Transport): Promise<void> => {
    const lines = createLineCarrier(transport);
    const own = (): Call[] => [...calls].filter((call) => call.transport === transport);
    const stopOwn = (): void => {
      for (const { session } of own()) session.abort();
    };
    transport.gone.addEventListener("abort", stopOwn, { once: true });
    const take = (line: Line): void => {
      if (transport.accept?.(line) === false) return;
      const message = readMessage(line);
      if (message === undefined) return;
      if (message === "noise") logger.warn({}, "A line from Dify that is no request was ignored");
      else if (message.kind === "answer") lines.take(message.data, message.size);
      else {
        const call = start(message, transport, transport.backwards ?? lines.carrier);
        calls.add(call);
        if (transport.gone.aborted) call.session.abort(); // what came in just before
        void call.answered.then(() => {
          calls.delete(call);
          if (calls.size === 0) releaseMemory();
        });
      }
    };
    for await (const together of transport.lines) together.forEach(take);
    lines.end();
    await Promise.all(own().map(({ answered }) => answered));
    transport.gone.removeEventListener("abort", stopOwn);
  };

  const abandon = (error: ToolError): void => {
    refusal = error;
    for (const { session } of calls) session.failNow(error);
  };

  return {
    serve,
    stop: async (error, graceMs) => {
      refusal = error;
      for (const { session } of calls) session.abort();
      const ended = Promise.all([...calls].map(({ answered }) => answered)).then(() => toolkit.close());
      await Promise.race([ended, delay(graceMs, undefined, { ref: false })]);
      abandon(error);
    },
    abandon,
    close: () => toolkit.close(),
  };
};

/** A daemon serves many workspaces: what its own environment holds is not a connection for all of them. */
const notFromEnvironment = (plugin: PluginTools): Readonly<Record<string, object>> =>
  Object.fromEntries(plugin.tools.map((tool) => [tool.connector.name, {}]));

const tooManyCalls = (most: number): ToolError =>
  toolError("rate_limited", `This plugin runs ${most} calls already.`, { retryAfterMs: 1000 });

const unknownAction = (action: string): ToolError =>
  toolError(
    "unsupported",
    `This plugin has no action ${JSON.stringify(action)}; it offers ${Object.keys(actions).join(", ")}.`,
  );
