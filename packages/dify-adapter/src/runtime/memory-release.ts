const quietMs = 1000;
const worthBytes = 16 * 1024 ** 2;

/**
 * Gives memory back to the system once a plugin has been without calls for a second: V8 keeps what a burst of calls took
 * for as long as a process idles, 60 MB and more. Answers with the function to call when the last open call has ended. It
 * takes about 30 ms, and is left out where less than 16 MiB can be won and where Node runs without `--expose-gc`.
 */
export const memoryRelease = (
  isIdle: () => boolean,
  { collect = globalThis.gc, residentBytes = process.memoryUsage.rss } = {},
): (() => void) => {
  if (collect === undefined) return () => {};
  let restingBytes = residentBytes();
  const release = (): void => {
    if (!isIdle() || residentBytes() - restingBytes < worthBytes) return;
    collect({ type: "major", execution: "sync", flavor: "last-resort" });
    restingBytes = residentBytes();
  };
  const timer = setTimeout(release, quietMs).unref();
  return () => void timer.refresh();
};
