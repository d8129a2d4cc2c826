import { setTimeout as wait } from "node:timers/promises";
import { type ToolErrorCode, ToolFailure, toolError } from "@tsunagu/core";

/** How often, and how long apart, work that may be repeated is tried. */
export interface Patience {
  readonly signal: AbortSignal;
  /** Milliseconds before the second attempt; doubled before each further one. Default 1,000. */
  readonly retryBaseMs?: number | undefined;
}

/** Milliseconds that one request of a long run may take, unless its caller says otherwise. */
export const usualTimeoutMs = 120_000;

/** Most times that one page or chunk is tried, beyond the attempts that each request has of its own. */
const maxAttempts = 5;

/**
 * Does work that may be repeated without harm, again after errors that pass: a time limit, an answer that broke off, a
 * service out of order. Long runs meet them.
 */
export const withPatience = async <T>(work: () => Promise<T>, { signal, retryBaseMs }: Patience): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (thrown) {
      const passes = thrown instanceof ToolFailure && passing.has(thrown.error.code);
      if (!passes || attempt === maxAttempts || signal.aborted) throw thrown;
    }
    await pause((retryBaseMs ?? 1000) * 2 ** (attempt - 1), signal);
  }
};

const passing: ReadonlySet<ToolErrorCode> = new Set(["timeout", "unavailable", "upstream", "rate_limited"]);

/** Waits, in milliseconds. Throws a ToolFailure, `aborted`, when the signal fires. */
export const pause = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  try {
    await wait(milliseconds, undefined, { signal });
  } catch {
    throw new ToolFailure(toolError("aborted", "The work was stopped while it waited to try again."));
  }
};
