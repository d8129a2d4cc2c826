import { checkToolContract } from "@tsunagu/core/testing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bucket, errorOf, type LocalTransfer, startTransfer } from "../testing/local-transfer.ts";
import { kintoneImportFromS3 } from "./from-s3.ts";

let local: LocalTransfer;

beforeEach(async () => {
  local = await startTransfer({
    fields: {
      番号: { type: "SINGLE_LINE_TEXT", unique: true },
      金額: { type: "NUMBER", maxValue: "1000" },
      期日: { type: "DATE" },
    },
    records: [{ 番号: { value: "A-1" }, 金額: { value: "1" } }],
  });
});
afterEach(async () => {
  await local[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
});

const uri = (key: string): string => `s3://${bucket}/${key}`;
const run = async (text: string, input: object = {}, options: object = {}, key = "取込/案件.csv") => {
  await local.put(key, text);
  return local.toolkit.call("kintone_import_from_s3", { kintone_app_id: "1", s3_uri: uri(key), ...input }, options);
};
const stored = () =>
  local.kintone
    .app(1)
    .records()
    .map((record) => [record["番号"]?.value, record["金額"]?.value]);
const rows = (count: number): string =>
  `番号,金額\n${Array.from({ length: count }, (_, index) => `B-${index + 1},${index % 1000}\n`).join("")}`;
const reported = async (key: string) =>
  (await local.text(key))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

it("keeps the contract", async () => {
  const input = { s3_uri: "s3://bucket/案件.csv", kintone_app_id: "12" };
  expect(
    await checkToolContract(kintoneImportFromS3, {
      examples: [
        input,
        { ...input, update_key: "Code", fields: ["Rank"], encoding: "sjis", report_s3_uri: "s3://bucket/report" },
        { ...input, dry_run: true, stop_on_error: true, format: "jsonl" },
        { ...input, dry_run: true, report_s3_uri: "s3://bucket/report" },
      ],
    }),
  ).toEqual([]);
});

it("updates what exists by the key and adds the others", async () => {
  const answer = (
    await run("番号,金額\nA-1,5\nA-2,6\n", { update_key: "番号", report_s3_uri: uri("report") })
  )._unsafeUnwrap();
  expect(answer).toEqual({
    ...{
      app_id: "1",
      s3_uri: uri("取込/案件.csv"),
      dry_run: false,
      rows: 2,
      added: 1,
      updated: 1,
      failed: 0,
      unknown: 0,
    },
    ...{ problems: [], problems_omitted: 0, report_s3_uri: null },
  });
  expect(stored()).toEqual([
    ["A-1", "5"],
    ["A-2", "6"],
  ]);
  expect(local.aws.s3.object(bucket, "report")).toBeUndefined();
});

it("takes JSON Lines by the key's ending, and Shift_JIS when told", async () => {
  (await run('{"番号":"C-1","金額":7}\n', {}, {}, "rows.ndjson"))._unsafeUnwrap();
  expect(errorOf(await run("番号\nD-1\n", { encoding: "sjis" })).code).toBe("invalid_input");
  expect(stored()).toContainEqual(["C-1", "7"]);
});

it("imports back what kintone_export_to_s3 exported", async () => {
  for (const format of ["csv", "jsonl"] as const) {
    const s3_uri = uri(`round.${format}`);
    const input = { kintone_app_id: "1", s3_uri };
    (await local.toolkit.call("kintone_export_to_s3", { ...input, format }))._unsafeUnwrap();
    const answer = await local.toolkit.call("kintone_import_from_s3", { ...input, update_key: "番号" });
    expect(answer._unsafeUnwrap()).toMatchObject({ updated: 1, added: 0, failed: 0 });
  }
});

describe("20,000 rows", () => {
  it("go through a hundred at a time, with progress", async () => {
    const seen: number[] = [];
    const onProgress = ({ done = 0 }): void => void seen.push(done);
    const answer = (await run(rows(20_000), { update_key: "番号" }, { onProgress }))._unsafeUnwrap();
    expect(answer).toMatchObject({ rows: 20_000, added: 20_000, failed: 0 });
    expect(seen).toHaveLength(200);
    expect(new Set(stored().map(([code]) => code)).size).toBe(20_001);
  });
});

describe("rows that fail", () => {
  const bad = "番号,金額\nE-1,1\nE-2,many\nE-3,5000\nE-4,4\n";

  it("end the call as partial, with all of them in the report, and the others are written", async () => {
    const error = errorOf(await run(bad, { report_s3_uri: uri("報告/失敗.jsonl") }));
    expect(error).toMatchObject({
      code: "partial",
      message: "2 of 4 rows were not imported, 2 were.",
      partial: {
        done: { rows: 4, added: 2, failed: 2 },
        failed: [{ row: 3, field: "金額" }, { row: 4 }],
        remaining: [],
      },
      details: { report_s3_uri: uri("報告/失敗.jsonl"), problems_omitted: 0 },
    });
    expect(error.issues?.[0]?.path).toEqual(["rows", 3, "金額"]);
    expect((await reported("報告/失敗.jsonl")).map(({ row, written }) => [row, written])).toEqual([
      [3, "no"],
      [4, "no"],
    ]);
    expect(stored().map(([code]) => code)).toEqual(["A-1", "E-1", "E-4"]);
  });

  it("are reported when the caller asks for it", async () => {
    const answer = (await run(bad, { on_row_error: "report", report_s3_uri: uri("r") }))._unsafeUnwrap();
    expect(answer).toMatchObject({ added: 2, failed: 2, problems: [{ row: 3 }, { row: 4 }], report_s3_uri: uri("r") });
  });

  it("are what a dry run answers with, and nothing is written", async () => {
    local.kintone.clearRequests();
    const answer = (await run(bad, { dry_run: true, report_s3_uri: uri("dry") }))._unsafeUnwrap();
    expect(answer).toMatchObject({ dry_run: true, rows: 4, failed: 2, added: 0, report_s3_uri: uri("dry") });
    expect(local.kintone.requests.every(({ method }) => method === "GET")).toBe(true);
  });

  it("are invalid input when nothing was written, the first hundred of them named", async () => {
    const text = `番号,金額\n${"F,many\n".repeat(150)}`;
    const error = errorOf(await run(text, { report_s3_uri: uri("all") }));
    expect(error).toMatchObject({ code: "invalid_input", details: { problems_omitted: 50 } });
    expect(error.partial).toBeUndefined();
    expect(error.issues).toHaveLength(100);
    expect(await reported("all")).toHaveLength(150);
  });

  it("stop it when told, and the report has them", async () => {
    const text = `${rows(150)}G-1,many\n`;
    const error = errorOf(await run(text, { stop_on_error: true, report_s3_uri: uri("stop") }));
    expect(error).toMatchObject({
      code: "partial",
      partial: { done: { added: 100 }, remaining: { after_row: 101 } },
      details: { report_s3_uri: uri("stop") },
    });
    expect(await reported("stop")).toHaveLength(1);
  });

  it("are still told when the report cannot be stored", async () => {
    const error = errorOf(await run(bad, { on_row_error: "report", report_s3_uri: "s3://no-such-bucket-here/r" }));
    expect(error).toMatchObject({
      code: "partial",
      message: "The rows are done, but the report of those that failed could not be stored.",
      partial: { done: { added: 2, failed: 2 }, failed: [{ row: 3 }, { row: 4 }] },
      details: { report_error: expect.stringContaining("bucket") },
    });
  });
});

describe("what stops it midway", () => {
  it("is partial with how far it came: kintone", async () => {
    local.kintone.faults.next(
      { kind: "error", status: 403, code: "CB_NO02" },
      { path: "records.json", method: "PUT", after: 2, times: 1000 },
    );
    const error = errorOf(await run(rows(500), { update_key: "番号" }));
    expect(error).toMatchObject({ code: "partial", partial: { done: { added: 200 } } });
  });

  it("is partial with how far it came: an abort, and the report is stored all the same", async () => {
    const controller = new AbortController();
    const onProgress = ({ done = 0 }): void => {
      if (done >= 300) controller.abort();
    };
    const text = rows(1000).replace("B-5,4", "B-5,many");
    const input = { update_key: "番号", report_s3_uri: uri("stopped") };
    const error = errorOf(await run(text, input, { onProgress, signal: controller.signal }));
    expect(error).toMatchObject({ code: "partial", partial: { done: { added: 299, failed: 1 } } });
    expect(await reported("stopped")).toHaveLength(1);
  });

  it("is not a connection to S3 that breaks: it goes on where it broke", async () => {
    local.aws.faults.inject({ kind: "truncated_body", operation: "GetObject" });
    expect((await run(rows(3000), { update_key: "番号" }))._unsafeUnwrap()).toMatchObject({ added: 3000 });
    expect(local.aws.requests.list().filter(({ operation }) => operation === "GetObject")).toHaveLength(2);
  });
});

it.each([
  ["an object that does not exist", { s3_uri: uri("none.csv") }, { code: "not_found", origin: { service: "s3" } }],
  ["a key without an ending", { s3_uri: uri("none") }, { code: "invalid_input", issues: [{ path: ["format"] }] }],
  ["Parquet", { s3_uri: uri("a.parquet") }, { message: "format: .parquet is no form that is imported" }],
  ["a key that names no records", { update_key: "金額" }, { issues: [{ path: ["update_key"] }] }],
  ["a report that is no address", { report_s3_uri: "s3://bucket" }, { issues: [{ path: ["report_s3_uri"] }] }],
])("refuses %s", async (_name, input, expected) => {
  expect(errorOf(await run("番号\nZ-1\n", input))).toMatchObject(expected);
  expect(stored()).toHaveLength(1);
});
