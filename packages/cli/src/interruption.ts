/** A process's signals to stop, as an abort signal; and which of them came. */
export interface Interruption extends Disposable {
  readonly signal: AbortSignal;
  /** The exit code that the signal asks for, once it has come. */
  exitCode(): number | undefined;
}

const exitCodeOf = { SIGINT: 130, SIGTERM: 143 } as const;

/** Watches for Ctrl-C and SIGTERM. The first one stops what runs, in order; the second ends the process at once. */
export const watchInterruption = (): Interruption => {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const onSignal = (name: NodeJS.Signals): void => {
    const code = name === "SIGTERM" ? exitCodeOf.SIGTERM : exitCodeOf.SIGINT;
    if (exitCode !== undefined) process.exit(code);
    exitCode = code;
    controller.abort(new DOMException("The process was told to stop.", "AbortError"));
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    [Symbol.dispose]: () => {
      process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
    },
  };
};
