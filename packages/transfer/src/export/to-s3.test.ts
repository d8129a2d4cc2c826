import { randomBytes } from "node:crypto";
import { checkToolContract } from "@tsunagu/core/testing";
import { parquetMetadata, parquetReadObjects, parquetSchema } from "hyparquet";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { bucket, errorOf, type LocalTransfer, startTransfer } from "../testing/local-transfer.ts";
import { kintoneExportToS3 } from "./to-s3.ts";

const manyRecords = 20_000;
const manyToken = "ManyTransferTokenAbcdef0123456";
/** Of 16 KB each, so that they take several parts of an upload. */
const heavyRecords = 1800;
const heavyToken = "HeavyTransferTokenAbcdef012345";

const choices = (...labels: string[]) =>
  Object.fromEntries(labels.map((label, index) => [label, { label, index: String(index) }]));

let now = Date.parse("2026-01-31T09:00:00Z");
let local: LocalTransfer;

beforeAll(async () => {
  local = await startTransfer(
    {
      fields: {
        会社名: { type: "SINGLE_LINE_TEXT" },
        金額: { type: "NUMBER" },
        期日: { type: "DATE" },
        開始: { type: "DATETIME" },
        時刻: { type: "TIME" },
        区分: { type: "CHECK_BOX", options: choices("新規", "継続") },
        担当: { type: "USER_SELECT" },
        書類: { type: "FILE" },
        明細: {
          type: "SUBTABLE",
          fields: {
            品名: { type: "SINGLE_LINE_TEXT" },
            数量: { type: "NUMBER" },
            印: { type: "CHECK_BOX", options: choices("済") },
          },
        },
      },
    },
    { users: [{ code: "sato", password: "LocalTestPassword-42", name: "佐藤" }], now: () => new Date(now) },
  );
  const fileKey = local.kintone.addFile({ name: "見積書.pdf", data: Buffer.from("12345") });
  local.kintone.app(1).seed([
    {
      会社名: { value: '株式会社 "繋ぐ" 🍣' },
      金額: { value: "123456789012345678901234567890" },
      期日: { value: "2026-02-28" },
      開始: { value: "2026-02-28T23:59:00Z" },
      時刻: { value: "09:30" },
      区分: { value: ["新規", "継続"] },
      担当: { value: [{ code: "sato" }] },
      書類: { value: [{ fileKey }] },
      明細: {
        value: [
          { value: { 品名: { value: "ペン" }, 数量: { value: "0.1" }, 印: { value: ["済"] } } },
          { value: { 品名: { value: "インク" } } },
        ],
      },
    },
    { 会社名: { value: "二番目" } },
  ]);
  local.kintone.addApp({
    id: 2,
    name: "多数",
    fields: { 番号: { type: "SINGLE_LINE_TEXT" }, 金額: { type: "NUMBER" } },
    tokens: [{ token: manyToken, permissions: ["view"] }],
    records: Array.from({ length: manyRecords }, (_, index) => ({
      番号: { value: `番号-${index + 1}` },
      金額: { value: `${index}.5` },
    })),
  });
  local.kintone.addApp({
    id: 3,
    name: "重い",
    fields: { 本文: { type: "MULTI_LINE_TEXT" } },
    tokens: [{ token: heavyToken, permissions: ["view"] }],
    records: Array.from({ length: heavyRecords }, () => ({
      本文: { value: randomBytes(12 * 1024).toString("base64") },
    })),
  });
}, 60_000);
afterEach(() => {
  local.kintone.faults.clear();
  local.aws.faults.clear();
});
afterAll(async () => {
  await local[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
});

const uri = (key: string): string => `s3://${bucket}/${key}`;
const run = (input: object, options = {}) =>
  local.toolkit.call("kintone_export_to_s3", { kintone_app_id: "1", s3_uri: uri("out"), ...input }, options);
const many = () => ({ connection: { ...local.connection, kintone_api_token: manyToken } });
const nothingOf = (key: string) => {
  expect(local.aws.s3.object(bucket, key)).toBeUndefined();
  expect(local.aws.s3.openUploads()).toEqual([]);
};
const parquetOf = async (key: string) => {
  const bytes = await local.bytes(key);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
};

it("keeps the contract", async () => {
  expect(
    await checkToolContract(kintoneExportToS3, {
      examples: [
        { kintone_app_id: "12", s3_uri: "s3://bucket/案件.csv" },
        { kintone_app_id: "12", s3_uri: "s3://bucket/a.parquet", format: "parquet", if_none_match: false },
        { kintone_app_id: "12", s3_uri: "s3://bucket/a", changed_since: "2026-01-31T09:30:00+09:00", fields: "Name" },
      ],
    }),
  ).toEqual([]);
});

describe("CSV and JSON Lines", () => {
  it("go to an object with a Japanese key, with its facts", async () => {
    const key = "出力/案件 #1%.csv";
    const answer = (await run({ s3_uri: uri(key), fields: ["会社名", "金額"] }))._unsafeUnwrap();
    expect(answer).toEqual({
      app_id: "1",
      s3_uri: uri(key),
      format: "csv",
      records: 2,
      size: (await local.bytes(key)).byteLength,
      etag: local.aws.s3.object(bucket, key)?.etag,
      version_id: null,
      truncated: false,
      last_record_id: "2",
      next_since: null,
    });
    expect(await local.text(key)).toBe(
      '"会社名","金額"\n"株式会社 ""繋ぐ"" 🍣","123456789012345678901234567890"\n"二番目",\n',
    );
    expect(local.aws.s3.object(bucket, key)?.contentType).toBe("text/csv");
  });

  it("have all of 20,000 records once, with progress", async () => {
    const seen: object[] = [];
    const input = { kintone_app_id: "2", s3_uri: uri("many.jsonl"), format: "jsonl" } as const;
    const onProgress = (progress: object): void => void seen.push(progress);
    const answer = (await local.toolkit.call("kintone_export_to_s3", input, { ...many(), onProgress }))._unsafeUnwrap();
    expect(answer).toMatchObject({ records: manyRecords, truncated: false, last_record_id: String(manyRecords) });
    expect(seen.at(-1)).toEqual({ message: "20000 records exported", done: manyRecords, total: manyRecords });
    const ids = (await local.text("many.jsonl"))
      .trimEnd()
      .split("\n")
      .map((line) => Number(JSON.parse(line).$id.value));
    expect(ids).toEqual(Array.from({ length: manyRecords }, (_, index) => index + 1));
  });

  it("end at max_records and say how to go on", async () => {
    const input = { kintone_app_id: "2", s3_uri: uri("some.csv"), fields: "番号", max_records: 700 };
    const answer = (await local.toolkit.call("kintone_export_to_s3", input, many()))._unsafeUnwrap();
    expect(answer).toMatchObject({ records: 700, truncated: true, last_record_id: "700", next_since: null });
  });
});

describe("Parquet", () => {
  it("has typed columns, and numbers as they are", async () => {
    await run({ s3_uri: uri("all.parquet"), format: "parquet" });
    const file = await parquetOf("all.parquet");
    const [first, second] = await parquetReadObjects({ file });
    expect(first).toEqual({
      __ID__: 1n,
      __REVISION__: 1n,
      Record_number: "1",
      会社名: '株式会社 "繋ぐ" 🍣',
      金額: "123456789012345678901234567890",
      期日: new Date("2026-02-28"),
      開始: new Date("2026-02-28T23:59:00Z"),
      時刻: "09:30",
      区分: ["新規", "継続"],
      担当: [{ code: "sato", name: "佐藤" }],
      書類: [{ fileKey: expect.any(String), name: "見積書.pdf", contentType: expect.any(String), size: 5n }],
      明細: [
        { __ID__: expect.any(BigInt), 品名: "ペン", 数量: "0.1", 印: ["済"] },
        { __ID__: expect.any(BigInt), 品名: "インク", 数量: null, 印: [] },
      ],
      Created_by: { code: expect.any(String), name: expect.any(String) },
      Created_datetime: new Date(now),
      Updated_by: { code: expect.any(String), name: expect.any(String) },
      Updated_datetime: new Date(now),
    });
    expect(second).toMatchObject({ 会社名: "二番目", 金額: null, 期日: null, 開始: null, 区分: [], 明細: [] });
    expect(local.aws.s3.object(bucket, "all.parquet")?.contentType).toBe("application/vnd.apache.parquet");
  });

  it("has the chosen columns in their order, and no more", async () => {
    await run({ s3_uri: uri("chosen.parquet"), format: "parquet", fields: ["金額", "$id"], query: "$id = 2" });
    const file = await parquetOf("chosen.parquet");
    expect(parquetSchema(parquetMetadata(file)).children.map(({ element }) => element.name)).toEqual([
      "金額",
      "__ID__",
    ]);
    expect(await parquetReadObjects({ file })).toEqual([{ 金額: null, __ID__: 2n }]);
  });

  it("has the process's columns of an app that has a process", async () => {
    const token = "ProcessTransferTokenAbcdef0123";
    const process = {
      enable: true,
      states: ["未処理", "完了"],
      actions: [{ name: "完了する", from: "未処理", to: "完了" }],
    };
    local.kintone.addApp({
      ...{ id: 4, name: "工程", fields: { 件名: { type: "SINGLE_LINE_TEXT" } }, process },
      ...{ tokens: [{ token, permissions: ["view"] }], records: [{ 件名: { value: "一" } }] },
    });
    const input = { kintone_app_id: "4", s3_uri: uri("process.parquet"), format: "parquet" } as const;
    const connection = { ...local.connection, kintone_api_token: token };
    (await local.toolkit.call("kintone_export_to_s3", input, { connection }))._unsafeUnwrap();
    const [row] = await parquetReadObjects({ file: await parquetOf("process.parquet") });
    expect(Object.values(row ?? {})).toContain("未処理");
  });

  it("of no record is a whole file", async () => {
    const answer = (await run({ s3_uri: uri("none.parquet"), format: "parquet", query: "$id = 99" }))._unsafeUnwrap();
    expect(answer).toMatchObject({ records: 0, last_record_id: null });
    expect(await parquetReadObjects({ file: await parquetOf("none.parquet") })).toEqual([]);
  });

  it("of 20,000 records comes in groups of 10,000", async () => {
    const input = { kintone_app_id: "2", s3_uri: uri("many.parquet"), format: "parquet" } as const;
    (await local.toolkit.call("kintone_export_to_s3", input, many()))._unsafeUnwrap();
    const file = await parquetOf("many.parquet");
    const { row_groups } = parquetMetadata(file);
    expect(Math.max(...row_groups.map(({ num_rows }) => Number(num_rows)))).toBeLessThanOrEqual(10_000);
    expect(row_groups.length).toBeGreaterThan(1);
    const rows = await parquetReadObjects({ file, columns: ["__ID__", "番号", "金額"] });
    expect(rows.map((row) => row["番号"])).toEqual(
      Array.from({ length: manyRecords }, (_, index) => `番号-${index + 1}`),
    );
    expect(rows.at(-1)).toMatchObject({ __ID__: BigInt(manyRecords), 金額: "19999.5" });
  });
});

describe("changed_since", () => {
  it("exports what changed, and the next export goes on from there", async () => {
    const first = (
      await run({ s3_uri: uri("since-1.jsonl"), format: "jsonl", changed_since: "1970-01-01T00:00:00Z" })
    )._unsafeUnwrap();
    expect(first).toMatchObject({ records: 2, next_since: "2026-01-31T08:55:00Z" });
    now += 60 * 60_000;
    const [id] = [local.kintone.app(1).seed([{ 会社名: { value: "三番目" } }])];
    const next = { format: "jsonl", changed_since: "2026-01-31T09:30:00Z" };
    const second = (await run({ ...next, s3_uri: uri("since-2.jsonl") }))._unsafeUnwrap();
    expect(second).toMatchObject({ records: 1, last_record_id: String(id), next_since: "2026-01-31T09:55:00Z" });
    const third = (
      await run({
        ...next,
        changed_since: second.next_since,
        s3_uri: uri("since-3.parquet"),
        format: "parquet",
        query: '会社名 like "三番目"',
      })
    )._unsafeUnwrap();
    expect(third.records).toBe(1);
  });

  it("goes on after an export that ended at max_records", async () => {
    const records: unknown[] = [];
    let changed_since: string | null = "1970-01-01T00:00:00Z";
    for (let part = 1; part <= 3; part++) {
      const answer: { records: number; truncated: boolean; next_since: string | null } = (
        await run({ s3_uri: uri(`part-${part}.csv`), max_records: 1, changed_since, fields: ["$id"] })
      )._unsafeUnwrap();
      records.push(...(await local.text(`part-${part}.csv`)).trimEnd().split("\n").slice(1));
      changed_since = answer.next_since;
      expect(answer.truncated).toBe(part < 3);
    }
    expect(records).toEqual(['"1"', '"2"', '"3"']);
    expect(changed_since).toBe("2026-01-31T09:55:00Z");
  });

  it("takes a condition only", async () => {
    const result = await run({ changed_since: "2026-01-31T09:30:00Z", query: "order by $id asc" });
    expect(errorOf(result)).toMatchObject({ code: "invalid_input", issues: [{ path: ["query"] }] });
  });
});

describe("what exists", () => {
  it("is not replaced, which is found before any record is read", async () => {
    await local.put("kept.csv", "kept");
    local.kintone.clearRequests();
    expect(errorOf(await run({ s3_uri: uri("kept.csv") }))).toMatchObject({
      code: "conflict",
      message: `${uri("kept.csv")} exists and is not replaced.`,
    });
    expect(local.kintone.requests).toEqual([]);
    expect(await local.text("kept.csv")).toBe("kept");
  });

  it("is not replaced either when it appears meanwhile", async () => {
    const result = run(
      { s3_uri: uri("raced.csv"), fields: ["会社名"] },
      { onProgress: () => local.put("raced.csv", "kept") },
    );
    expect(errorOf(await result).code).toBe("conflict");
    expect(await local.text("raced.csv")).toBe("kept");
  });

  it("is replaced when the caller says so", async () => {
    await local.put("old.csv", "old");
    (await run({ s3_uri: uri("old.csv"), if_none_match: false, fields: ["$id"] }))._unsafeUnwrap();
    expect(await local.text("old.csv")).toContain('"$id"');
  });
});

describe("what fails leaves nothing behind", () => {
  const exportHeavy = (s3_uri: string, format: "jsonl" | "parquet" = "jsonl", options: object = {}) =>
    local.toolkit.call(
      "kintone_export_to_s3",
      { kintone_app_id: "3", s3_uri, format },
      { connection: { ...local.connection, kintone_api_token: heavyToken }, ...options },
    );
  const asked = (operation: string) => local.aws.requests.list().filter((request) => request.operation === operation);
  afterEach(() => local.aws.requests.clear());

  it("nothing fails, and it goes up in parts", async () => {
    const answer = (await exportHeavy(uri("heavy.jsonl")))._unsafeUnwrap();
    expect(answer.records).toBe(heavyRecords);
    expect(asked("UploadPart")).toHaveLength(Math.ceil(answer.size / (12 * 1024 ** 2)));
  });

  it.each(["jsonl", "parquet"] as const)("kintone in the middle of %s", async (format) => {
    local.kintone.faults.next({ kind: "error", status: 403, code: "CB_NO02" }, { path: "records.json", after: 3 });
    expect(errorOf(await exportHeavy(uri("half"), format)).code).toBe("forbidden");
    nothingOf("half");
  });

  it("kintone's faults that pass do not end it", async () => {
    local.kintone.faults.next({ kind: "truncated_body" }, { path: "records.json", after: 1 });
    local.kintone.faults.next({ kind: "cut_after_commit" }, { path: "records.json", after: 4 });
    const answer = (await exportHeavy(uri("passing.parquet"), "parquet"))._unsafeUnwrap();
    expect(answer).toMatchObject({ records: heavyRecords });
  });

  it("an abort midway", async () => {
    const controller = new AbortController();
    const onProgress = ({ done = 0 }): void => {
      if (done >= 1500) controller.abort();
    };
    const result = await exportHeavy(uri("stopped"), "jsonl", { signal: controller.signal, onProgress });
    expect(errorOf(result).code).toBe("aborted");
    await expect.poll(() => local.aws.s3.openUploads()).toEqual([]);
    nothingOf("stopped");
    expect(asked("AbortMultipartUpload")).toHaveLength(1);
  });

  it("a part that S3 does not take", async () => {
    local.aws.faults.inject({ kind: "unavailable_html", operation: "UploadPart", count: 50 });
    expect(errorOf(await exportHeavy(uri("refused"))).code).toBe("unavailable");
    local.aws.faults.clear();
    nothingOf("refused");
  });

  it("a bucket that does not exist", async () => {
    const error = errorOf(await run({ s3_uri: "s3://no-such-bucket-here/key" }));
    expect(error).toMatchObject({ code: "not_found", origin: { service: "s3", code: "NoSuchBucket" } });
  });

  it("a field that the form does not have", async () => {
    for (const format of ["csv", "parquet"]) {
      const error = errorOf(await run({ s3_uri: uri("wrong"), format, fields: ["会社"] }));
      expect(error).toMatchObject({ code: "invalid_input", message: expect.stringContaining("did you mean 会社名?") });
    }
    nothingOf("wrong");
  });
});
