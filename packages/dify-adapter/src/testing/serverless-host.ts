import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { isObject } from "@tsunagu/core";
import { createDifyService, type DifyService, readInvoke } from "./dify-service.ts";
import { type PluginCaller, readCall, toolRequest } from "./host-calls.ts";
import { goJson, parseLine } from "./json.ts";
import { scanLines } from "./scan-lines.ts";

export interface ServerlessHostOptions {
  readonly service?: DifyService;
  /** Answers as older daemons do: events wrapped like lines of standard input. */
  readonly wrapped?: boolean;
}

/** The daemon's side of a plugin that it calls over HTTP. */
export interface ServerlessHost extends AsyncDisposable {
  /** Where the daemon answers backwards calls. */
  readonly daemonUrl: string;
  /** Calls a plugin at an address, by the daemon's rules for its answer. */
  caller(pluginUrl: string): PluginCaller;
  readonly problems: readonly string[];
  /** Backwards calls so far. */
  readonly transactions: () => number;
}

const lineLimit = 5_242_880;

/**
 * Plays the daemon's part for serverless plugins: calls them by `POST /invoke`, reads the answer line by line, and answers
 * backwards calls of sessions that are open.
 *
 * @see dify-plugin-daemon, internal/core/serverless_runtime
 */
export const startServerlessHost = async (options: ServerlessHostOptions = {}): Promise<ServerlessHost> => {
  const { service = createDifyService() } = options;
  const problems: string[] = [];
  const open = new Set<string>();
  let transactions = 0;

  const server = createServer(async (request, response) => {
    const sessionId = String(request.headers["dify-plugin-session-id"]);
    const pieces: Uint8Array[] = [];
    for await (const piece of request) pieces.push(piece as Uint8Array);
    const message = parseLine(Buffer.concat(pieces).toString());
    const session = isObject(message?.["data"]) ? message["data"] : {};
    const asked = session["type"] === "invoke" ? readInvoke(session["data"]) : "no invoke message";
    if (request.url !== "/backwards-invocation/transaction" || typeof asked === "string") {
      problems.push(`a backwards call to ${request.url}: ${String(asked)}`);
      return void response.writeHead(404).end();
    }
    transactions++;
    const write = (data: object): void => {
      const event = { backwards_request_id: asked.id, ...data };
      const line = options.wrapped ? { session_id: sessionId, event: "backwards_response", data: event } : event;
      response.write(`${goJson(line)}\n\n`);
    };
    if (!open.has(sessionId)) {
      response.writeHead(400);
      write({ event: "error", message: "failed to get session info from cache", data: null });
      return void response.end();
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("\n\n"); // the keepalive
    for (const event of service.answer(asked.kind, asked.request)) write(event);
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const caller = (pluginUrl: string): PluginCaller => {
    const request: PluginCaller["request"] = async (data, onMessage) => {
      const id = randomUUID();
      open.add(id);
      try {
        const response = await fetch(`${pluginUrl}/invoke?action=${String(data["action"])}`, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            accept: "text/event-stream",
            "dify-plugin-session-id": id,
          },
          body: goJson({ session_id: id, event: "request", data: { user_id: "user", ...data } }),
        });
        if (response.status >= 400 || response.body === null) throw new Error(`PluginRuntimeError ${response.status}`);
        const events = sessionEvents(scanLines(response.body, lineLimit), problems);
        const onInvoke = (): void => void problems.push("serverless_event_not_supported");
        return await readCall(events, String(data["action"]), problems, onMessage, onInvoke);
      } finally {
        open.delete(id);
      }
    };
    return {
      request,
      invoke: (call, onMessage) => request(toolRequest(call), onMessage),
      validateCredentials: (credentials) =>
        request({ type: "tool", action: "validate_tool_credentials", provider: "provider", credentials }),
    };
  };

  return {
    daemonUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    caller,
    problems,
    transactions: () => transactions,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};

async function* sessionEvents(
  lines: AsyncIterable<string>,
  problems: string[],
): AsyncGenerator<{ readonly type: string; readonly data: unknown }, void> {
  for await (const line of lines) {
    const message = parseLine(line);
    if (message?.["event"] !== "session" || !isObject(message["data"])) {
      problems.push(`not a session message: ${line.slice(0, 200)}`);
      continue;
    }
    yield { type: String(message["data"]["type"]), data: message["data"]["data"] };
  }
}
