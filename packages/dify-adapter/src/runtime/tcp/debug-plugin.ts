import { setTimeout as delay } from "node:timers/promises";
import { type Logger, type Redactor, type ToolError, ToolFailure, toolError, toToolError } from "@tsunagu/core";
import { type Line, readLines } from "../lines.ts";
import type { PluginServer } from "../serve-plugin.ts";
import { type Connection, openConnection } from "./connection.ts";
import { type DeclarationFiles, registrationMessages } from "./registration.ts";

export interface DebugOptions {
  readonly host: string;
  readonly port: number;
  /** The workspace's debugging key. It is registered with the redactor, and in no error or log line. */
  readonly key: string;
  /** The plugin's YAML files and assets: `pluginFiles(plugin)`, or `readDeclarations` of an unpacked package. */
  readonly files: DeclarationFiles;
  readonly redactor: Redactor;
  readonly logger: Logger;
  /** Stops debugging. */
  readonly signal: AbortSignal;
  /** Milliseconds between heartbeats. Default 10,000; the daemon closes after 60,000 without any. */
  readonly heartbeatMs?: number | undefined;
  /** Milliseconds before the first of several attempts in a row; each further one waits twice as long, up to 30,000. Default 1,000. */
  readonly retryMs?: number | undefined;
  /** Attempts in a row that fail, after which it gives up. Default 20. */
  readonly maxAttempts?: number | undefined;
  /** Bytes of one request. Default 64 MiB. */
  readonly maxRequestBytes?: number | undefined;
}

const maxRetryMs = 30_000;
/** Milliseconds after which a connection that the daemon has not refused counts as registered. */
const registeredAfterMs = 5_000;

/**
 * Connects a plugin to a running Dify for debugging, and again whenever Dify restarts or drops the connection. Resolves
 * when the signal fires. Rejects with a ToolFailure: `unauthenticated` or `invalid_input` with Dify's words when the first
 * registration is refused, `unavailable` when it cannot be reached for too many attempts.
 *
 * @see dify-plugin-daemon, internal/core/debugging_runtime
 */
export const debugPlugin = async (server: PluginServer, options: DebugOptions): Promise<void> => {
  const { host, port, logger, signal, retryMs = 1000, maxAttempts = 20 } = options;
  using _key = disposable(options.redactor.register(options.key));
  const messages = [{ type: "handshake", data: { key: options.key } }, ...registrationMessages(options.files)];
  const registration = messages.map((message) => JSON.stringify(message));
  let wasRegistered = false;
  for (let attempt = 1; !signal.aborted; attempt++) {
    const ended = await attemptOnce(server, registration, options);
    if (signal.aborted) return;
    if (ended.registered) {
      wasRegistered = true;
      attempt = 1;
    }
    const { error } = ended;
    if ((ended.refused && !wasRegistered) || attempt >= maxAttempts) throw new ToolFailure(error);
    const waitMs = Math.min(retryMs * 2 ** (attempt - 1), maxRetryMs);
    logger.warn({ host, port, attempt, wait_ms: waitMs, reason: error.message }, "Connecting to Dify again");
    await delay(waitMs, undefined, { signal }).catch(() => {}); // the loop ends by the signal
  }
};

interface Ended {
  readonly registered: boolean;
  readonly refused: boolean;
  readonly error: ToolError;
}

/** Connects, registers and serves until the connection ends. */
const attemptOnce = async (
  server: PluginServer,
  registration: readonly string[],
  options: DebugOptions,
): Promise<Ended> => {
  const { host, port, signal, logger, heartbeatMs = 10_000, maxRequestBytes = 64 * 1024 * 1024 } = options;
  let connection: Connection;
  try {
    connection = await openConnection({ host, port, heartbeatMs });
  } catch (thrown) {
    const error = toToolError(thrown, () =>
      toolError("unavailable", `There is no connection to Dify at ${host}:${port}.`),
    );
    return { registered: false, refused: false, error };
  }
  const close = (): void => void connection.close();
  signal.addEventListener("abort", close, { once: true });
  const heard: Heard = { refusal: undefined, requests: 0 };
  const connectedAt = performance.now();
  try {
    const lines = readLines(connection.input, maxRequestBytes);
    const served = server.serve({ ...connection, lines, accept: (line) => isRequest(line, heard) });
    await register(connection, registration);
    logger.info({ host, port }, "Registered with Dify for debugging");
    await served;
  } catch (thrown) {
    if (!connection.gone.aborted) throw thrown;
  } finally {
    signal.removeEventListener("abort", close);
  }
  const registered =
    heard.refusal === undefined && (heard.requests > 0 || performance.now() - connectedAt > registeredAfterMs);
  const error =
    heard.refusal === undefined
      ? toolError("unavailable", `Dify at ${host}:${port} closed the connection.`)
      : refusedError(options.redactor.text(heard.refusal));
  return { registered, refused: heard.refusal !== undefined, error };
};

const register = async (connection: Connection, registration: readonly string[]): Promise<void> => {
  for (const line of registration) await connection.send(line);
  await connection.beat();
};

interface Heard {
  /** What the daemon says before it closes, which is no JSON. */
  refusal: string | undefined;
  requests: number;
}

const isRequest = (line: Line, heard: Heard): boolean => {
  if ("text" in line && line.text.trim() !== "" && !line.text.startsWith("{")) {
    heard.refusal ??= line.text.trim().slice(0, 1000);
    return false;
  }
  heard.requests++;
  return true;
};

const refusedError = (words: string): ToolError =>
  /handshake/i.test(words)
    ? toolError("unauthenticated", `Dify refused the connection: ${words}.`, {
        hint: "Take a new key from Dify, under Plugins, Debug: a key is good for two hours after its last use.",
      })
    : toolError("invalid_input", `Dify refused the plugin: ${words}.`, { hint: "tsunagu dify check may tell more." });

const disposable = ({ dispose }: { dispose(): void }): Disposable => ({ [Symbol.dispose]: dispose });
