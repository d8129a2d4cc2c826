import { setTimeout as wait } from "node:timers/promises";
import { ToolFailure, toolError } from "@tsunagu/core";
import { RequestFailure } from "./failure.ts";

/** Most times one request is sent. */
export const maxAttempts = 5;
const longestWaitMs = 30_000;

/** How one request is sent again. */
export interface RetryOptions {
  readonly signal: AbortSignal;
  /** The request changes nothing, so that it may be sent again even when its fate is unknown. */
  readonly repeatable: boolean;
  /** Milliseconds before the second attempt; doubled before each further one. */
  readonly baseDelayMs: number;
}

/**
 * Sends until it succeeds, fails for good, or has been tried often enough. Waits exponentially with jitter, at least as
 * long as the service asks; when it asks for more than 30 s, the error says so instead of waiting.
 */
export const withRetry = async <T>(
  send: () => Promise<T>,
  { signal, repeatable, baseDelayMs }: RetryOptions,
): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (thrown) {
      if (!(thrown instanceof RequestFailure) || attempt === maxAttempts) throw thrown;
      if (thrown.resend === "never" || (thrown.resend === "reads" && !repeatable)) throw thrown;
      const asked = thrown.error.retryAfterMs ?? 0;
      if (asked > longestWaitMs) throw thrown;
      const backoff = baseDelayMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
      await pause(Math.max(asked, backoff), signal);
    }
  }
};

const pause = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  try {
    await wait(milliseconds, undefined, { signal });
  } catch {
    throw new ToolFailure(toolError("aborted", "The call was stopped while it waited to try again."));
  }
};
