import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { bucket, type LocalTransfer, startTransfer } from "../testing/local-transfer.ts";

const child = fileURLToPath(new URL("../testing/export-child.ts", import.meta.url));
const records = 20_000;
/** What is garbage goes at once, so that the memory is what the export holds. */
const smallHeap = ["--max-old-space-size=64", "--max-semi-space-size=2"];

vi.setConfig({ testTimeout: 120_000 }); // starts processes

let local: LocalTransfer;
beforeAll(async () => {
  local = await startTransfer({
    fields: { 番号: { type: "SINGLE_LINE_TEXT" }, 本文: { type: "MULTI_LINE_TEXT" }, 金額: { type: "NUMBER" } },
    records: Array.from({ length: records }, (_, index) => ({
      番号: { value: `番号-${index + 1}` },
      本文: { value: randomBytes(3072).toString("base64") },
      金額: { value: String(index) },
    })),
  });
}, 60_000);
afterAll(async () => {
  await local[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
});

const exported = async (input: object): Promise<{ records: number; size: number; mebibytes: number }> => {
  const all = { kintone_app_id: "1", s3_uri: `s3://${bucket}/memory`, if_none_match: false, ...input };
  const run = [
    ...smallHeap,
    "--conditions=@tsunagu/source",
    child,
    JSON.stringify(local.connection),
    JSON.stringify(all),
  ];
  return JSON.parse((await promisify(execFile)(process.execPath, run)).stdout);
};

it.each(["jsonl", "parquet"])("80 MB as %s take hardly more memory than a tenth of it", async (format) => {
  const few = await exported({ format, max_records: records / 10 });
  const all = await exported({ format });
  expect(all.records).toBe(records);
  expect(all.size).toBeGreaterThan(75 * 1024 ** 2);
  expect(all.mebibytes - few.mebibytes).toBeLessThan(60);
});
