import { type ToolError, toolError } from "./error.ts";

/** The signal of one call, and what it means when it fires. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
  /** The error for a call that ended because the signal fired; undefined while it has not. */
  readonly error: () => ToolError | undefined;
  /** Calls back when the signal fires, or at once if it has. */
  readonly onStop: (listener: () => void) => void;
}

/** Joins a caller's signal with a time limit in milliseconds, and remembers which of them fired. */
export const startDeadline = (milliseconds: number, caller?: AbortSignal): Deadline => {
  const either = new AbortController();
  const { signal } = either;
  const listeners: (() => void)[] = [];
  const stop = (reason: unknown): void => {
    either.abort(reason);
    for (const listener of listeners) listener();
  };
  const timer = setTimeout(() => stop(new DOMException("The deadline passed.", "TimeoutError")), milliseconds);
  // AbortSignal.any would leave weak references behind, which every call costs the garbage collector
  const onAbort = (): void => stop(caller?.reason);
  if (caller?.aborted) onAbort();
  else caller?.addEventListener("abort", onAbort, { once: true });
  return {
    signal,
    onStop: (listener) => void (signal.aborted ? listener() : listeners.push(listener)),
    error: () => {
      if (caller?.aborted) return toolError("aborted", "The caller stopped the call.");
      if (signal.aborted) {
        return toolError("timeout", `The call did not end within ${milliseconds} ms.`, {
          hint: "Allow more time, or ask for less at once.",
        });
      }
      return undefined;
    },
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      caller?.removeEventListener("abort", onAbort);
    },
  };
};
