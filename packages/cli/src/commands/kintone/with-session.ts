import {
  connectionFromEnvironment,
  createRedactor,
  type Redactor,
  resolveConnection,
  silentLogger,
  type ToolError,
  ToolFailure,
  toolError,
} from "@tsunagu/core";
import { type KintoneSession, kintone } from "@tsunagu/kintone";
import { readConnection } from "../../input/connection.ts";
import { watchInterruption } from "../../interruption.ts";
import { reportFailure } from "../../output/report-failure.ts";
import { boundMemory } from "./bound-memory.ts";

/** What every command over kintone is told. */
export interface SessionOptions {
  readonly app: string;
  /** Seconds. */
  readonly requestTimeout: number;
  readonly connection: readonly string[];
  readonly json?: boolean;
}

/**
 * Does work over a session of the environment's connection, and of `--connection` before it. Ctrl-C stops it in order.
 * A failure is reported without the connection's secrets, and becomes the exit code.
 */
export const withSession = async (
  options: SessionOptions,
  work: (session: KintoneSession, signal: AbortSignal) => Promise<void>,
): Promise<void> => {
  boundMemory();
  const redactor = createRedactor();
  using interruption = watchInterruption();
  const session = openSession(options.connection, redactor);
  try {
    await work(session, interruption.signal);
  } catch (thrown) {
    const failure = thrown instanceof ToolFailure ? new ToolFailure(scrubbed(thrown.error, redactor)) : thrown;
    const code = reportFailure(failure, options);
    process.exitCode = interruption.exitCode() ?? code;
  } finally {
    await session.close();
  }
};

const openSession = (pairs: readonly string[], redactor: Redactor): KintoneSession => {
  const given = readConnection(pairs, kintone.connection);
  const sources = [
    ...(given === undefined ? [] : [{ name: "call", values: given }]),
    { name: "environment", values: connectionFromEnvironment(kintone.connection) },
  ];
  const opened = resolveConnection(kintone.connection, sources).andThen((values) =>
    kintone.open(values, { logger: silentLogger, redactor }),
  );
  if (opened.isErr()) throw new ToolFailure(opened.error);
  return opened.value;
};

const scrubbed = (error: ToolError, redactor: Redactor): ToolError => {
  const { code, message, ...more } = error;
  return toolError(code, redactor.text(message), redactor.output(more));
};
