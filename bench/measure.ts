/** Milliseconds of each of a number of runs, one after the other. */
export const timeEach = async (count: number, work: () => unknown): Promise<readonly number[]> => {
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return times;
};

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Runs per second with a number of runs under way at once. */
export const throughput = async (count: number, atOnce: number, work: () => Promise<unknown>): Promise<number> => {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await work();
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (count / (performance.now() - started)) * 1000;
};

/** Compares by turns, so that what else the machine does falls on both alike. */
export const byTurns = async <T>(
  rounds: number,
  left: () => Promise<T>,
  right: () => Promise<T>,
): Promise<{ left: T[]; right: T[] }> => {
  const results = { left: [] as T[], right: [] as T[] };
  for (let round = 0; round < rounds; round++) {
    results.left.push(await left());
    results.right.push(await right());
  }
  return results;
};

export const row = (name: string, ours: number, theirs: number, unit: string): void =>
  console.log(
    `${name.padEnd(52)} ${ours.toFixed(3).padStart(10)} ${theirs.toFixed(3).padStart(10)} ${unit.padEnd(6)} ratio ${(ours / theirs).toFixed(2)}`,
  );
