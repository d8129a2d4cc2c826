import { createRedactor } from "@tsunagu/core";
import { pino } from "pino";
import { median, row, timeEach } from "./measure.ts";

const small = {
  tool: "s3_list_objects",
  call_id: "0f0e6d6c-7c1e-4a53-9c5e-0f1a2b3c4d5e",
  duration_ms: 12,
  outcome: "completed",
};
const large = {
  tool: "kintone_query",
  records: Array.from({ length: 60 }, (_, index) => ({
    $id: String(index),
    顧客名: `株式会社サンプル ${index}`,
    memo: "A note that goes on for a while, with a colon: and an equals sign = in it, as notes do.",
    amount: index * 1000,
    headers: { accept: "application/json" },
  })),
};

/** The redactor on log entries, beside JSON.stringify and pino with path redaction. */
export const run = async (): Promise<void> => {
  const redactor = createRedactor();
  for (const secret of ["kPz81/xqTFZ0+uYb4nHc7Lw2Vd9RsMeGjQa3oXiB", "qZ8vTn4Lk2Jh6Gf1Ds9Ap3Wo5Ei7Ru0YtMbVcXzN"])
    redactor.register(secret);
  const logger = pino({ redact: ["password", "*.password", 'headers["authorization"]'] }, { write: () => {} });
  console.log(`${"log entry".padEnd(52)} ${"redactor".padStart(10)} ${"other".padStart(10)}`);
  for (const [name, entry, count] of [
    ["110 bytes", small, 20_000],
    ["13 kB", large, 300],
  ] as const) {
    const ours = await perRun(count, () => JSON.stringify(redactor.value(entry)));
    row(`${name}, against JSON.stringify`, ours, await perRun(count, () => JSON.stringify(entry)), "µs");
    row(
      `${name}, against pino with path redaction`,
      ours,
      await perRun(count, () => logger.info(entry, "message")),
      "µs",
    );
  }
};

/** Microseconds a run: the median of several batches. */
const perRun = async (count: number, work: () => unknown): Promise<number> => {
  const batch = (): void => {
    for (let index = 0; index < count; index++) work();
  };
  batch();
  return (median(await timeEach(7, batch)) / count) * 1000;
};
