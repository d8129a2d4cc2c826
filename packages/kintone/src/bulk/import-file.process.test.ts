import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { type App, type LocalKintone, startLocalKintone } from "@tsunagu/local";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { connectionTo, everything } from "../testing/local-kintone.ts";

vi.setConfig({ testTimeout: 120_000 }); // starts a dozen processes

const token = "KilledTokenKilledTokenKilled01";
const child = fileURLToPath(new URL("../testing/import-child.ts", import.meta.url));
const count = 3000;
const codes = Array.from({ length: count }, (_, index) => `C-${index + 1}`);

let server: LocalKintone;
let app: App;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "import-killed-"));
  const rows = codes.map((code, index) => `${code},${index % 50 === 0 ? "wrong" : index}`);
  await writeFile(join(directory, "in.csv"), ["Code,Rank", ...rows, ""].join("\n"));
});
afterAll(() => rm(directory, { recursive: true }));
afterEach(() => server.close());

const serve = async (unique: boolean): Promise<void> => {
  server = await startLocalKintone({ delayMs: 5 });
  app = server.addApp({
    id: 1,
    name: "In",
    fields: { Code: { type: "SINGLE_LINE_TEXT", unique }, Rank: { type: "NUMBER" } },
    tokens: [{ token, permissions: everything }],
  });
};

const start = (name: string, options: object, resume: boolean) => {
  const files = { journal: join(directory, `${name}.journal`), report: join(directory, `${name}.report`) };
  const all = JSON.stringify({ app: "1", format: "csv", ...files, resume, ...options });
  const words = [
    "--conditions=@tsunagu/source",
    child,
    JSON.stringify(connectionTo(server, { kintone_api_token: token })),
  ];
  return spawn(process.execPath, [...words, join(directory, "in.csv"), all], { stdio: ["ignore", "pipe", "inherit"] });
};

/** Kills the import after some write of its own, and resumes it, over and over; then lets it end. */
const importKilled = async (name: string, options: object) => {
  let kills = 0;
  for (;;) {
    const resume = existsSync(join(directory, `${name}.journal`));
    const before = server.requests.length;
    const running = start(name, options, resume);
    const ended = Promise.all([text(running.stdout), once(running, "close")]);
    if (kills < 5) {
      const writes = 1 + Math.floor(Math.random() * 4);
      const isDue = () => server.requests.slice(before).filter(({ method }) => method !== "GET").length >= writes;
      await vi.waitUntil(() => isDue() || running.exitCode !== null, { timeout: 30_000, interval: 3 });
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
      running.kill("SIGKILL");
      kills++;
    }
    const [output, [code]] = await ended;
    if (code !== null) return { code, output, kills };
  }
};

const report = async (name: string) =>
  (await readFile(join(directory, `${name}.report`), "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { row: number; field: string | null; written: string });

const wrongRows = codes.map((_, index) => index + 2).filter((row) => (row - 2) % 50 === 0);

it("with an update key each row is there once, or in the report once", async () => {
  await serve(true);
  const { code, output, kills } = await importKilled("keyed", { updateKey: "Code" });
  expect(`${kills} ${code} ${output}`).toMatch(/^5 0 /);
  expect(JSON.parse(output)).toMatchObject({ rows: count, failed: wrongRows.length, unknown: 0 });
  const reported = await report("keyed");
  expect(reported.map(({ row }) => row)).toEqual(wrongRows);
  const failed = new Set(wrongRows.map((row) => `C-${row - 1}`));
  expect(app.records().map((record) => record["Code"]?.value)).toEqual(codes.filter((each) => !failed.has(each)));
});

it("without one each row is there once, or in the report once as wrong or unknown, and then at most once there", async () => {
  await serve(false);
  const { code, output } = await importKilled("added", {});
  expect(`${code} ${output}`).toMatch(/^0 /);
  const reported = await report("added");
  expect(new Set(reported.map(({ row }) => row)).size).toBe(reported.length);
  const present = app.records().map((record) => String(record["Code"]?.value));
  expect(new Set(present).size).toBe(present.length);
  const [refused, unknown] = ["no", "unknown"].map((written) =>
    reported.filter((row) => row.written === written).map(({ row }) => `C-${row - 1}`),
  );
  expect(refused).toHaveLength(wrongRows.length);
  const accounted = new Set([...present, ...(refused ?? []), ...(unknown ?? [])]);
  expect(codes.filter((each) => !accounted.has(each))).toEqual([]);
  expect(present.filter((each) => refused?.includes(each))).toEqual([]);
});
