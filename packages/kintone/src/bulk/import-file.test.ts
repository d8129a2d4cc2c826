import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type App, type LocalKintone, startLocalKintone } from "@tsunagu/local";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { KintoneSession } from "../session.ts";
import { errorOf, everything } from "../testing/local-kintone.ts";
import { openTestSession } from "../testing/open-session.ts";
import { type FileProgress, type ImportFileOptions, importFile } from "./import-file.ts";

const token = "FileTokenFileTokenFileToken01";

let server: LocalKintone;
let session: KintoneSession;
let app: App;
let directory: string;
let input: string;
let journal: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "import-file-"));
  input = join(directory, "in.csv");
  journal = join(directory, "in.journal");
  await writeFile(input, `Code,Rank\n${codes.map((code, index) => `${code},${index}\n`).join("")}`);
  server = await startLocalKintone();
  app = server.addApp({
    id: 1,
    name: "In",
    fields: { Code: { type: "SINGLE_LINE_TEXT", unique: true }, Rank: { type: "NUMBER", maxValue: "320" } },
    tokens: [{ token, permissions: everything }],
  });
  session = openTestSession(server, { kintone_api_token: token });
});
afterEach(async () => {
  await session.close();
  await server.close();
  await rm(directory, { recursive: true });
});

const codes = Array.from({ length: 330 }, (_, index) => `C-${index + 1}`);
const run = (options: Partial<ImportFileOptions> = {}) =>
  importFile(session, input, {
    app: "1",
    format: "csv",
    journal,
    signal: new AbortController().signal,
    retryBaseMs: 1,
    ...options,
  });
const present = () => app.records().map((record) => record["Code"]?.value);
const stopAfter = (chunks: number, method: string) =>
  server.faults.next({ kind: "unavailable_page" }, { path: "records.json", method, after: chunks, times: 1000 });

describe("a journal", () => {
  it("lets an import go on after the last confirmed chunk, and end once", async () => {
    stopAfter(2, "PUT");
    expect(errorOf(await run({ updateKey: "Code" })).code).toBe("partial");
    server.faults.clear();
    await appendFile(journal, '{"chunk":3,"thro'); // as a process leaves it that dies while it writes
    server.clearRequests();
    const summary = (await run({ updateKey: "Code", resume: true }))._unsafeUnwrap();
    expect(summary).toMatchObject({ rows: 330, added: 321, updated: 0, failed: 9 });
    expect(server.requests.filter(({ method }) => method === "PUT")).toHaveLength(2);
    expect(present()).toEqual(codes.slice(0, 321));

    server.clearRequests();
    expect((await run({ updateKey: "Code", resume: true }))._unsafeUnwrap()).toEqual(summary);
    expect(server.requests).toEqual([]);
    const lines = (await readFile(journal, "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({
      format: "tsunagu import journal 1",
      app: "1",
      input: { bytes: expect.any(Number) },
    });
    expect(lines.at(-1)).toMatchObject({ chunk: 4, through: 331, finished: true });
  });

  it("is not overwritten, and not taken for another import", async () => {
    stopAfter(1, "PUT");
    await run({ updateKey: "Code" });
    server.faults.clear();
    expect(errorOf(await run({ updateKey: "Code" }))).toMatchObject({
      code: "conflict",
      message: expect.stringContaining("exists"),
    });
    expect(errorOf(await run({ resume: true })).message).toContain("the options differ");
    expect(errorOf(await run({ updateKey: "Code", app: "2", resume: true })).message).toContain("the app differ");
    await appendFile(input, "C-999,1\n");
    expect(errorOf(await run({ updateKey: "Code", resume: true })).message).toContain("the input's contents differ");
    expect(errorOf(await run({ resume: true, journal: `${journal}2` })).code).toBe("not_found");
    expect(errorOf(await run({ resume: true, journal: input })).code).toBe("invalid_input");
    expect(present()).toHaveLength(100);
  });

  it("that was not even begun begins the import", async () => {
    await writeFile(journal, '{"format":"tsun');
    expect((await run({ updateKey: "Code", resume: true }))._unsafeUnwrap()).toMatchObject({ added: 321 });
    expect((await readFile(journal, "utf8")).split("\n")[0]).toContain('"format":"tsunagu import journal 1"');
  });

  it("knows of rows that were being added: they are looked up, not added again", async () => {
    const controller = new AbortController();
    server.faults.next({ kind: "slow_body", milliseconds: 30_000 }, { path: "records.json", method: "POST", after: 1 });
    const running = run({ signal: controller.signal });
    await expect.poll(() => app.recordCount).toBe(200);
    controller.abort();
    expect(errorOf(await running).code).toBe("partial");
    expect((await run({ resume: true }))._unsafeUnwrap()).toMatchObject({
      rows: 330,
      added: 321,
      failed: 9,
      unknown: 0,
    });
    expect(present()).toEqual(codes.slice(0, 321));
  });

  it("reports rows as unknown that were being added and are not found", async () => {
    const controller = new AbortController();
    server.faults.next({ kind: "hang" }, { path: "records.json", method: "POST", after: 1 });
    const running = run({ signal: controller.signal });
    await expect.poll(async () => (await readFile(journal, "utf8").catch(() => "")).split("sending").length).toBe(3);
    controller.abort();
    expect(errorOf(await running).code).toBe("partial");
    const report = join(directory, "report");
    const summary = (await run({ resume: true, report }))._unsafeUnwrap();
    expect(summary).toMatchObject({ rows: 330, added: 221, failed: 9, unknown: 100 });
    const rows = (await readFile(report, "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(rows.filter(({ written }) => written === "unknown").map(({ row }) => row)).toEqual(
      Array.from({ length: 100 }, (_, index) => index + 102),
    );
  });
});

describe("a report", () => {
  it("holds each failed row once, also when the import goes on, and is not overwritten", async () => {
    const report = join(directory, "report.jsonl");
    await writeFile(input, `Code,Rank\n${codes.map((code) => `${code},${code.endsWith("5") ? "x" : 1}\n`).join("")}`);
    stopAfter(2, "PUT");
    await run({ updateKey: "Code", report });
    server.faults.clear();
    const other = await run({ updateKey: "Code", report: join(directory, "other"), resume: true });
    expect(errorOf(other)).toMatchObject({ code: "conflict", message: expect.stringContaining("is not the report") });
    (await run({ updateKey: "Code", report, resume: true }))._unsafeUnwrap();
    const rows = (await readFile(report, "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).row);
    expect(rows).toEqual(codes.flatMap((code, index) => (code.endsWith("5") ? [index + 2] : [])));
    expect(errorOf(await run({ journal: `${journal}2`, report })).code).toBe("conflict");
  });
});

it("tells how far it is, in bytes of the file", async () => {
  const seen: FileProgress[] = [];
  (await run({ updateKey: "Code", onProgress: (progress) => seen.push(progress) }))._unsafeUnwrap();
  expect(seen.map(({ rows }) => rows)).toEqual([100, 200, 300, 330]);
  expect(seen.at(-1)).toMatchObject({ done: seen[0]?.total, failed: 9 });
});

it("has no journal in a dry run, and names a file that is not there", async () => {
  expect((await run({ dryRun: true }))._unsafeUnwrap()).toMatchObject({ rows: 330, failed: 9, dryRun: true });
  await expect(readFile(journal)).rejects.toMatchObject({ code: "ENOENT" });
  const options = { app: "1", format: "csv" as const, signal: new AbortController().signal };
  expect(errorOf(await importFile(session, `${input}x`, options)).code).toBe("not_found");
});
