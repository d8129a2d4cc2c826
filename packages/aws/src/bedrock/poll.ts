import { setTimeout as wait } from "node:timers/promises";
import { type JsonObject, type ToolError, ToolFailure, toolError, toToolError } from "@tsunagu/core";
import { ResultAsync } from "neverthrow";

interface Polling<State> {
  ask(): ResultAsync<State, ToolError>;
  isFinal(state: State): boolean;
  /** Told each time the state is not final. */
  onPending(state: State): void;
  /** What identifies the job: it goes into every error, so that somebody else can take the waiting up. */
  readonly details: JsonObject;
  /** How to go on when the wait was stopped. */
  readonly hint: string;
}

const firstPauseMs = 500;
const longestPauseMs = 15_000;
const growth = 1.6;
const failuresBorne = 5;

/**
 * Asks for a job's state until it is final, with growing pauses. Ends at once when the signal fires. A few failures in a row
 * that may pass (throttling, an outage) are borne.
 */
export const pollUntilFinal = <State>(signal: AbortSignal, polling: Polling<State>): ResultAsync<State, ToolError> => {
  const more = { details: polling.details };
  const poll = async (): Promise<State> => {
    let failures = 0;
    for (let pause = firstPauseMs; ; pause = Math.min(pause * growth, longestPauseMs)) {
      const asked = await polling.ask();
      if (asked.isErr()) {
        if (!asked.error.retryable || ++failures > failuresBorne) throw new ToolFailure(asked.error);
      } else {
        if (polling.isFinal(asked.value)) return asked.value;
        failures = 0;
        polling.onPending(asked.value);
      }
      await wait(pause, undefined, { signal });
    }
  };
  return ResultAsync.fromPromise(poll(), (thrown) => {
    const error = toToolError(thrown, () => toolError("aborted", "The wait was stopped."));
    return toolError(error.code, error.message, {
      ...error,
      ...more,
      ...(error.code === "aborted" ? { hint: polling.hint } : {}),
    });
  });
};
