import { randomBytes } from "node:crypto";
import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { errorOf, startTestKintone, testToolkit } from "../testing/local-kintone.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof testToolkit>;
beforeAll(async () => {
  server = await startTestKintone({ recordCount: 3 });
  toolkit = testToolkit(server);
});
afterAll(async () => {
  await toolkit.close();
  await server.close();
});
beforeEach(() => {
  server.clearRequests();
  server.faults.clear();
});

type Input = Parameters<typeof toolkit.call<"kintone_upload_file">>[1];
const upload = (input: Input) => toolkit.call("kintone_upload_file", input);
const text = (content: string, name: string) => ({ uri: `data:text/plain,${encodeURIComponent(content)}`, name });
const attach = async (id: string, value: readonly { readonly fileKey: string }[]) =>
  (
    await toolkit.call("kintone_update_record", {
      kintone_app_id: "1",
      record_id: id,
      record_data: { Docs: { value } },
    })
  )._unsafeUnwrap();
const attached = (id: number) =>
  server.app(1).record(id)?.["Docs"]?.value as { name: string; size: string; fileKey: string }[];

describe("kintone_upload_file", () => {
  it("uploads files with Japanese names, for a record to take", async () => {
    const output = (await upload({ upload_file: [text("請求", "請求書 1.txt"), text("x", "b.txt")] }))._unsafeUnwrap();
    expect(output.details).toMatchObject([
      { file_name: "請求書 1.txt", size: 6, mime_type: "text/plain" },
      { file_name: "b.txt", size: 1 },
    ]);
    expect(output.uploaded_files).toEqual(output.details.map(({ fileKey }) => ({ fileKey })));
    await attach("1", output.uploaded_files);
    expect(attached(1)).toMatchObject([{ name: "請求書 1.txt", size: "6" }, { name: "b.txt" }]);
  });

  it("streams a large file of unknown size without holding it", async () => {
    const chunk = randomBytes(1024 ** 2);
    async function* body() {
      for (let index = 0; index < 12; index++) yield chunk;
    }
    const inputs = new Map([["handle:1", { name: "big.bin", mediaType: "application/octet-stream", body: body() }]]);
    const output = (
      await toolkit.call("kintone_upload_file", { upload_file: [{ uri: "handle:1" }] }, { inputs })
    )._unsafeUnwrap();
    expect(output.details).toMatchObject([{ file_name: "big.bin", size: 12 * 1024 ** 2 }]);
  });

  it("takes names in place of the files' own", async () => {
    const upload_file = [text("a", "a.txt"), text("b", "b.txt")];
    const named = async (file_names: string | string[]) =>
      (await upload({ upload_file, file_names })).map(({ details }) => details.map(({ file_name }) => file_name));
    expect((await named('["一.txt", "dir/二.txt"]'))._unsafeUnwrap()).toEqual(["一.txt", "二.txt"]);
    expect(errorOf(await named("one.txt")).message).toContain("file_names: does not name 2 files");
    expect(errorOf(await named(["ok.txt", "bad?.txt"]))).toMatchObject({
      code: "invalid_input",
      issues: [{ path: ["file_names", 1] }],
    });
  });

  it("refuses an empty file and no file", async () => {
    expect(errorOf(await upload({ upload_file: [text("", "empty.txt")] })).message).toContain("empty.txt is empty");
    expect(errorOf(await upload({ upload_file: [] })).code).toBe("invalid_input");
    expect(server.requests).toHaveLength(0);
  });

  it("says which files were uploaded when a later one fails", async () => {
    const error = errorOf(
      await upload({
        upload_file: [text("a", "a.txt"), text("b", "b.txt"), text("", "empty.txt"), text("d", "d.txt")],
      }),
    );
    expect(error).toMatchObject({
      code: "partial",
      partial: {
        done: [{ file_name: "a.txt" }, { file_name: "b.txt" }],
        failed: [{ file: 2, code: "invalid_input" }],
        remaining: [3],
      },
    });
    const done = (error.partial?.done ?? []) as { fileKey: string }[];
    await attach(
      "2",
      done.map(({ fileKey }) => ({ fileKey })),
    );
    expect(attached(2)).toHaveLength(2);
  });

  it("sends a small file again when kintone is busy", async () => {
    server.faults.next({ kind: "too_many_requests" }, { path: "file.json" });
    server.faults.next({ kind: "unavailable_page" }, { path: "file.json" });
    expect((await upload({ upload_file: [text("again", "a.txt")] })).isOk()).toBe(true);
    expect(server.requests).toHaveLength(3);
  });

  it("makes records for the upsert tool: one for all files, or one for each", async () => {
    const updateKey = (value: string) => ({ field: "Code", value });
    const upload_file = [text("a", "a.txt"), text("b", "b.txt")];
    const one = (
      await upload({
        upload_file,
        records_mapping: {
          records: [{ attachment_field: "Docs", updateKey: updateKey("T-3"), record: { Memo: { value: "both" } } }],
        },
      })
    )._unsafeUnwrap();
    expect(JSON.parse(one.records_data ?? "")).toEqual({ records: one.records });
    const upserted = await toolkit.run("kintone_upsert_records", {
      kintone_app_id: "1",
      records_data: { records: one.records },
    });
    expect(upserted.isOk()).toBe(true);
    expect(attached(3).map(({ name }) => name)).toEqual(["a.txt", "b.txt"]);
    const records = [updateKey("T-1"), updateKey("T-2")].map((key) => ({ attachment_field: "Docs", updateKey: key }));
    const each = (await upload({ upload_file, records_mapping: { records } }))._unsafeUnwrap();
    expect(each.records).toHaveLength(2);
    const three = [...records, ...records.slice(0, 1)];
    expect(errorOf(await upload({ upload_file, records_mapping: { records: three } })).message).toContain(
      "names 3 records for 2 files",
    );
  });

  it("keeps the attachments that a record has, on demand", async () => {
    const first = (await upload({ upload_file: [text("1", "first.txt")] }))._unsafeUnwrap();
    await attach("2", first.uploaded_files);
    const records_mapping = { records: [{ attachment_field: "Docs", id: "2" }] };
    const upload_file = [text("2", "second.txt")];
    expect(errorOf(await upload({ upload_file, records_mapping, attachment_mode: "append" }))).toMatchObject({
      issues: [{ path: ["kintone_app_id"] }],
    });
    const appended = (
      await upload({ upload_file, records_mapping, attachment_mode: "append", kintone_app_id: "1" })
    )._unsafeUnwrap();
    await toolkit.run("kintone_upsert_records", { kintone_app_id: "1", records_data: { records: appended.records } });
    expect(attached(2).map(({ name }) => name)).toEqual(["first.txt", "second.txt"]);
    const wrong = { records: [{ attachment_field: "Memo", id: "2" }] };
    expect(
      errorOf(await upload({ upload_file, records_mapping: wrong, attachment_mode: "append", kintone_app_id: "1" }))
        .message,
    ).toContain("Memo is no attachment field");
  });

  it("says what it would do", async () => {
    await using dry = testToolkit(server, undefined, { policy: { dryRun: true } });
    const answer = await dry.run("kintone_upload_file", { upload_file: [text("a", "a.txt")] });
    expect(answer._unsafeUnwrap()).toMatchObject({ plan: expect.stringContaining("Uploads 1 file to kintone") });
  });
});
