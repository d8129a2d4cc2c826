import { type CallFiles, openCallFiles } from "./files/call-files.ts";
import type { FileSink, FileStore } from "./files/file-store.ts";
import type { FileAccess } from "./files/open-file.ts";
import type { Limits } from "./limits.ts";
import { type Logger, redactingLogger } from "./logger.ts";
import type { Redactor } from "./redact/index.ts";
import type { ToolContext } from "./tool.ts";

interface CallContextOptions extends Pick<ToolContext, "session" | "signal" | "report" | "emit"> {
  readonly limits: Limits;
  readonly logger: Logger;
  readonly redactor: Redactor;
  readonly access: FileAccess;
  readonly sink: FileSink;
  /** Names the call in each of its log lines. */
  readonly bindings: object;
}

/**
 * What a tool gets beside its input; logger and files are made for those that ask. Dispose it when the tool has ended.
 *
 * A class, since V8 gives an object literal with getters a hidden class of its own, which keeps all of a call out of reach of
 * the quick collections of young memory.
 */
export class CallContext implements ToolContext, AsyncDisposable {
  readonly session: unknown;
  readonly signal: AbortSignal;
  readonly report: ToolContext["report"];
  readonly emit: ToolContext["emit"];
  readonly #options: CallContextOptions;
  #files: CallFiles | undefined;

  constructor(options: CallContextOptions) {
    this.session = options.session;
    this.signal = options.signal;
    this.report = options.report;
    this.emit = options.emit;
    this.#options = options;
  }

  get logger(): Logger {
    const { logger, redactor, bindings } = this.#options;
    return redactingLogger(logger, redactor, bindings);
  }

  get files(): FileStore {
    this.#files ??= openCallFiles(this.#options);
    return this.#files.store;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#files?.[Symbol.asyncDispose]();
  }
}
