import type { LocalKintone } from "@tsunagu/local";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf, oauthToken, startTestKintone, testToolkit } from "../testing/local-kintone.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof testToolkit>;
beforeEach(async () => {
  server = await startTestKintone({ recordCount: 5 });
  toolkit = testToolkit(server);
});
afterEach(async () => {
  await toolkit.close();
  await server.close();
});

const upsert = async (records_data: unknown, more: object = {}, through = toolkit) =>
  (await through.run("kintone_upsert_records", { kintone_app_id: "1", records_data, ...more })).map((answer) =>
    answer.status === "completed" ? (answer.output as Output) : undefined,
  );
interface Output {
  readonly response: unknown;
  readonly processed: number;
  readonly upsert_result: Record<string, number>;
  readonly raw_response: { readonly records: readonly { id: string; revision: string; operation: string }[] };
}
const row = (number: number, record: Record<string, unknown> = { Memo: { value: "written" } }) => ({
  updateKey: { field: "Code", value: `T-${number}` },
  record,
});
const rows = (count: number, first = 1) => Array.from({ length: count }, (_, index) => row(first + index));
const writes = () =>
  server.requests.filter(({ method, path }) => method !== "GET" && !path.endsWith("fields.json")).length;

describe("kintone_upsert_records", () => {
  it("updates what exists, adds what does not, and answers in the order of the input", async () => {
    const output = (
      await upsert({
        records: [
          row(3),
          { record: { Memo: { value: "no key" } } },
          row(77),
          { id: 1, record: { Rank: { value: 9 } } },
        ],
      })
    )._unsafeUnwrap();
    expect(output?.upsert_result).toEqual({ add: 2, updated: 2, requested: 4, with_update_key: 2 });
    expect(output?.raw_response.records.map(({ operation }) => operation)).toEqual([
      "UPDATE",
      "INSERT",
      "INSERT",
      "UPDATE",
    ]);
    expect(output?.raw_response.records[0]?.id).toBe("3");
    expect(output?.response).toEqual(output?.raw_response);
    const added = server.app(1).record(output?.raw_response.records[1]?.id ?? "");
    expect(added).toMatchObject({ Memo: { value: "no key" } });
    expect(server.app(1).record(1)).toMatchObject({ Rank: { value: "9" } });
  });

  it.each([
    ["a list of items", rows(2)],
    ["a wrapper", { records_data: { records: rows(2) } }],
    ["a list of wrappers", [{ records_data: { records: rows(1) } }, { records: rows(1, 2) }]],
    ["an item alone", { ...row(1) }],
  ])("takes %s", async (_name, given) => {
    expect((await upsert(given))._unsafeUnwrap()?.upsert_result["updated"]).toBeGreaterThan(0);
  });

  it("empties fields by null, as the other tools do", async () => {
    await upsert({ records: [row(1, { Memo: { value: "x" } })] });
    await upsert({ records: [row(1, { Memo: { value: null } })] });
    expect(server.app(1).record(1)).toMatchObject({ Memo: { value: "" } });
  });

  it("writes 250 records in requests of 100, and reports on the way", async () => {
    const messages: string[] = [];
    const input = { kintone_app_id: "1", records_data: { records: rows(250) } };
    const output = (
      await toolkit.call("kintone_upsert_records", input, { onProgress: ({ message }) => void messages.push(message) })
    )._unsafeUnwrap();
    expect(output.upsert_result).toEqual({ add: 245, updated: 5, requested: 250, with_update_key: 250 });
    expect(writes()).toBe(3);
    expect(messages).toEqual([
      "100 of 250 records written",
      "200 of 250 records written",
      "250 of 250 records written",
    ]);
    expect(server.app(1).recordCount).toBe(250);
  });

  it("says which rows are done, failed and remaining when a later request fails", async () => {
    const records = rows(120);
    records[112] = row(113, { Rank: { value: 99_999 } });
    const { code, origin, partial } = errorOf(await upsert({ records }));
    expect({ code, origin }).toMatchObject({ code: "partial", origin: { code: "CB_VA01" } });
    const done = partial?.done as { row: number }[] | undefined;
    expect(done?.map((written) => written.row)).toEqual(Array.from({ length: 100 }, (_, index) => index));
    expect(done?.[0]).toEqual({ row: 0, id: "1", revision: "2", operation: "UPDATE" });
    expect(partial?.failed).toEqual([{ rows: [112], field: "Rank", reason: expect.any(String), written: "no" }]);
    expect(partial?.remaining).toEqual(
      Array.from({ length: 20 }, (_, index) => 100 + index).filter((left) => left !== 112),
    );
    expect(server.app(1).recordCount).toBe(100);
  });

  it("is the error itself when nothing was written, with the row in the input's words", async () => {
    const error = errorOf(await upsert({ records: [row(1), row(2, { Rank: { value: 99_999 } })] }));
    expect(error).toMatchObject({ code: "invalid_input", issues: [{ path: ["records_data", 1, "Rank"] }] });
    expect(server.app(1).record(1)).toMatchObject({ $revision: { value: "1" } });
  });

  it("does not know about rows whose answer was lost, and says so", async () => {
    server.faults.next({ kind: "cut_after_commit" }, { method: "PUT", after: 1 });
    const error = errorOf(await upsert({ records: rows(250) }));
    expect(error).toMatchObject({ code: "partial", retryable: false });
    expect(error.partial).toMatchObject({ failed: [{ field: null, written: "unknown" }] });
    const { failed, remaining } = error.partial as unknown as { failed: { rows: number[] }[]; remaining: number[] };
    expect(failed[0]?.rows).toEqual(Array.from({ length: 100 }, (_, index) => 100 + index));
    expect(remaining).toEqual(Array.from({ length: 50 }, (_, index) => 200 + index));
  });

  it("tells a lost first request from one that was refused", async () => {
    server.faults.next({ kind: "cut_after_commit" }, { method: "PUT" });
    expect(errorOf(await upsert({ records: rows(150) }))).toMatchObject({ code: "partial", partial: { done: [] } });
    server.faults.next({ kind: "cut_after_commit" }, { method: "PUT" });
    expect(errorOf(await upsert({ records: rows(50) }))).toMatchObject({
      code: "unavailable",
      hint: expect.stringContaining("is not known"),
    });
  });

  it("writes all or none when it is atomic", async () => {
    const records = rows(250);
    records[242] = row(243, { Rank: { value: 99_999 } });
    const error = errorOf(await upsert({ records }, { atomic: true }));
    expect(error).toMatchObject({ code: "invalid_input", issues: [{ path: ["records_data", 242, "Rank"] }] });
    expect(server.app(1).recordCount).toBe(5);
    const mixed = [...rows(150), { record: { Memo: { value: "new" } } }];
    const output = (await upsert({ records: mixed }, { atomic: true }))._unsafeUnwrap();
    expect(output?.upsert_result).toEqual({ add: 146, updated: 5, requested: 151, with_update_key: 150 });
    expect(output?.raw_response.records.at(-1)).toMatchObject({ operation: "INSERT" });
  });

  it("refuses to be atomic beyond what kintone can", async () => {
    expect(errorOf(await upsert({ records: rows(2001) }, { atomic: true }))).toMatchObject({ code: "too_large" });
    await using oauth = testToolkit(server, { kintone_oauth_token: oauthToken });
    expect(errorOf(await upsert({ records: rows(101) }, { atomic: true }, oauth))).toMatchObject({
      code: "unsupported",
    });
    expect((await upsert({ records: rows(101) }, {}, oauth)).isOk()).toBe(true);
  });

  it.each([
    ["nothing", { records: [] }, "holds no records"],
    [
      "a row without a record",
      { records: [{ updateKey: { field: "Code", value: "x" }, record: {} }] },
      "records_data.0.record: holds no field",
    ],
    [
      "a key without a value",
      [{ updateKey: { field: "Code", value: "" }, record: { Memo: { value: 1 } } }],
      "records_data.0.updateKey: has no value",
    ],
    [
      "a key and an id",
      [{ id: 1, updateKey: { field: "Code", value: "x" }, record: { Memo: { value: 1 } } }],
      "has both id and updateKey",
    ],
    [
      "a long key",
      [{ updateKey: { field: "Code", value: "x".repeat(65) }, record: { Memo: { value: 1 } } }],
      "more than 64 characters",
    ],
    ["a plain record", [{ Memo: { value: 1 } }], "records_data.0: has no record"],
  ])("refuses %s before anything is sent", async (_name, given, problem) => {
    expect(errorOf(await upsert(given))).toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining(problem),
    });
    expect(server.requests).toHaveLength(0);
  });

  it("names unknown fields with their row", async () => {
    const error = errorOf(await upsert({ records: [row(1), row(2, { Mmeo: { value: 1 } })] }));
    expect(error.issues).toEqual([
      { path: ["records_data", 1, "record", "Mmeo"], message: expect.stringContaining("did you mean Memo?") },
    ]);
  });

  it("tells a missing record by its own code, not as a missing app", async () => {
    server.faults.next({ kind: "error", status: 404, code: "GAIA_RE01", message: "gone" }, { method: "PUT" });
    expect(errorOf(await upsert({ records: rows(1) }))).toMatchObject({
      code: "not_found",
      message: expect.stringContaining("no such record"),
    });
  });

  it("says what it would do", async () => {
    await using dry = testToolkit(server, undefined, { policy: { dryRun: true } });
    const answer = await dry.run("kintone_upsert_records", {
      kintone_app_id: "1",
      records_data: rows(3),
      atomic: true,
    });
    expect(answer._unsafeUnwrap()).toMatchObject({ plan: "Adds or updates 3 records in kintone app 1, all or none." });
  });
});
