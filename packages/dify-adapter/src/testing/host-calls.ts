import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { isObject } from "@tsunagu/core";
import { type CallOutcome, collectCall } from "./collect-call.ts";
import { type DifyService, readInvoke } from "./dify-service.ts";
import { goJson } from "./json.ts";
import { createQueue, type Queue } from "./queue.ts";

export interface ToolRequest {
  readonly tool: string;
  readonly tool_parameters?: Readonly<Record<string, unknown>>;
  readonly credentials?: Readonly<Record<string, unknown>>;
  readonly provider?: string;
}

/** Calls a plugin, over whatever carries lines. */
export interface PluginCaller {
  /** Calls a tool. `onMessage` reads each message; while it is slow, the daemon reads nothing else once 1,024 wait. */
  invoke(request: ToolRequest, onMessage?: (data: unknown) => Promise<void>): Promise<CallOutcome>;
  validateCredentials(credentials: Readonly<Record<string, unknown>>): Promise<CallOutcome>;
  /** Sends any request. Rejects when no end comes in time, as it does when the process has died. */
  request(data: Readonly<Record<string, unknown>>, onMessage?: (data: unknown) => Promise<void>): Promise<CallOutcome>;
}

/** The daemon's side of calls over lines. */
export interface HostCalls extends PluginCaller {
  /** Takes a `session` message of the plugin's. */
  take(message: Readonly<Record<string, unknown>>): Promise<void>;
  /** The connection is gone: every open call is given up. */
  drop(): void;
}

export interface HostOptions {
  write(line: string): void;
  readonly problems: string[];
  readonly callMs: number;
  readonly service: DifyService;
}

type SessionEvent = { readonly type: string; readonly data: unknown };

export const hostCalls = ({ write, problems, callMs, service }: HostOptions): HostCalls => {
  const calls = new Map<string, Queue<SessionEvent>>();

  const request: HostCalls["request"] = async (data, onMessage) => {
    const id = randomUUID();
    const queue = createQueue<SessionEvent>(data["action"] === "invoke_tool" ? 1024 : 1);
    const giveUp = new AbortController();
    calls.set(id, queue);
    const base = { conversation_id: null, message_id: null, app_id: null, endpoint_id: null, context: null };
    write(goJson({ session_id: id, ...base, event: "request", data: { user_id: "user", ...data } }));
    const killed = delay(callMs, undefined, { signal: giveUp.signal, ref: false }).then(() => {
      throw new Error(`killed by timeout: the call got no end within ${callMs} ms`);
    });
    try {
      const onInvoke = (invoke: unknown): void => answerInvoke(id, invoke);
      return await Promise.race([readCall(queue, String(data["action"]), problems, onMessage, onInvoke), killed]);
    } finally {
      giveUp.abort();
      killed.catch(() => {}); // given up because the call ended
      calls.delete(id);
      queue.close();
    }
  };
  const answerInvoke = (sessionId: string, invoke: unknown): void => {
    const asked = readInvoke(invoke);
    if (typeof asked === "string") {
      problems.push(asked);
      return;
    }
    for (const event of service.answer(asked.kind, asked.request)) {
      const data = { backwards_request_id: asked.id, ...event };
      write(goJson({ session_id: sessionId, event: "backwards_response", data }));
    }
  };

  return {
    request,
    invoke: (call, onMessage) => request(toolRequest(call), onMessage),
    validateCredentials: (credentials) =>
      request({ type: "tool", action: "validate_tool_credentials", provider: "provider", credentials }),
    take: async (message) => {
      const { session_id: id, data } = message;
      if (isObject(data)) await calls.get(String(id))?.put({ type: String(data["type"]), data: data["data"] });
    },
    drop: () => {
      for (const queue of calls.values()) queue.close();
    },
  };
};

/** The `data` of an `invoke_tool` request. */
export const toolRequest = (call: ToolRequest): Readonly<Record<string, unknown>> => ({
  type: "tool",
  action: "invoke_tool",
  provider: call.provider ?? "provider",
  tool: call.tool,
  tool_parameters: call.tool_parameters ?? {},
  credentials: call.credentials ?? {},
  credential_type: "api-key",
});

/** Reads a call's events up to its end. */
export const readCall = async (
  events: AsyncIterable<SessionEvent>,
  action: string,
  problems: string[],
  onMessage: ((data: unknown) => Promise<void>) | undefined,
  onInvoke: (data: unknown) => void,
): Promise<CallOutcome> => {
  const collector = collectCall(action);
  for await (const { type, data } of events) {
    if (type === "end" && data !== undefined) return collector.finish();
    if (type === "error" && isObject(data)) {
      const args = isObject(data["args"]) ? data["args"] : {};
      if (Object.keys(args).length > 10) problems.push("an error has more than ten args");
      return collector.finish({ error_type: String(data["error_type"]), message: String(data["message"]), args });
    }
    if (type === "invoke") {
      onInvoke(data);
      continue;
    }
    if (type !== "stream") {
      problems.push(`a session message of type ${type} was dropped`); // the caller goes on waiting
      continue;
    }
    const problem = collector.take(data);
    if (problem !== undefined) {
      problems.push(problem);
      return collector.finish({ error_type: "unmarshal_error", message: problem, args: {} });
    }
    await onMessage?.(data);
  }
  throw new Error("the call was given up");
};
