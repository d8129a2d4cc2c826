import { createRedactor, describeError, toolError, toToolError } from "@tsunagu/core";
import type { PluginTools } from "../plugin-tools.ts";
import { guardProcess } from "../process-guard.ts";
import { servePlugin } from "../serve-plugin.ts";
import { standardErrorLogger } from "../standard-error-logger.ts";
import { pruneEnvironment } from "../stdio/environment.ts";
import { redirectOutput, writeError } from "../stdio/standard-error.ts";
import { debugPlugin } from "./debug-plugin.ts";
import type { DeclarationFiles } from "./registration.ts";

export interface RemoteOptions {
  readonly host: string;
  readonly port: number;
  /** The workspace's debugging key. It is never printed. */
  readonly key: string;
  /** The plugin's YAML files and assets. */
  readonly files: DeclarationFiles;
  readonly heartbeatMs?: number | undefined;
  readonly retryMs?: number | undefined;
  readonly maxAttempts?: number | undefined;
  readonly maxSessions?: number | undefined;
  /** Milliseconds that calls have to end after SIGTERM. Default 5,000. */
  readonly stopMs?: number | undefined;
}

/**
 * Runs this process as a plugin that a running Dify debugs over TCP. It connects again by itself, and ends on SIGTERM and
 * SIGINT, with exit code 1 when Dify refuses it or cannot be reached, and after a defect that nothing caught.
 */
export const serveRemote = (plugin: PluginTools, options: RemoteOptions): void => {
  pruneEnvironment();
  const redactor = createRedactor();
  redactor.register(options.key);
  redirectOutput(redactor);
  const logger = standardErrorLogger(redactor);
  const stopped = new AbortController();
  const server = servePlugin(plugin, { redactor, logger, maxSessions: options.maxSessions });
  const debugged = debugPlugin(server, { ...options, redactor, logger, signal: stopped.signal });
  const flush = async (): Promise<void> => {
    stopped.abort();
    await debugged.catch(() => {}); // told below
  };
  const exit = guardProcess({ server, redactor, stopMs: options.stopMs ?? 5_000, flush });
  void debugged.then(
    () => exit(0),
    (thrown: unknown) => {
      const error = toToolError(thrown, (cause) => toolError("internal", String(cause)));
      writeError(redactor, `${describeError(error)}\n`);
      return exit(1);
    },
  );
};
