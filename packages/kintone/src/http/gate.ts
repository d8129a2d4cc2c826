import { ToolFailure, toolError } from "@tsunagu/core";

/** Lets a number of calls through at once; the others wait in order, and leave the line when they are aborted. */
export interface Gate {
  /** Waits for a place. Resolves with the function that gives it back; rejects with an `aborted` ToolFailure. */
  enter(signal: AbortSignal): Promise<() => void>;
  /** Calls that are in. */
  readonly running: number;
  /** Changes how many may be in. Those that are in stay. */
  setLimit(limit: number): void;
  readonly limit: number;
}

/** Makes a gate for `limit` calls at once. */
export const createGate = (limit: number): Gate => {
  const waiting = new Set<() => void>();
  let allowed = limit;
  let running = 0;

  const admit = (): void => {
    for (const start of waiting) {
      if (running >= allowed) return;
      waiting.delete(start);
      start();
    }
  };
  const place = (): (() => void) => {
    running++;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      running--;
      admit();
    };
  };

  return {
    get running() {
      return running;
    },
    get limit() {
      return allowed;
    },
    setLimit: (next) => {
      allowed = Math.max(1, next);
      admit();
    },
    enter: (signal) => {
      if (signal.aborted) return Promise.reject(stopped());
      if (running < allowed) return Promise.resolve(place());
      const { promise, resolve, reject } = Promise.withResolvers<() => void>();
      const onAbort = (): void => {
        waiting.delete(start);
        reject(stopped());
      };
      const start = (): void => {
        signal.removeEventListener("abort", onAbort);
        resolve(place());
      };
      signal.addEventListener("abort", onAbort, { once: true });
      waiting.add(start);
      return promise;
    },
  };
};

const stopped = (): ToolFailure =>
  new ToolFailure(toolError("aborted", "The call was stopped while it waited for its turn."));
