import { bodyOf, type CollectedFile } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterEach, beforeEach, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneImportRecords } from "./import-records.ts";

let server: LocalKintone;
beforeEach(async () => {
  server = await startTestKintone({ recordCount: 2 });
});
afterEach(() => server.close());

const run = async (text: string, input: object = {}, name = "in.csv", policy = {}) => {
  await using toolkit = toolkitWith(server, [kintoneImportRecords], undefined, { policy });
  const bytes = Buffer.from(text);
  const inputs = new Map([["in:", { name, mediaType: "text/csv", size: bytes.byteLength, body: bodyOf(bytes) }]]);
  const files: CollectedFile[] = [];
  const onFile = async (file: { name: string; mediaType: string; body: AsyncIterable<Uint8Array> }) => {
    files.push({ name: file.name, mediaType: file.mediaType, bytes: Buffer.concat(await Array.fromAsync(file.body)) });
    return { uri: "memory:" };
  };
  const all = { kintone_app_id: "1", input_file: { uri: "in:" }, ...input };
  return { result: await toolkit.run("kintone_import_records", all, { inputs, onFile }), files };
};
const outputOf = (result: Awaited<ReturnType<typeof run>>["result"]) => {
  const answer = result._unsafeUnwrap();
  return answer.status === "completed" ? answer.output : answer;
};
const codes = () =>
  server
    .app(1)
    .records()
    .map((record) => record["Code"]?.value);

it("keeps the contract", async () => {
  const input_file = { uri: "https://example.com/in.csv", name: "in.csv" };
  expect(
    await checkToolContract(kintoneImportRecords, {
      examples: [
        { kintone_app_id: "12", input_file },
        { kintone_app_id: "12", input_file, update_key: "Code", fields: ["Rank"], atomic: true, encoding: "sjis" },
        { kintone_app_id: "12", input_file, dry_run: true, stop_on_error: true, format: "jsonl" },
      ],
    }),
  ).toEqual([]);
});

it("updates what exists by the key and adds the others", async () => {
  const { result, files } = await run("Code,Rank\nT-2,5\nT-3,6\n", { update_key: "Code" });
  const report = null;
  expect(outputOf(result)).toEqual({
    ...{ app_id: "1", dry_run: false, rows: 2, added: 1, updated: 1, failed: 0, unknown: 0 },
    ...{ errors: [], errors_omitted: 0, report },
  });
  expect(codes()).toEqual(["T-1", "T-2", "T-3"]);
  expect(files).toEqual([]);
});

it("answers with the first errors, and with all of them as a file", async () => {
  const rows = Array.from({ length: 150 }, (_, index) => `N-${index},x\n`).join("");
  const { result, files } = await run(`Code,Rank\n${rows}Good,1\n`, { on_row_error: "report" });
  expect(outputOf(result)).toMatchObject({
    ...{ rows: 151, added: 1, failed: 150, errors_omitted: 50 },
    report: { uri: "memory:", name: "in.csv.errors.jsonl", media_type: "application/jsonl" },
  });
  expect((outputOf(result) as { errors: unknown[] }).errors).toHaveLength(100);
  const lines = files[0]?.bytes.toString().trim().split("\n") ?? [];
  expect(lines).toHaveLength(150);
  expect(JSON.parse(lines[149] ?? "")).toMatchObject({ row: 151, field: "Rank", written: "no" });
});

it("fails when rows fail, and says what was done and where all of them are", async () => {
  const { result, files } = await run("Code,Rank\nBad,x\nGood,1\n");
  expect(errorOf(result)).toMatchObject({
    code: "partial",
    message: "1 of 2 rows were not imported, 1 were.",
    issues: [{ path: ["rows", 2, "Rank"] }],
    partial: { done: { added: 1, failed: 1 }, failed: [{ row: 2, field: "Rank", written: "no" }] },
    details: { errors_omitted: 0, report: { uri: "memory:" } },
  });
  expect(files).toHaveLength(1);
  expect(codes()).toEqual(["T-1", "T-2", "Good"]);
  expect(errorOf((await run("Code,Rank\nBad,x\n")).result)).toMatchObject({ code: "invalid_input" });
});

it("hands out the report also when it stops midway", async () => {
  const { result, files } = await run('{"Code":"A","Rank":"x"}\n{"Code":"B"}\n', { stop_on_error: true }, "in.jsonl");
  expect(errorOf(result)).toMatchObject({ code: "invalid_input", message: expect.stringContaining("Row 1, Rank") });
  expect(files.map(({ name }) => name)).toEqual(["in.jsonl.errors.jsonl"]);
});

it("reads only in a dry run, also where nothing may change", async () => {
  const { result } = await run("Code\nA\n", { dry_run: true }, "in.csv", { readOnly: true });
  expect(outputOf(result)).toMatchObject({ dry_run: true, rows: 1, added: 0 });
  expect(errorOf((await run("Code\nA\n", {}, "in.csv", { readOnly: true })).result).code).toBe("forbidden");
  expect(codes()).toEqual(["T-1", "T-2"]);
});

it("refuses a file that does not fit the app", async () => {
  expect(errorOf((await run("Cod\nA\n")).result)).toMatchObject({ code: "invalid_input" });
  expect(errorOf((await run("Code\nA\n", { update_key: "Rank" })).result)).toMatchObject({
    code: "invalid_input",
    issues: [{ path: ["update_key"], message: "Rank does not prohibit duplicate values" }],
  });
});
