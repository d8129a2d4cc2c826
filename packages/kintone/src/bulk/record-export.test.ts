import { mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readAll, ToolFailure } from "@tsunagu/core";
import { type LocalKintone, startLocalKintone } from "@tsunagu/local";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { KintoneRecord } from "../read/record.ts";
import type { KintoneSession } from "../session.ts";
import { everything, oauthToken, testToken, testUser } from "../testing/local-kintone.ts";
import { openTestSession } from "../testing/open-session.ts";
import { exportPages } from "./export-pages.ts";
import { type ExportOptions, exportRecords } from "./record-export.ts";

const choices = (...labels: string[]) =>
  Object.fromEntries(labels.map((label, index) => [label, { label, index: String(index) }]));

let server: LocalKintone;
let session: KintoneSession;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "export-test-"));
  server = await startLocalKintone({
    users: [testUser],
    oauthTokens: [
      { token: oauthToken, user: testUser.code, scopes: ["k:app_record:read", "k:app_settings:read", "k:file:read"] },
    ],
    apps: [
      {
        id: 1,
        name: "All kinds",
        code: "KIND",
        fields: {
          名前: { type: "SINGLE_LINE_TEXT" },
          Memo: { type: "MULTI_LINE_TEXT" },
          Tags: { type: "CHECK_BOX", options: choices("a", "b") },
          Who: { type: "USER_SELECT" },
          Day: { type: "DATE" },
          Lines: {
            type: "SUBTABLE",
            fields: { Item: { type: "SINGLE_LINE_TEXT" }, Scan: { type: "FILE" } },
          },
          Notes: { type: "SUBTABLE", fields: { Note: { type: "SINGLE_LINE_TEXT" } } },
          Docs: { type: "FILE" },
        },
        tokens: [{ token: testToken, permissions: everything }],
      },
      {
        id: 2,
        name: "Many",
        fields: { Code: { type: "SINGLE_LINE_TEXT" }, Rank: { type: "NUMBER" } },
        tokens: [{ token: "ManyTokenManyTokenManyToken02", permissions: everything }],
        records: Array.from({ length: 1234 }, (_, index) => ({
          Code: { value: `C-${index + 1}` },
          Rank: { value: String(index % 7) },
        })),
      },
    ],
  });
  const file = (name: string, text: string) => ({ fileKey: server.addFile({ name, data: Buffer.from(text) }) });
  server.app(1).seed([
    {
      名前: { value: '佐藤 "花子"' },
      Memo: { value: "one\ntwo" },
      Tags: { value: ["a", "b"] },
      Who: { value: [{ code: testUser.code }] },
      Day: { value: "2026-01-31" },
      Docs: { value: [file("見積.txt", "1"), file("見積.txt", "22"), file("../../evil.txt", "333")] },
      Lines: {
        value: [
          { value: { Item: { value: "pen" }, Scan: { value: [file("scan.txt", "4444")] } } },
          { value: { Item: { value: "ink" } } },
        ],
      },
      Notes: { value: [{ value: { Note: { value: "n" } } }] },
    },
    { 名前: { value: "*" } },
  ]);
  session = openTestSession(server, { kintone_api_token: `${testToken},ManyTokenManyTokenManyToken02` });
});
afterAll(async () => {
  await session.close();
  await server.close();
  await rm(directory, { recursive: true });
});
afterEach(() => server.faults.clear());

const bytesOf = async (options: Partial<ExportOptions>, over: KintoneSession = session) => {
  const signal = new AbortController().signal;
  const { body, summary } = exportRecords(over, { app: "1", format: "csv", signal, retryBaseMs: 1, ...options });
  return { bytes: await readAll(body), summary };
};
const textOf = async (options: Partial<ExportOptions>): Promise<string> => (await bytesOf(options)).bytes.toString();
const failureOf = async (options: Partial<ExportOptions>, over: KintoneSession = session) => {
  const thrown = await bytesOf(options, over).catch((failure: unknown) => failure);
  if (!(thrown instanceof ToolFailure)) throw new TypeError(`no ToolFailure: ${String(thrown)}`);
  return thrown.error;
};

it("lets a page go before the next one is asked for", async () => {
  const summary = { records: 0, truncated: false, lastRecordId: undefined };
  const seen: { page: readonly KintoneRecord[]; left: number[] }[] = [];
  for await (const page of exportPages(session, { app: "2", signal: new AbortController().signal }, summary)) {
    seen.push({ page, left: seen.map((earlier) => earlier.page.length) });
  }
  expect(seen.map(({ left }) => left)).toEqual([[], [0], [0, 0]]);
  expect(summary).toEqual({ records: 1234, truncated: false, lastRecordId: "1234" });
});

describe("CSV", () => {
  it("has cli-kintone's columns, marks, row ids and line breaks", async () => {
    const fields = ["Record_number", "名前", "Memo", "Tags", "Who", "Day", "Lines", "Notes", "Docs"];
    const files = '"見積.txt\n見積.txt\n../../evil.txt"';
    const own = `"KIND-1","佐藤 ""花子""","one\ntwo","a\nb","sato","2026-01-31"`;
    expect(await textOf({ fields })).toBe(
      `"*","Record_number","名前","Memo","Tags","Who","Day","Lines","Item","Scan","Notes","Note","Docs"\n` +
        `"*",${own},"1","pen","scan.txt",,,${files}\n` +
        `,${own},"2","ink",,,,${files}\n` +
        `,${own},,,,"3","n",${files}\n` +
        `"*","KIND-2","*",,,,,,,,,,\n`,
    );
  });

  it("orders all fields by the layout, the record number first and the other fields kintone sets last", async () => {
    const [header = ""] = (await textOf({})).split("\n");
    expect(header).toBe(
      '"*","Record_number","名前","Memo","Tags","Who","Day","Lines","Item","Scan","Notes","Note","Docs",' +
        '"Created_by","Created_datetime","Updated_by","Updated_datetime"',
    );
  });

  it("is written in Shift_JIS, and names the record and field that it cannot represent", async () => {
    const { bytes } = await bytesOf({ fields: ["名前"], encoding: "sjis" });
    expect(new TextDecoder("shift_jis").decode(bytes)).toBe('"名前"\n"佐藤 ""花子"""\n"*"\n');
    const id = server.app(1).seed([{ 名前: { value: "寿司🍣" } }]);
    const error = await failureOf({ fields: ["$id", "名前"], encoding: "sjis" });
    expect(error).toMatchObject({
      code: "unsupported",
      message: `Shift_JIS cannot represent "🍣" in record ${id}, field 名前.`,
    });
    await session.request("deleteRecords", (client) => client.record.deleteRecords({ app: 1, ids: [String(id)] }), {
      signal: new AbortController().signal,
      repeatable: false,
    });
  });

  it("refuses a field that the form does not have, before any record is read", async () => {
    server.clearRequests();
    expect(await failureOf({ fields: ["名前", "Memmo"] })).toMatchObject({
      code: "invalid_input",
      message: "fields: Memmo is no field code of this app; did you mean Memo?",
    });
    expect((await failureOf({ fields: ["Item"] })).message).toContain("is inside the table Lines; name the table");
    expect(server.requests.filter(({ path }) => path.endsWith("/records.json"))).toEqual([]);
  });
});

describe("attachments", () => {
  it("go where cli-kintone puts them, stay inside the directory, and overwrite nothing", async () => {
    const attachmentsDir = join(directory, "files");
    const text = await textOf({ fields: ["Docs", "Lines"], query: "$id = 1", attachmentsDir });
    const cell = '"Docs-1/見積.txt\nDocs-1/見積 (1).txt\nDocs-1/_.._evil.txt"';
    expect(text).toContain(`"*",${cell},"1","pen","Scan-1-0/scan.txt"\n`);
    expect(await readdir(attachmentsDir, { recursive: true })).toHaveLength(6);
    expect(await readFile(join(attachmentsDir, "Docs-1/見積 (1).txt"), "utf8")).toBe("22");

    const again = await textOf({ format: "jsonl", fields: ["Docs"], query: "$id = 1", attachmentsDir });
    expect(JSON.parse(again).Docs.value[1]).toMatchObject({ name: "見積.txt", path: "Docs-1/見積 (3).txt" });
    expect(await readFile(join(attachmentsDir, "Docs-1/見積 (1).txt"), "utf8")).toBe("22");
  });

  it("do not follow a link out of the directory", async () => {
    const [attachmentsDir, outside] = [join(directory, "linked"), join(directory, "outside")];
    await bytesOf({ fields: ["名前"], attachmentsDir });
    await bytesOf({ fields: ["名前"], attachmentsDir: outside });
    await symlink(outside, join(attachmentsDir, "Docs-1"));
    expect((await failureOf({ fields: ["Docs"], query: "$id = 1", attachmentsDir })).code).toBe("forbidden");
    expect(await readdir(outside)).toEqual([]);
  });

  it("leave nothing behind of a download that fails, and name its record, field and file", async () => {
    server.faults.next({ kind: "error", status: 403, code: "CB_NO02" }, { path: "file.json" });
    const attachmentsDir = join(directory, "failing");
    const error = await failureOf({ fields: ["Docs"], query: "$id = 1", attachmentsDir });
    expect(error).toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("record 1, field Docs, file 見積.txt: "),
    });
    expect(await readdir(join(attachmentsDir, "Docs-1"))).toEqual([]);
  });
});

describe("JSON Lines", () => {
  it("hold each record once, by ascending id, with progress", async () => {
    const seen: unknown[] = [];
    const { bytes, summary } = await bytesOf({
      app: "2",
      format: "jsonl",
      onProgress: (progress) => seen.push(progress),
    });
    const ids = bytes
      .toString()
      .trim()
      .split("\n")
      .map((line) => Number(JSON.parse(line).$id.value));
    expect(ids).toEqual(Array.from({ length: 1234 }, (_, index) => index + 1));
    expect(summary).toEqual({ records: 1234, truncated: false, lastRecordId: "1234" });
    expect(seen).toEqual([500, 1000, 1234].map((done) => ({ done, total: 1234 })));
  });

  it("come in an order by a cursor, which is freed, and end at max_records", async () => {
    const query = "Rank < 6 order by Rank desc, $id asc";
    const { bytes, summary } = await bytesOf({ app: "2", format: "jsonl", query, maxRecords: 600 });
    const ranks = bytes
      .toString()
      .trim()
      .split("\n")
      .map((line) => Number(JSON.parse(line).Rank.value));
    expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
    expect(summary).toMatchObject({ records: 600, truncated: true });
    await expect
      .poll(() => server.requests.filter(({ method, path }) => method === "DELETE" && path.endsWith("cursor.json")))
      .toHaveLength(1);
  });

  it("come by offset where the credential has no cursors", async () => {
    const oauth = openTestSession(server, { kintone_oauth_token: oauthToken });
    const { summary } = await bytesOf({ app: "2", format: "jsonl", query: "order by Rank asc" }, oauth);
    await oauth.close();
    expect(summary.records).toBe(1234);
  });

  it("end when the signal fires, and when the reader has enough", async () => {
    const controller = new AbortController();
    const stopped = exportRecords(session, { app: "2", format: "jsonl", signal: controller.signal });
    const reading = async () => {
      for await (const _bytes of stopped.body) controller.abort();
    };
    await expect(reading()).rejects.toMatchObject({ error: { code: "aborted" } });
    const { body } = exportRecords(session, { app: "2", format: "jsonl", signal: new AbortController().signal });
    for await (const _bytes of body) break;
    expect(session.transport.domain.calls.running).toBe(0);
  });
});

describe("faults", () => {
  it.each([
    ["429", { kind: "too_many_requests" }],
    ["503 with a page", { kind: "unavailable_page" }],
    ["an answer cut off", { kind: "truncated_body" }],
    ["a broken answer", { kind: "invalid_json" }],
    ["a lost connection", { kind: "cut_after_commit" }],
    ["no answer", { kind: "hang" }],
    ["a slow answer", { kind: "slow_body", milliseconds: 5_000 }],
  ] as const)("pass: %s", async (_name, fault) => {
    server.faults.next(fault, { path: "records.json", after: 1 });
    const { summary } = await bytesOf({ app: "2", format: "jsonl", timeoutMs: 500 });
    expect(summary.records).toBe(1234);
    expect(server.faults.pending).toBe(0);
  });

  it("of a cursor end the export, since its records are lost", async () => {
    server.faults.next({ kind: "truncated_body" }, { path: "records/cursor.json", method: "GET", after: 1 });
    const error = await failureOf({ app: "2", format: "jsonl", query: "order by Rank asc" });
    expect(error).toMatchObject({ code: "upstream", retryable: true });
  });
});

it("does not pass off a field that vanishes from the form as empty", async () => {
  const app = server.addApp({
    name: "Changing",
    fields: { Code: { type: "SINGLE_LINE_TEXT" }, Rank: { type: "NUMBER" } },
    tokens: [{ token: "ChangeTokenChangeToken04", permissions: everything }],
    records: Array.from({ length: 1200 }, () => ({ Rank: { value: "1" } })),
  });
  const changing = openTestSession(server, { kintone_api_token: "ChangeTokenChangeToken04" });
  const call = { signal: new AbortController().signal, repeatable: false };
  const { body } = exportRecords(changing, { app: String(app.id), format: "csv", signal: call.signal });
  await body.next();
  await changing.request(
    "deleteFormFields",
    (client) => client.app.deleteFormFields({ app: app.id, fields: ["Rank"] }),
    call,
  );
  await changing.request("deployApp", (client) => client.app.deployApp({ apps: [{ app: app.id }] }), call);
  await expect.poll(() => server.app(app.id).fields.byCode.has("Rank")).toBe(false);
  await expect(readAll(body)).rejects.toMatchObject({
    error: { code: "conflict", message: expect.stringMatching(/^Record \d+ comes without the field Rank/) },
  });
  await changing.close();
});

it("gives every record that stays exactly once while others add and delete", async () => {
  const app = server.addApp({
    name: "Busy",
    fields: { Code: { type: "SINGLE_LINE_TEXT" } },
    tokens: [{ token: "BusyTokenBusyTokenBusyToken03", permissions: everything }],
    records: Array.from({ length: 3000 }, (_, index) => ({ Code: { value: `${index + 1}` } })),
  });
  const busy = openTestSession(server, { kintone_api_token: "BusyTokenBusyTokenBusyToken03" });
  const call = { signal: new AbortController().signal, repeatable: false };
  const { body } = exportRecords(busy, { app: String(app.id), format: "jsonl", signal: call.signal });
  const ids: number[] = [];
  let round = 0;
  for await (const bytes of body) {
    const lines = bytes.toString().trim().split("\n").filter(Boolean);
    ids.push(...lines.map((line) => Number(JSON.parse(line).$id.value)));
    const gone = [2, 3].map((offset) => String(round * 400 + offset));
    await busy.request("deleteRecords", (client) => client.record.deleteRecords({ app: app.id, ids: gone }), call);
    await busy.request("addRecords", (client) => client.record.addRecords({ app: app.id, records: [{}] }), call);
    round++;
  }
  await busy.close();
  expect(new Set(ids).size).toBe(ids.length);
  const deleted = new Set(Array.from({ length: round }, (_, index) => [index * 400 + 2, index * 400 + 3]).flat());
  const stayed = Array.from({ length: 3000 }, (_, index) => index + 1).filter((id) => !deleted.has(id));
  expect(stayed.filter((id) => !ids.includes(id))).toEqual([]);
});
