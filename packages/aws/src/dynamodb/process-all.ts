import { setTimeout as wait } from "node:timers/promises";
import { type Progress, type ToolError, toolError } from "@tsunagu/core";
import { ResultAsync } from "neverthrow";

interface ProcessCall {
  readonly signal: AbortSignal;
  report(progress: Progress): void;
}

/** What was not done of some work, and why; both empty when all was done. */
export interface Unfinished<Work> {
  readonly left: readonly Work[];
  readonly error?: ToolError;
}

const defaultPausesMs = [50, 100, 200, 400, 800, 1600, 3200, 6400];

/**
 * Sends work by chunks. What the service hands back unprocessed is sent again after a pause, each longer than the last; after
 * the last pause, at an error or at an abort the rest is left. Never fails: what is left says so.
 *
 * @see Amazon DynamoDB Developer Guide, Error handling with DynamoDB (batch operations)
 */
export const processAll = <Work>(
  call: ProcessCall,
  work: readonly Work[],
  chunkSize: number,
  send: (chunk: readonly Work[]) => ResultAsync<readonly Work[], ToolError>,
  pausesMs: readonly number[] = defaultPausesMs,
): ResultAsync<Unfinished<Work>, never> => {
  const run = async (): Promise<Unfinished<Work>> => {
    let left = work;
    let pauses = 0;
    while (left.length > 0) {
      if (call.signal.aborted) return { left, error: stopped() };
      const chunk = left.slice(0, chunkSize);
      const answer = await send(chunk);
      if (answer.isErr()) return { left, error: answer.error };
      left = [...answer.value, ...left.slice(chunkSize)];
      call.report({ message: "Items processed", done: work.length - left.length, total: work.length });
      if (answer.value.length === 0) pauses = 0;
      else {
        if (answer.value.length < chunk.length) pauses = 0;
        const pauseMs = pausesMs[pauses++];
        if (pauseMs === undefined) return { left, error: toolError("rate_limited", "DynamoDB processes no more now.") };
        const paused = await ResultAsync.fromPromise(wait(pauseMs, undefined, { signal: call.signal }), stopped);
        if (paused.isErr()) return { left, error: paused.error };
      }
    }
    return { left };
  };
  return ResultAsync.fromSafePromise(run());
};

const stopped = (): ToolError => toolError("aborted", "The call was stopped.");
