import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bodyOf, readAll } from "@tsunagu/core";
import { type App, type LocalKintone, startLocalKintone } from "@tsunagu/local";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { KintoneSession } from "../session.ts";
import { errorOf, everything, oauthToken, testUser } from "../testing/local-kintone.ts";
import { openTestSession } from "../testing/open-session.ts";
import type { ImportOptions } from "./import-options.ts";
import type { RowProblem } from "./input-row.ts";
import { exportRecords } from "./record-export.ts";
import { importRecords } from "./record-import.ts";

const token = "ImportTokenImportTokenImport01";
const signal = new AbortController().signal;
const choices = (...labels: string[]) =>
  Object.fromEntries(labels.map((label, index) => [label, { label, index: String(index) }]));
const fields = {
  Code: { type: "SINGLE_LINE_TEXT", unique: true },
  名前: { type: "SINGLE_LINE_TEXT" },
  Rank: { type: "NUMBER", maxValue: "1000" },
  Kind: { type: "DROP_DOWN", options: choices("a", "b"), defaultValue: "a" },
  Tags: { type: "CHECK_BOX", options: choices("x", "y") },
  Who: { type: "USER_SELECT" },
  Day: { type: "DATE" },
  Total: { type: "CALC" },
  Docs: { type: "FILE" },
  Lines: {
    type: "SUBTABLE",
    fields: { Item: { type: "SINGLE_LINE_TEXT" }, Scan: { type: "FILE" }, Sum: { type: "CALC" } },
  },
};

let server: LocalKintone;
let session: KintoneSession;
let app: App;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "import-test-"));
});
afterAll(() => rm(directory, { recursive: true }));
beforeEach(async () => {
  server = await startLocalKintone({
    users: [testUser],
    deployMs: 0,
    oauthTokens: [
      {
        token: oauthToken,
        user: testUser.code,
        scopes: ["k:app_record:read", "k:app_record:write", "k:app_settings:read"],
      },
    ],
  });
  app = server.addApp({ id: 1, name: "In", code: "IN", fields, tokens: [{ token, permissions: everything }] });
  session = openTestSession(server, { kintone_api_token: token });
});
afterEach(async () => {
  await session.close();
  await server.close();
});

const load = async (text: string | Uint8Array, options: Partial<ImportOptions> = {}, over = session) => {
  const problems: RowProblem[] = [];
  const onProblems = async (some: readonly RowProblem[]) => problems.push(...some);
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const all = { app: "1", format: "csv" as const, signal, retryBaseMs: 1, onProblems, ...options };
  return { result: await importRecords(over, bodyOf(bytes), all), problems };
};
const valuesOf = (code: string): unknown[] => app.records().map((record) => record[code]?.value);
const numbered = (count: number, from = 1): string =>
  `Code,Rank\n${Array.from({ length: count }, (_, index) => `C-${index + from},${(index + from) % 10}\n`).join("")}`;
const codes = (count: number): string[] => Array.from({ length: count }, (_, index) => `C-${index + 1}`);

describe("CSV", () => {
  it("takes an export back as it is: tables with their row ids, lists, people, and what kintone sets passed over", async () => {
    app.seed([
      {
        Code: { value: "A" },
        名前: { value: '佐藤 "花子"\n東京' },
        Tags: { value: ["x", "y"] },
        Who: { value: [{ code: testUser.code }] },
        Day: { value: "2026-01-31" },
        Lines: { value: [{ value: { Item: { value: "pen" } } }, { value: { Item: { value: "ink, red" } } }] },
      },
      { Code: { value: "B" } },
    ]);
    for (const encoding of ["utf8", "sjis"] as const) {
      const bytes = await readAll(exportRecords(session, { app: "1", format: "csv", encoding, signal }).body);
      const before = app.records();
      const { result, problems } = await load(bytes, { updateKey: "Code", encoding });
      expect(problems).toEqual([]);
      expect(result._unsafeUnwrap()).toEqual({ rows: 2, added: 0, updated: 2, failed: 0, unknown: 0, dryRun: false });
      const withoutChange = (record: object) => ({ ...record, $revision: 0, Updated_by: 0, Updated_datetime: 0 });
      expect(app.records().map(withoutChange)).toEqual(before.map(withoutChange));
    }
  });

  it("updates by the record number, with or without the app's code, and adds none", async () => {
    app.seed([{ Code: { value: "A" } }, { Code: { value: "B" } }]);
    const text = "Record_number,Rank\nIN-1,5\n2,6\n99,7\nOUT-1,8\n,9\n";
    const { result, problems } = await load(text, { updateKey: "Record_number" });
    expect(result._unsafeUnwrap()).toMatchObject({ rows: 5, updated: 2, failed: 3 });
    expect(problems.map(({ row, field }) => [row, field])).toEqual([
      [4, null],
      [5, "Record_number"],
      [6, "Record_number"],
    ]);
    expect(valuesOf("Rank")).toEqual(["5", "6"]);
  });

  it.each([
    ["Code,Rnk\nA,1\n", {}, "Rnk is no field code of this app; did you mean Rank?"],
    ["Code,Rank,Rank\nA,1,1\n", {}, "Rank comes twice"],
    ["Code,Rank\nA,1\n", { fields: ["名前"] }, "名前 is no column"],
    ["名前\nA\n", { updateKey: "Code" }, "Code is no column"],
    ["Code\nA\n", { updateKey: "Rank" }, "Rank does not prohibit duplicate values"],
    ["Code\nA\n", { updateKey: "Tags" }, "Tags is of type CHECK_BOX"],
    ["", {}, "it has no header"],
    ['Code\n"A\n', {}, "a quote is not closed"],
    [Buffer.from([0x43, 0x0a, 0x83, 0x5c]), {}, "not text in utf8"],
  ])("refuses a file that does not fit: %j %j", async (text, options, message) => {
    const { result } = await load(text, options);
    expect(errorOf(result)).toMatchObject({ code: "invalid_input", message: expect.stringContaining(message) });
    expect(app.recordCount).toBe(0);
  });

  it("reads only the fields that are named, and passes over columns that are none", async () => {
    const { result } = await load("Nothing,Code,Rank,Total\nn,A,1,9\n", { fields: ["Code"] });
    expect(result._unsafeUnwrap().added).toBe(1);
    expect(valuesOf("Rank")).toEqual([""]);
  });

  it("reports every row that is wrong with its field, and writes the others", async () => {
    const text =
      "*,Code,Rank,Kind,Lines,Item\n" + "*,A,1,a,,pen\n,A,1,a,,ink\n*,B,x,c,,\n*,C,1\n*,D,2000,b,,\n*,E,4,b,,\n";
    const { result, problems } = await load(text);
    expect(result._unsafeUnwrap()).toMatchObject({ rows: 5, added: 2, failed: 3 });
    expect(problems).toEqual([
      { row: 4, field: "Rank", reason: expect.stringContaining('"x" is not a number'), written: "no" },
      { row: 4, field: "Kind", reason: expect.stringContaining('"c" is not one of the choices a, b'), written: "no" },
      { row: 5, field: null, reason: "has 3 cells, and the header 6", written: "no" },
      { row: 6, field: "Rank", reason: "is more than 1000", written: "no" },
    ]);
    expect(valuesOf("Code")).toEqual(["A", "E"]);
  });

  it("says which rows belong to no record", async () => {
    const { problems } = await load("*,Code,Item\n,A,pen\n*,B,ink\n");
    expect(problems).toEqual([
      { row: 2, field: "*", reason: expect.stringContaining("no row before it"), written: "no" },
    ]);
    expect(valuesOf("Code")).toEqual(["B"]);
  });
});

describe("JSON Lines", () => {
  it("take records in kintone's form and with bare values", async () => {
    const lines = [
      '{"Code":{"type":"SINGLE_LINE_TEXT","value":"A"},"$id":{"value":"7"}}',
      "",
      '{"Code":"B","Rank":3}',
      "[1]",
      "{",
    ];
    const { result, problems } = await load(lines.join("\n"), { format: "jsonl" });
    expect(result._unsafeUnwrap()).toMatchObject({ rows: 4, added: 2, failed: 2 });
    expect(problems.map(({ row, reason }) => [row, reason])).toEqual([
      [4, "is no JSON object"],
      [5, "is not JSON"],
    ]);
    expect(valuesOf("Rank")).toEqual(["", "3"]);
  });
});

describe("attachments", () => {
  it("are taken from inside the directory, and only from there", async () => {
    const attachmentsDir = join(directory, "files");
    await mkdir(join(attachmentsDir, "Docs-1"), { recursive: true });
    await writeFile(join(attachmentsDir, "Docs-1/見積.txt"), "one");
    await writeFile(join(directory, "secret.txt"), "no");
    const text =
      "*,Code,Docs,Item,Scan\n*,A,Docs-1/見積.txt,pen,Docs-1/見積.txt\n*,B,../secret.txt,,\n*,C,none.txt,,\n";
    const { problems } = await load(text, { attachmentsDir });
    expect(problems.map(({ row, reason }) => [row, reason])).toEqual([
      [3, "the file ../secret.txt is not in the attachments directory"],
      [4, "there is no file none.txt"],
    ]);
    expect(app.record(1)?.Docs?.value).toMatchObject([{ name: "見積.txt", size: "3" }]);
    expect((await load(text)).problems[0]?.reason).toContain("no attachments directory is given");
  });
});

describe("rows that kintone refuses", () => {
  it("are found among the others, named by kintone or not", async () => {
    app.seed([{ Code: { value: "C-7" } }, { Code: { value: "C-150" } }]);
    const { result, problems } = await load(numbered(250));
    expect(result._unsafeUnwrap()).toMatchObject({ rows: 250, added: 248, failed: 2 });
    expect(problems).toEqual([
      { row: 8, field: "Code", reason: "Another record has this value already.", written: "no" },
      { row: 151, field: "Code", reason: "Another record has this value already.", written: "no" },
    ]);
    expect(valuesOf("Code").toSorted()).toEqual(codes(250).toSorted());

    app.seed(Array.from({ length: 3 }, () => ({})));
    const text = "Record_number,Rank\n1,1\n2,2\n9999,3\n4,4\n8888,5\n";
    const updated = await load(text, { updateKey: "Record_number" });
    expect(updated.problems.map(({ row, field }) => [row, field])).toEqual([
      [4, null],
      [6, null],
    ]);
  });

  it("end the import when that is asked, with how far it came", async () => {
    app.seed([{ Code: { value: "C-150" } }]);
    const { result, problems } = await load(numbered(250), { stopOnError: true });
    expect(errorOf(result)).toMatchObject({
      code: "partial",
      message: expect.stringContaining("after row 101: Row 151, Code"),
      partial: { done: { rows: 100, added: 100 }, remaining: { after_row: 101 } },
    });
    expect(problems).toHaveLength(1);
    expect(app.recordCount).toBe(101);
  });

  it("do not hide a credential that may not write", async () => {
    const viewer = server.addApp({ name: "V", fields, tokens: [{ token: `${token}V`, permissions: ["view"] }] });
    const over = openTestSession(server, { kintone_api_token: `${token}V` });
    server.clearRequests();
    const { result } = await load(numbered(300), { app: String(viewer.id) }, over);
    await over.close();
    expect(errorOf(result).code).toBe("forbidden");
    expect(server.requests.filter(({ method }) => method === "POST").length).toBeLessThan(250);
  });
});

it("do not hide a user who may not write", async () => {
  server.faults.next(
    { kind: "error", status: 403, code: "CB_NO02" },
    { path: "records.json", method: "POST", times: 1000 },
  );
  const { result, problems } = await load(numbered(300));
  expect(errorOf(result).code).toBe("forbidden");
  expect(problems).toEqual([]);
  server.faults.clear();
  server.faults.next(
    { kind: "error", status: 403, code: "CB_NO02" },
    { path: "records.json", method: "POST", times: 10 },
  );
  const some = await load(numbered(16));
  expect(some.result._unsafeUnwrap().added).toBeGreaterThan(8);
  expect(some.problems.length).toBeGreaterThan(1);
});

describe("all or none", () => {
  it("writes up to 2,000 rows as one, and nothing when a row is wrong", async () => {
    expect((await load(numbered(250), { atomic: true })).result._unsafeUnwrap()).toMatchObject({ added: 250 });
    const more = await load(numbered(150, 200), { atomic: true });
    expect(errorOf(more.result).code).toBe("invalid_input");
    expect(app.recordCount).toBe(250);
    const wrong = await load(`${numbered(10, 1000)}Z,x\n`, { atomic: true });
    expect(errorOf(wrong.result)).toMatchObject({ message: expect.stringContaining("Row 12, Rank") });
    expect(errorOf((await load(numbered(2001), { atomic: true })).result).code).toBe("too_large");
    const oauth = openTestSession(server, { kintone_oauth_token: oauthToken });
    expect(errorOf((await load(numbered(150, 500), { atomic: true }, oauth)).result).code).toBe("unsupported");
    await oauth.close();
    expect(app.recordCount).toBe(250);
  });
});

it("meets no fault of a call that only reads", async () => {
  server.faults.next({ kind: "hang" }, { path: "app/form/fields.json", times: 2 });
  server.faults.next({ kind: "invalid_json" }, { path: "records.json", method: "GET" });
  server.faults.next({ kind: "unavailable_page" }, { path: "app/form/fields.json", after: 3 });
  const { result } = await load(numbered(2100), { timeoutMs: 500 });
  expect(result._unsafeUnwrap()).toMatchObject({ added: 2100, failed: 0 });
});

it("updates by $id", async () => {
  app.seed([{ Code: { value: "A" } }]);
  const { result } = await load("$id,Rank\n1,5\n7,6\n", { updateKey: "$id" });
  expect(result._unsafeUnwrap()).toMatchObject({ updated: 1, failed: 1 });
  expect(valuesOf("Rank")).toEqual(["5"]);
});

it("sets who and when on new records only if those fields are named", async () => {
  const text = "Code,Created_by,Created_datetime\nA,sato,2020-01-02T03:04:00Z\n";
  await load(text);
  expect(app.record(1)?.["Created_by"]?.value).not.toMatchObject({ code: "sato" });
  await load(text.replace("A,", "B,"), { fields: ["Code", "Created_by", "Created_datetime"] });
  expect(app.record(2)).toMatchObject({
    Created_by: { value: { code: "sato" } },
    Created_datetime: { value: "2020-01-02T03:04:00Z" },
  });
});

it("checks every row and writes nothing in a dry run", async () => {
  server.clearRequests();
  const { result, problems } = await load(`${numbered(150)}Z,x\n`, { dryRun: true });
  expect(result._unsafeUnwrap()).toEqual({ rows: 151, added: 0, updated: 0, failed: 1, unknown: 0, dryRun: true });
  expect(problems).toHaveLength(1);
  expect(server.requests.filter(({ method }) => method !== "GET")).toEqual([]);
});

describe("faults, with an update key", () => {
  it.each([
    ["429", { kind: "too_many_requests" }],
    ["a locked database", { kind: "database_locked" }],
    ["503 with a page", { kind: "unavailable_page" }],
    ["a connection lost before", { kind: "cut_before_commit" }],
    ["a connection lost after", { kind: "cut_after_commit" }],
    ["an answer cut off", { kind: "truncated_body" }],
    ["a broken answer", { kind: "invalid_json" }],
    ["no answer", { kind: "hang" }],
    ["a slow answer", { kind: "slow_body", milliseconds: 5_000 }],
  ] as const)("pass: %s", async (_name, fault) => {
    server.faults.next(fault, { path: "records.json", method: "PUT", after: 1 });
    const { result, problems } = await load(numbered(350), { updateKey: "Code", timeoutMs: 500 });
    expect(problems).toEqual([]);
    expect(result._unsafeUnwrap()).toMatchObject({ rows: 350, failed: 0 });
    expect(valuesOf("Code")).toEqual(codes(350));
    expect(server.faults.pending).toBe(0);
  });

  it("that do not pass end the import with how far it came", async () => {
    server.faults.next({ kind: "unavailable_page" }, { path: "records.json", method: "PUT", after: 2, times: 100 });
    const { result } = await load(numbered(350), { updateKey: "Code" });
    expect(errorOf(result)).toMatchObject({ code: "partial", partial: { done: { rows: 200, added: 200 } } });
    expect(valuesOf("Code")).toEqual(codes(200));
  });
});

describe("faults, adding", () => {
  it.each([
    ["429", { kind: "too_many_requests" }, 0],
    ["a locked database", { kind: "database_locked" }, 0],
    ["a connection lost after", { kind: "cut_after_commit" }, 0],
    ["an answer cut off", { kind: "truncated_body" }, 0],
    ["a broken answer", { kind: "invalid_json" }, 0],
    ["a slow answer", { kind: "slow_body", milliseconds: 5_000 }, 0],
    ["503 with a page", { kind: "unavailable_page" }, 100],
    ["a connection lost before", { kind: "cut_before_commit" }, 100],
    ["no answer", { kind: "hang" }, 100],
  ] as const)("never double a row: %s", async (_name, fault, unknown) => {
    server.faults.next(fault, { path: "records.json", method: "POST", after: 1 });
    const others = { Code: { value: "other" }, Rank: { value: "1" } };
    app.seed([others]);
    const { result, problems } = await load(numbered(350), { timeoutMs: 500 });
    expect(result._unsafeUnwrap()).toMatchObject({ rows: 350, added: 350 - unknown, failed: 0, unknown });
    expect(problems.map(({ row, written }) => [row, written])).toEqual(
      Array.from({ length: unknown }, (_, index) => [102 + index, "unknown"]),
    );
    const lost = new Set(problems.map(({ row }) => `C-${row - 1}`));
    expect(valuesOf("Code")).toEqual(["other", ...codes(350).filter((code) => !lost.has(code))]);
  });
});

it("stops when a field that it writes vanishes from the form", async () => {
  const admin = openTestSession(server, { kintone_username: testUser.code, kintone_password: testUser.password });
  const call = { signal, repeatable: false };
  const [half, rest] = [numbered(500), numbered(500, 501).replace("Code,Rank\n", "")];
  async function* input() {
    yield Buffer.from(half);
    await expect.poll(() => app.recordCount).toBeGreaterThan(300);
    await admin.request(
      "deleteFormFields",
      (client) => client.app.deleteFormFields({ app: 1, fields: ["Rank"] }),
      call,
    );
    await admin.request("deployApp", (client) => client.app.deployApp({ apps: [{ app: 1 }] }), call);
    yield Buffer.from(rest);
  }
  const result = await importRecords(session, input(), { app: "1", format: "csv", updateKey: "Code", signal });
  await admin.close();
  expect(errorOf(result)).toMatchObject({
    code: "partial",
    message: expect.stringContaining("the field Rank is gone"),
    details: { field: "Rank", first_row: 2, last_row: 1001 },
  });
});
