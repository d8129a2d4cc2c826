import { setTimeout as wait } from "node:timers/promises";
import { type JsonObject, type Progress, type ToolError, ToolFailure, toolError, toToolError } from "@tsunagu/core";
import { ResultAsync } from "neverthrow";
/** What a wait needs of a tool's context. */
export interface PollCall {
  readonly signal: AbortSignal;
  report(progress: Progress): void;
}

interface Poll<State> {
  /** Asks once how far the work is. */
  ask(): ResultAsync<State, ToolError>;
  isDone(state: State): boolean;
  /** What to report while it is not done. */
  describe(state: State): string;
  /** What a caller needs to go on by itself, such as the job's id: every error carries it. */
  readonly details: JsonObject;
  /** Milliseconds. Default half a second. */
  readonly firstPauseMs?: number;
}

const firstPauseMs = 500;
const longestPauseMs = 10_000;
const pauseGrowth = 1.5;
const maxFailures = 5;

/**
 * Asks again and again until the work is done, with pauses from half a second to ten. It ends at the call's signal, so at
 * its deadline; up to five failures in a row that may pass are waited out.
 */
export const pollUntil = <State>(call: PollCall, poll: Poll<State>): ResultAsync<State, ToolError> => {
  const withDetails = (error: ToolError): ToolError =>
    toolError(error.code, error.message, { ...error, details: { ...poll.details, ...error.details } });

  const loop = async (): Promise<State> => {
    let failures = 0;
    for (let pauseMs = poll.firstPauseMs ?? firstPauseMs; ; pauseMs = Math.min(pauseMs * pauseGrowth, longestPauseMs)) {
      const answer = await poll.ask();
      if (answer.isOk()) {
        if (poll.isDone(answer.value)) return answer.value;
        failures = 0;
        call.report({ message: poll.describe(answer.value) });
      } else if (!answer.error.retryable || ++failures > maxFailures) throw new ToolFailure(answer.error);
      await wait(pauseMs, undefined, { signal: call.signal });
    }
  };
  return ResultAsync.fromPromise(loop(), (thrown) =>
    withDetails(toToolError(thrown, () => toolError("aborted", "The wait was stopped."))),
  );
};
