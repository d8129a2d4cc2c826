import { progressLine, type Terminal } from "./progress.ts";

/** How far long work is; `done` and `total` count the same unit. */
export interface BarState {
  readonly done: number;
  readonly total: number | undefined;
  /** In words, such as `1,200 records`. */
  readonly text: string;
}

/** Shows how far long work is to a person at a terminal, at most ten times a second. */
export interface ProgressBar {
  show(state: BarState): void;
  /** Clears it, before anything else is written. */
  clear(): void;
}

const width = 24;
const showEveryMs = 100;

/** `[########................] 33% 1,200 records`. Nothing is written where the stream is no terminal. */
export const progressBar = (
  terminal: Terminal,
  environment: Readonly<Record<string, string | undefined>>,
  now: () => number = Date.now,
): ProgressBar => {
  const line = progressLine(terminal, environment);
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show: (state) => {
      if (now() - shownAt < showEveryMs) return;
      shownAt = now();
      line.show({ message: `${barOf(state)}${state.text}` });
    },
    clear: line.clear,
  };
};

const barOf = ({ done, total }: BarState): string => {
  if (total === undefined || total === 0) return "";
  const share = Math.min(1, done / total);
  const filled = Math.round(share * width);
  return `[${"#".repeat(filled)}${".".repeat(width - filled)}] ${Math.floor(share * 100)}% `;
};
