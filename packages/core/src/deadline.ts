import { type ToolError, toolError } from "./error.ts";

/** The signal of one call, and what it means when it fires. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
  /** The error for a call that ended because the signal fired; undefined while it has not. */
  readonly error: () => ToolError | undefined;
}

/** Joins a caller's signal with a time limit in milliseconds, and remembers which of them fired. */
export const startDeadline = (milliseconds: number, caller?: AbortSignal): Deadline => {
  const either = new AbortController();
  const timer = setTimeout(() => either.abort(new DOMException("The deadline passed.", "TimeoutError")), milliseconds);
  // AbortSignal.any would leave weak references behind, which every call costs the garbage collector
  const stop = (): void => either.abort(caller?.reason);
  if (caller?.aborted) stop();
  else caller?.addEventListener("abort", stop, { once: true });
  return {
    signal: either.signal,
    error: () => {
      if (caller?.aborted) return toolError("aborted", "The caller stopped the call.");
      if (either.signal.aborted) {
        return toolError("timeout", `The call did not end within ${milliseconds} ms.`, {
          hint: "Allow more time, or ask for less at once.",
        });
      }
      return undefined;
    },
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      caller?.removeEventListener("abort", stop);
    },
  };
};
