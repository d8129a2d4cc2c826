/** A signal that fires when the caller stops or when a time has passed. */
export interface TimeLimit extends Disposable {
  readonly signal: AbortSignal;
  /** Milliseconds, when the limit is what fired. */
  readonly expiredMs: () => number | undefined;
}

/** Joins a caller's signal with an optional limit in milliseconds. Dispose it when the work has ended. */
export const startTimeLimit = (signal: AbortSignal, milliseconds: number | undefined): TimeLimit => {
  if (milliseconds === undefined) return { signal, expiredMs: () => undefined, [Symbol.dispose]: () => {} };
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), milliseconds);
  return {
    signal: AbortSignal.any([signal, limit.signal]),
    expiredMs: () => (limit.signal.aborted && !signal.aborted ? milliseconds : undefined),
    [Symbol.dispose]: () => clearTimeout(timer),
  };
};
