import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { bundleProgram } from "@tsunagu/dify-adapter/package";
import { installFiles } from "@tsunagu/dify-adapter/testing";
import { difyPython } from "../conformance/support/dify/python.ts";
import { mainPy } from "../packages/dify-adapter/src/manifest/main-py.ts";
import { type PluginCommand, type PluginProcess, startPlugin } from "./dify/plugin-process.ts";
import { byTurns, median, row, timeEach } from "./measure.ts";

const echo = { tool: "bench_echo", parameters: { text: "hello" } };
const megabyte = 1e6;
const blobBytes = 10 * megabyte;
const blob = { tool: "bench_blob", parameters: { size: blobBytes } };

/** A plugin of ours against the same tools written with Dify's Python SDK, both started as Dify starts them: `python -m main`. */
export const run = async (): Promise<void> => {
  const { python, base, version } = await difyPython();
  const directory = await mkdtemp(join(tmpdir(), "tsunagu-bench-"));
  const { files } = await bundleProgram({ entry: fileURLToPath(new URL("dify/tools.ts", import.meta.url)) });
  await installFiles(files, directory);
  await writeFile(join(directory, "main.py"), mainPy);
  const baseline = fileURLToPath(new URL("dify/baseline", import.meta.url));
  const command = (interpreter: string, cwd: string): PluginCommand => ({
    command: interpreter,
    args: ["-m", "main"],
    cwd,
    path: dirname(process.execPath),
  });
  const ours = command(base, directory);
  const theirs = command(python, baseline);
  try {
    console.log(`${`Python ${version}`.padEnd(52)} ${"tsunagu".padStart(10)} ${"Python SDK".padStart(10)}`);
    await start(ours, theirs);
    await using left = await startPlugin(ours);
    await using right = await startPlugin(theirs);
    await compare(left, right);
    await memoryAfterMany(ours);
  } finally {
    await rm(directory, { recursive: true });
  }
};

const start = async (ours: PluginCommand, theirs: PluginCommand): Promise<void> => {
  const startMs = async (command: PluginCommand): Promise<number> => {
    await using plugin = await startPlugin(command);
    return plugin.startMs;
  };
  const times = await byTurns(
    5,
    () => startMs(ours),
    () => startMs(theirs),
  );
  row("start to first heartbeat", median(times.left), median(times.right), "ms");
};

const compare = async (left: PluginProcess, right: PluginProcess): Promise<void> => {
  await delay(2000);
  row("idle RSS", (await left.residentBytes()) / megabyte, (await right.residentBytes()) / megabyte, "MB");
  for (const plugin of [left, right]) await plugin.run(echo, 10_000, 64); // Dify keeps one process for days

  const p50 = async (plugin: PluginProcess): Promise<number> =>
    median(await timeEach(300, () => plugin.run(echo, 1, 1)));
  const alone = await byTurns(
    3,
    () => p50(left),
    () => p50(right),
  );
  row("p50, one at a time", median(alone.left), median(alone.right), "ms");

  const perSecond = async (plugin: PluginProcess, count: number): Promise<number> => {
    const started = performance.now();
    await plugin.run(echo, count, 64);
    return (count / (performance.now() - started)) * 1000;
  };
  const rates = await byTurns(
    3,
    () => perSecond(left, 20_000),
    () => perSecond(right, 4_000),
  );
  row("requests a second, 64 in flight", median(rates.left), median(rates.right), "1/s");

  const blobRate = async (plugin: PluginProcess): Promise<number> => {
    const count = 4;
    const started = performance.now();
    await plugin.run(blob, count, 1);
    return (count * blobBytes) / megabyte / ((performance.now() - started) / 1000);
  };
  const blobs = await byTurns(
    5,
    () => blobRate(left),
    () => blobRate(right),
  );
  row("blob throughput", median(blobs.left), median(blobs.right), "MB/s");
};

/** The memory of a new process before its first and after 100,000 calls; Dify keeps one process for days. */
const memoryAfterMany = async (command: PluginCommand): Promise<void> => {
  await using plugin = await startPlugin(command);
  await delay(2000);
  const idle = await plugin.residentBytes();
  await plugin.run(echo, 100_000, 64);
  await delay(2000);
  row("RSS after 100,000 calls, against idle", (await plugin.residentBytes()) / megabyte, idle / megabyte, "MB");
};
