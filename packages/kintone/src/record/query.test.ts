import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { errorOf, oauthToken, startTestKintone, testSecrets, testToolkit, testUser } from "../testing/local-kintone.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof testToolkit>;
beforeAll(async () => {
  server = await startTestKintone({ recordCount: 1234 });
  server.app(1).seed([
    { Code: { value: "literal-1" }, Memo: { value: "limit 5 order by x" } },
    { Code: { value: "literal-2" }, Memo: { value: "p  q" } },
    { Code: { value: 'quote"\\' }, Memo: { value: "other" }, 名前: { value: "佐藤 花子" } },
  ]);
  toolkit = testToolkit(server);
});
afterAll(async () => {
  await toolkit.close();
  await server.close();
});
beforeEach(() => {
  server.faults.clear();
  server.clearRequests();
});

const query = async (text: string, more: object = {}) =>
  (await toolkit.call("kintone_query", { kintone_app_id: "1", query: text, ...more }))._unsafeUnwrap();
const fails = async (text: string, more: object = {}) =>
  errorOf(await toolkit.call("kintone_query", { kintone_app_id: "1", query: text, ...more }));
const codes = (records: readonly Record<string, unknown>[] = []) =>
  records.map((record) => (record["Code"] as { value: string }).value);
const ids = (records: readonly Record<string, unknown>[] = []) =>
  records.map((record) => Number((record["$id"] as { value: string }).value));
const paths = () => server.requests.map(({ method, path }) => `${method} ${path.replace("/k/v1/", "")}`);

describe("kintone_query along record ids", () => {
  it("reads `A or B` over 500 matches exactly once, and ends", async () => {
    const { records, summary } = await query("Rank < 5 or Rank >= 5", { fields: "Code" });
    expect(records).toHaveLength(1234);
    expect(new Set(ids(records)).size).toBe(1234);
    expect(summary).toMatchObject({
      total_records: 1234,
      requests_made: 3,
      pages: 3,
      pagination_strategy: "record_id",
      last_record_id: "1234",
    });
  });

  it("does not let an `or` widen what comes after the first page", async () => {
    const { records } = await query("Rank = 1 or Rank = 2 or Rank = 3 or Rank = 4 or Rank = 5", { fields: ["Rank"] });
    expect(records).toHaveLength(618);
    expect(
      records?.every((record) => ["1", "2", "3", "4", "5"].includes((record["Rank"] as { value: string }).value)),
    ).toBe(true);
  });

  it("leaves string literals as they are", async () => {
    expect(codes((await query('Memo = "limit 5 order by x"')).records)).toEqual(["literal-1"]);
    expect(codes((await query('Memo = "p  q"')).records)).toEqual(["literal-2"]);
    expect(codes((await query('Code = "quote\\"\\\\"')).records)).toEqual(['quote"\\']);
    expect((await query('Memo = "p q"')).records).toEqual([]);
  });

  it("stops at max_records, says that there are more, and can be continued", async () => {
    const first = await query("Rank >= 0", { max_records: 1000, fields: "Code" });
    expect(first.summary).toMatchObject({ total_records: 1000, truncated: true, last_record_id: "1000" });
    const rest = await query("(Rank >= 0) and $id > 1000", { fields: "Code" });
    expect(rest.summary).toMatchObject({ total_records: 234, truncated: false });
    expect((await query("$id <= 1000", { max_records: 1000, fields: "Code" })).summary).toMatchObject({
      total_records: 1000,
      truncated: false,
    });
  });

  it("honours an offset without a limit, and a limit above 500", async () => {
    expect(ids((await query("Rank >= 0 offset 1230")).records)).toEqual([1231, 1232, 1233, 1234]);
    const limited = await query("Rank >= 0 limit 700 offset 10", { fields: "Code" });
    expect(ids(limited.records)).toEqual(Array.from({ length: 700 }, (_, index) => 1224 - index));
    expect(limited.summary).toMatchObject({ truncated: false, requests_made: 2 });
  });

  it("makes one request for a limit of one page", async () => {
    const { records, summary } = await query("Rank = 3 limit 2");
    expect(ids(records)).toEqual([1234, 1224]);
    expect(summary.requests_made).toBe(1);
  });

  it("counts all matches when asked", async () => {
    const { summary } = await query("Rank = 3", { include_total_count: true, max_records: 10 });
    expect(summary).toMatchObject({ total_records: 10, total_count: 124, truncated: true });
  });

  it("takes an answer whose ids do not go on for an error, not for a loop", async () => {
    const { pagesById } = await import("../read/pages-by-id.ts");
    const same = Array.from({ length: 500 }, (_, index) => ({ $id: { value: String(index + 1) } }));
    const reader = { page: async () => ({ records: same, totalCount: undefined }) } as never;
    const pages = pagesById(reader, { condition: "", direction: "asc", offset: 0, wanted: 5000 });
    await pages.next();
    await expect(pages.next()).rejects.toMatchObject({ error: { code: "upstream" } });
  });
});

describe("kintone_query in an order", () => {
  it("reads one short page without a cursor", async () => {
    const { records, summary } = await query("Rank = 1 order by Code asc");
    expect(codes(records)).toEqual(codes(records).toSorted());
    expect(summary).toMatchObject({ total_records: 124, requests_made: 1, pagination_strategy: "offset" });
  });

  it("reads more through a cursor, each record once and in order, and leaves no cursor", async () => {
    const { records, summary } = await query("Rank >= 0 order by Rank desc, $id asc", { fields: "Rank" });
    const ranks = (records ?? []).map((record) => Number((record["Rank"] as { value: string }).value));
    expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
    expect(new Set(ids(records)).size).toBe(1234);
    expect(summary).toMatchObject({ pagination_strategy: "cursor", total_records: 1234 });
    expect(summary.last_record_id).toBeUndefined();
    expect(paths().filter((path) => path.startsWith("DELETE"))).toEqual([]);
  });

  it("closes a cursor that it does not read to its end", async () => {
    const { summary } = await query("Rank >= 0 order by Rank asc", { max_records: 600, fields: "Rank" });
    expect(summary).toMatchObject({ total_records: 600, truncated: true });
    expect(paths().at(-1)).toBe("DELETE records/cursor.json");
  });

  it("closes the cursor when a page fails, and says that the read may be made again", async () => {
    server.faults.next({ kind: "cut_after_commit" }, { method: "GET", path: "records/cursor.json", after: 1 });
    const error = await fails("Rank >= 0 order by Rank asc", { fields: "Rank" });
    expect(error).toMatchObject({
      code: "unavailable",
      retryable: true,
      hint: expect.stringContaining("Run the query again"),
    });
    expect(paths().at(-1)).toBe("DELETE records/cursor.json");
  });

  it("closes the cursor when the caller stops", async () => {
    const stop = new AbortController();
    const onProgress = () => stop.abort();
    const call = { kintone_app_id: "1", query: "Rank >= 0 order by Rank asc" };
    expect(errorOf(await toolkit.call("kintone_query", call, { signal: stop.signal, onProgress })).code).toBe(
      "aborted",
    );
    expect(paths().at(-1)).toBe("DELETE records/cursor.json");
  });

  it("makes the cursor calls of many reads one at a time", async () => {
    const results = await Promise.all(
      Array.from({ length: 12 }, () => query("Rank >= 0 order by Rank asc", { fields: "Rank" })),
    );
    expect(results.map(({ summary }) => summary.total_records)).toEqual(Array.from({ length: 12 }, () => 1234));
  });

  it("reads by offset with OAuth, which has no cursors, and says where that ends", async () => {
    await using oauth = testToolkit(server, { kintone_oauth_token: oauthToken });
    const read = async (text: string) =>
      oauth.call("kintone_query", { kintone_app_id: "1", query: text, fields: "Rank" });
    const { summary, records } = (await read("Rank >= 0 order by Rank desc"))._unsafeUnwrap();
    expect(summary).toMatchObject({ pagination_strategy: "offset", total_records: 1234, requests_made: 3 });
    expect(new Set(ids(records)).size).toBe(1234);
    expect(errorOf(await read("order by Rank asc offset 10001"))).toMatchObject({
      code: "unsupported",
      hint: expect.stringContaining("API token"),
    });
  });

  it("passes over an offset that is beyond kintone's reach by cursor", async () => {
    const { summary } = await query("order by Rank asc limit 10 offset 10001");
    expect(summary).toMatchObject({ total_records: 0, pagination_strategy: "cursor" });
  });
});

describe("kintone_query's output", () => {
  it("is records and text", async () => {
    const answer = (
      await toolkit.run("kintone_query", { kintone_app_id: "1", query: 'Code like "literal"', fields: "Code,Memo" })
    )._unsafeUnwrap();
    expect(answer).toMatchObject({ status: "completed", content: [{ type: "text" }] });
    expect(answer.status === "completed" ? answer.content : []).toEqual([
      {
        type: "text",
        text: "2 records\nCode: literal-1\nMemo: limit 5 order by x\n$id: 1235\n---\nCode: literal-2\nMemo: p  q\n$id: 1236",
      },
    ]);
  });

  it("is text alone, or flat records", async () => {
    const text = await query('Code = "literal-1"', { output_mode: "text_only", fields: "Code" });
    expect(text).toMatchObject({ text: "1 record\nCode: literal-1\n$id: 1235" });
    expect(text.records).toBeUndefined();
    const flat = await query('Code = "literal-1"', { output_mode: "flattened_json", fields: "Code, Lines" });
    expect(flat.records).toEqual([{ Code: "literal-1", Lines: [], $id: "1235" }]);
  });

  it("is sent page by page, with only the summary kept", async () => {
    const parts: unknown[] = [];
    const input = { kintone_app_id: "1", query: "", output_mode: "json_stream", fields: "Code" } as const;
    const answer = (
      await toolkit.call("kintone_query", input, { onContent: (part) => void parts.push(part) })
    )._unsafeUnwrap();
    expect(answer.records).toBeUndefined();
    expect(answer.summary.total_records).toBe(1237);
    const sizes = parts
      .map((part) => (part as { value: { page: number; records: unknown[] } }).value)
      .map(({ page, records }) => [page, records.length]);
    expect(sizes).toEqual([
      [1, 500],
      [2, 500],
      [3, 237],
    ]);
  });

  it("numbers the pages that it sends, and gives an offset only where there is one", async () => {
    const sent = async (text: string) => {
      const parts: unknown[] = [];
      const input = { kintone_app_id: "1", query: text, output_mode: "json_stream", fields: "Code" } as const;
      const onContent = (part: unknown) => void parts.push((part as { value: unknown }).value);
      (await toolkit.call("kintone_query", input, { onContent }))._unsafeUnwrap();
      return parts.map((part) => part as { page: number; offset: number | null });
    };
    expect((await sent("$id > 0")).map(({ page, offset }) => [page, offset])).toEqual([
      [1, null],
      [2, null],
      [3, null],
    ]);
    const [limited] = await sent("$id > 0 limit 2 offset 5");
    expect(limited).toMatchObject({ page: 1, offset: 5 });
  });

  it("says when nothing matches", async () => {
    const answer = (await toolkit.run("kintone_query", { kintone_app_id: "1", query: "Rank > 999" }))._unsafeUnwrap();
    expect(answer.status === "completed" && answer.content[0]).toEqual({
      type: "text",
      text: "No record matches: Rank > 999 order by $id asc limit 500",
    });
  });
});

describe("kintone_query refuses", () => {
  it.each([
    ["limit 0", "limit is 0"],
    ["a = 1) or (b = 2", "closes nothing"],
    ['Memo = "open', "no closing quote"],
    ["$id > 0 offset 10001", "offset is above 10000"],
  ])("%s before anything is sent", async (text, problem) => {
    expect(await fails(text)).toMatchObject({ code: "invalid_input", message: expect.stringContaining(problem) });
    expect(server.requests).toHaveLength(0);
  });

  it("field lists and app ids that are none", async () => {
    expect((await fails("", { fields: '["a", 1]' })).message).toContain("fields");
    expect((await fails("", { kintone_app_id: "x1" })).issues).toEqual([
      { path: ["kintone_app_id"], message: "has to be a positive whole number" },
    ]);
    expect((await fails("", { kintone_api_token: "x" })).code).toBe("invalid_input");
  });

  it("what kintone refuses, in kintone's words and with a way out", async () => {
    expect(await fails('Nope = "1"')).toMatchObject({
      code: "invalid_input",
      origin: { service: "kintone", operation: "getRecords", status: 400 },
    });
    expect(await fails("", { kintone_app_id: "99" })).toMatchObject({
      code: "not_found",
      origin: { code: "GAIA_AP01", status: 404 },
    });
  });
});

describe("kintone_query under failure", () => {
  it.each(["too_many_requests", "database_locked", "unavailable_page", "cut_before_commit", "truncated_body"] as const)(
    "reads on after %s",
    async (kind) => {
      server.faults.next({ kind }, { path: "records.json", after: 1, times: 2 });
      expect((await query("", { fields: "Code" })).summary.total_records).toBe(1237);
      expect(server.faults.pending).toBe(0);
    },
  );

  it.each([
    ["too_many_requests", "rate_limited", true],
    ["database_locked", "unavailable", true],
    ["unavailable_page", "unavailable", true],
    ["truncated_body", "upstream", false],
    ["invalid_json", "upstream", false],
  ] as const)("fails as it should when %s stays", async (kind, code, retryable) => {
    server.faults.next({ kind }, { times: 10 });
    const error = await fails("");
    expect(error).toMatchObject({ code, retryable, origin: { service: "kintone", operation: "getRecords" } });
    for (const secret of testSecrets) expect(JSON.stringify(error)).not.toContain(secret);
  });

  it("ends at its own request_timeout, its deadline and the caller's signal", async () => {
    server.faults.next({ kind: "hang" }, { times: 2 });
    const input = { kintone_app_id: "1" };
    expect(errorOf(await toolkit.call("kintone_query", input, { deadlineMs: 50 })).code).toBe("timeout");
    expect(errorOf(await toolkit.call("kintone_query", input, { signal: AbortSignal.timeout(30) })).code).toBe(
      "aborted",
    );
  });

  it("gives way when the domain allows few calls at once, whichever session makes them", async () => {
    await using narrow = await startTestKintone({ recordCount: 3, concurrencyLimit: 3, delayMs: 3 });
    await using first = testToolkit(narrow);
    await using second = testToolkit(narrow, { kintone_username: testUser.code, kintone_password: testUser.password });
    const calls = Array.from({ length: 20 }, (_, index) =>
      (index % 2 === 0 ? first : second).call("kintone_query", { kintone_app_id: "1" }),
    );
    expect((await Promise.all(calls)).map((result) => result.isOk())).toEqual(calls.map(() => true));
  });

  it("is unavailable while nobody listens", async () => {
    await server.refuseConnections();
    const error = await fails("");
    await server.acceptConnections();
    expect(error).toMatchObject({ code: "unavailable", retryable: true });
    expect((await query("limit 1")).records).toHaveLength(1);
  });
});
