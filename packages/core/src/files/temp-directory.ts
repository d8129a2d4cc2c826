import { rmSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onExit } from "signal-exit";

const prefix = "tsunagu-";
const live = new Set<string>();
let stopWatching: (() => void) | undefined;
let swept: Promise<void> | undefined;

/** A private directory (mode 0700, random name) that is gone after use, also when the process ends or is signalled. */
export interface TempDirectory extends AsyncDisposable {
  readonly path: string;
}

/**
 * Makes a private temporary directory. What a killed process (SIGKILL, power loss) left behind is removed by the next
 * process that makes one.
 */
export const makeTempDirectory = async (): Promise<TempDirectory> => {
  swept ??= removeAbandoned();
  await swept;
  const path = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  live.add(path);
  stopWatching ??= onExit(removeLive);
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      await rm(path, { recursive: true, force: true });
      live.delete(path);
      if (live.size > 0) return;
      stopWatching?.();
      stopWatching = undefined;
    },
  };
};

const removeLive = (): void => {
  for (const path of live) rmSync(path, { recursive: true, force: true });
  live.clear();
};

const removeAbandoned = async (): Promise<void> => {
  for (const name of await readdir(tmpdir())) {
    const owner = /^tsunagu-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) {
      await rm(join(tmpdir(), name), { recursive: true, force: true }).catch((cause: unknown) => {
        process.emitWarning(
          `An abandoned temporary directory could not be removed: ${String(cause)}`,
          "TsunaguWarning",
        );
      });
    }
  }
};

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
};
