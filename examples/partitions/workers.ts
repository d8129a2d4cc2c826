import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("./worker.ts", import.meta.url));

/** Runs a process for each task, so many at once, and yields what each prints, as they end. Throws when one of them fails. */
export async function* inWorkers(
  atOnce: number,
  tasks: readonly object[],
  environment: Readonly<Record<string, string>>,
): AsyncGenerator<string, void> {
  const running = new Map<number, Promise<{ readonly index: number; readonly line: string }>>();
  for (const [index, task] of tasks.entries()) {
    running.set(index, runWorker(index, task, environment));
    if (running.size >= atOnce) yield await firstEnded(running);
  }
  while (running.size > 0) yield await firstEnded(running);
}

const firstEnded = async (
  running: Map<number, Promise<{ readonly index: number; readonly line: string }>>,
): Promise<string> => {
  const { index, line } = await Promise.race(running.values());
  running.delete(index);
  return line;
};

const runWorker = async (index: number, task: object, environment: Readonly<Record<string, string>>) => {
  const child = spawn(process.execPath, ["--conditions=@tsunagu/source", program, JSON.stringify(task)], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, "close")]);
  if (code !== 0) throw new Error(`Worker ${index} ended with ${code}.`);
  return { index, line: `worker ${child.pid}: ${said.trim()}` };
};
