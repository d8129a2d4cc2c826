import { setTimeout as delay } from "node:timers/promises";
import {
  createToolkit,
  type Logger,
  type Redactor,
  type ToolError,
  ToolFailure,
  toolError,
  toToolError,
} from "@tsunagu/core";
import type { DifyErrorType } from "./dify-error.ts";
import type { Handler, Served } from "./handler.ts";
import { invokeTool } from "./invoke-tool.ts";
import type { Line } from "./lines.ts";
import type { PluginTools } from "./plugin-tools.ts";
import { type DifyRequest, readRequest } from "./request.ts";
import { openSession, type Session } from "./session.ts";
import type { Transport } from "./transport.ts";
import { validateCredentials } from "./validate-credentials.ts";

export interface ServeOptions {
  readonly transport: Transport;
  readonly redactor: Redactor;
  readonly logger: Logger;
  /** Calls open at the same time. Default 2,000; one more is refused as `rate_limited`. */
  readonly maxSessions?: number | undefined;
}

/** A plugin that answers requests. */
export interface PluginServer {
  /** Resolves when Dify has closed its side and every call is answered. The transport stays open. */
  readonly done: Promise<void>;
  /** Refuses new calls and stops the open ones; each is answered with the error, after `graceMs` at the latest. */
  stop(error: ToolError, graceMs: number): Promise<void>;
  /** Answers every open call with the error at once, and every later one too. */
  abandon(error: ToolError): void;
}

const handlers: Readonly<Record<string, { readonly run: Handler; readonly errorType?: DifyErrorType }>> = {
  "tool/invoke_tool": { run: invokeTool },
  "tool/validate_tool_credentials": { run: validateCredentials, errorType: "CredentialsValidateFailedError" },
};

/**
 * Serves a plugin over any transport: the one protocol core. Requests are answered all at the same time, each in a
 * session of its own, and every session ends exactly once, whatever a tool does.
 */
export const servePlugin = (plugin: PluginTools, options: ServeOptions): PluginServer => {
  const { transport, redactor, logger, maxSessions = 2000 } = options;
  const toolkit = createToolkit({ tools: plugin.tools, connections: notFromEnvironment(plugin), redactor, logger });
  const served: Served = { plugin, toolkit };
  const sessions = new Set<Session>();
  const running = new Set<Promise<void>>();
  let refusal: ToolError | undefined;

  const accept = (line: Line): void => {
    const request = readRequest(line);
    if (request === undefined) {
      logger.warn({}, "A line from Dify that is no request was ignored");
      return;
    }
    const refused = request.error ?? refusal ?? (sessions.size >= maxSessions ? tooManyCalls(maxSessions) : undefined);
    const session = openSession(request.sessionId, transport, () => sessions.delete(session));
    sessions.add(session);
    const task = answer(request, session, refused).catch((cause: unknown) => {
      logger.error({ cause }, "A call could not be answered");
    });
    running.add(task);
    void task.then(() => running.delete(task));
  };

  const answer = async (request: DifyRequest, session: Session, refused: ToolError | undefined): Promise<void> => {
    const handler = Object.hasOwn(handlers, request.action) ? handlers[request.action] : undefined;
    try {
      if (refused !== undefined) throw new ToolFailure(refused);
      if (handler === undefined) throw new ToolFailure(unknownAction(request.action));
      await handler.run(request.data, session, served);
      await session.end();
    } catch (thrown) {
      await session.fail(scrub(toToolError(thrown, defect), redactor), handler?.errorType);
    }
  };

  const abandon = (error: ToolError): void => {
    refusal = error;
    for (const session of [...sessions]) session.failNow(error);
  };

  const serve = async (): Promise<void> => {
    for await (const line of transport.lines) accept(line);
    await Promise.all(running);
    await toolkit.close();
  };

  return {
    done: serve(),
    stop: async (error, graceMs) => {
      refusal = error;
      for (const session of sessions) session.abort();
      const ended = Promise.all(running).then(() => toolkit.close());
      await Promise.race([ended, delay(graceMs, undefined, { ref: false })]);
      abandon(error);
    },
    abandon,
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
    `This plugin has no action ${JSON.stringify(action)}; it offers ${Object.keys(handlers).join(" and ")}.`,
  );

const defect = (thrown: unknown): ToolError =>
  toolError(
    "internal",
    `The call failed in a way that was not expected: ${thrown instanceof Error ? thrown.message : "unknown"}.`,
  );

const scrub = (error: ToolError, redactor: Redactor): ToolError => {
  const { code, message, ...more } = redactor.value(error) as unknown as ToolError;
  return toolError(error.code, message, more);
};
