import { setTimeout as delay } from "node:timers/promises";
import { type Redactor, type ToolError, toolError } from "@tsunagu/core";
import type { PluginServer } from "./serve-plugin.ts";
import { writeError } from "./stdio/standard-error.ts";

export interface GuardOptions {
  readonly server: PluginServer;
  readonly redactor: Redactor;
  /** Milliseconds that calls have to end after SIGTERM. */
  readonly stopMs: number;
  /** Resolves when the last words are written. */
  flush(): Promise<void>;
}

/** Milliseconds for the last lines to be read before the process ends without them. */
const flushMs = 5_000;

/**
 * Lets every open call have an answer before this process ends: after a defect that nothing caught (exit code 1), and on
 * SIGTERM and SIGINT (0). Answers with how to end it otherwise.
 */
export const guardProcess = ({ server, redactor, stopMs, flush }: GuardOptions): ((code: number) => Promise<void>) => {
  const exit = async (code: number): Promise<void> => {
    const flushed = flush().then(() => true);
    if (await Promise.race([flushed, delay(flushMs, false)])) process.exit(code);
    process.kill(process.pid, "SIGKILL"); // an ordinary exit would wait for the thread, and the thread for a reader
  };
  const crash = (cause: unknown): void => {
    writeError(redactor, `The plugin ends after a defect: ${cause instanceof Error ? cause.stack : String(cause)}\n`);
    server.abandon(crashed);
    void exit(1);
  };
  const terminate = async (): Promise<void> => {
    await server.stop(toolError("aborted", "The plugin is being stopped.", { retryable: true }), stopMs);
    await exit(0);
  };
  process.on("uncaughtException", crash);
  process.on("unhandledRejection", crash);
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => void terminate());
  return exit;
};

const crashed: ToolError = toolError(
  "internal",
  "The plugin's process failed during this call, maybe because of another one.",
  {
    hint: "It restarts by itself. Whether a change was made is not known; look before trying again.",
  },
);
