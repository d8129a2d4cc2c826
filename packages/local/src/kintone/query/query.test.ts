import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failure, startTestKintone, type TestKintone } from "../test-client.ts";

const option = (...labels: string[]) => Object.fromEntries(labels.map((label, index) => [label, { label, index }]));
const users = [
  { code: "mori", password: "secret-1", primaryOrganization: "sales" },
  { code: "hayashi", password: "secret-2" },
];
const text = (value: unknown) => ({ value });

let test: TestKintone;

beforeAll(async () => {
  test = await startTestKintone(
    {
      Name: { type: "SINGLE_LINE_TEXT" },
      Memo: { type: "MULTI_LINE_TEXT" },
      Story: { type: "RICH_TEXT" },
      Amount: { type: "NUMBER" },
      Kind: { type: "DROP_DOWN", options: option("new", "old", "gone") },
      Tags: { type: "CHECK_BOX", options: option("red", "blue") },
      Day: { type: "DATE" },
      Clock: { type: "TIME" },
      At: { type: "DATETIME" },
      Owner: { type: "USER_SELECT" },
      Team: { type: "ORGANIZATION_SELECT" },
      File: { type: "FILE" },
      Rows: { type: "SUBTABLE", fields: { Item: { type: "SINGLE_LINE_TEXT" }, Count: { type: "NUMBER" } } },
    },
    { users, organizations: [{ code: "sales" }], now: () => new Date("2026-03-11T15:30:00Z"), timeZone: "Asia/Tokyo" },
  );
  const rows = (...items: [string, number][]) =>
    text(items.map(([item, count]) => ({ value: { Item: text(item), Count: text(count) } })));
  test.app.seed([
    {
      Name: text("gamma keyword"),
      Memo: text("  \n"),
      Amount: text("2"),
      Kind: text("old"),
      Tags: text(["red"]),
      Day: text("2026-03-12"),
    },
    {
      Name: text('say "hi" \\ bye'),
      Memo: text("note"),
      Amount: text("10"),
      Kind: text("new"),
      Tags: text(["red", "blue"]),
    },
    {
      Name: text("limit 5"),
      Amount: text("-1.5"),
      At: text("2026-03-11T15:30:00Z"),
      Owner: text([{ code: "mori" }]),
      Clock: text("09:30"),
    },
    {
      Name: text("東京都"),
      Day: text("2026-02-28"),
      At: text("2026-03-10T15:00:00Z"),
      Rows: rows(["pen", 1], ["ink", 9]),
    },
    { Name: text("tab\there"), Day: text("2025-12-31"), Team: text([{ code: "sales" }]), Rows: rows(["pen", 9]) },
  ]);
});

afterAll(() => test[Symbol.asyncDispose]());

const mori = { "X-Cybozu-Authorization": Buffer.from("mori:secret-1").toString("base64") };

/** The ids that satisfy a condition, lowest first. */
const matching = (condition: string): Promise<string> => ids(`${condition} order by $id asc`);

/** The ids a whole query gives, in its order. */
const ids = async (query: string): Promise<string> => {
  const answer = await test.call("GET", "records.json", { query, fields: ["$id"] }, mori);
  const { body } = answer;
  if (typeof body !== "object" || body === null || !("records" in body) || !Array.isArray(body.records)) {
    throw new Error(`${answer.status} for ${query}: ${JSON.stringify(body)}`);
  }
  return body.records.map((record: { $id: { value: string } }) => record.$id.value).join(" ");
};

const refusal = async (query: string) => failure(await test.call("GET", "records.json", { query }, mori));

describe("conditions", () => {
  it.each([
    ['Name = "limit 5"', "3"],
    ['Name != "limit 5"', "1 2 4 5"],
    ['Name in ("limit 5", "東京都")', "3 4"],
    ['Name not in ("limit 5", "東京都")', "1 2 5"],
    ['Name = "say \\"hi\\" \\\\ bye"', "2"],
    ['Name = "tab\\there"', "5"],
    ["Amount > 2", "2"],
    ['Amount >= "2.0"', "1 2"],
    ["Amount < 0", "3"],
    ["Amount in (2, 10)", "1 2"],
    ['Amount = ""', "4 5"],
    ['Amount != ""', "1 2 3"],
    ['Kind in ("new", "old")', "1 2"],
    ['Kind in ("")', "3 4 5"],
    ['Kind not in ("new")', "1 3 4 5"],
    ['Tags in ("blue")', "2"],
    ['Owner in ("mori")', "3"],
    ["$id > 3", "4 5"],
    ["$id >= 2 and $id < 4", "2 3"],
    ["Record_number in (1, 5)", "1 5"],
    ["Memo is empty", "1 3 4 5"],
    ["Memo is not empty", "2"],
    ["File is empty", "1 2 3 4 5"],
    ['Clock >= "09:30"', "3"],
    ['Created_datetime = "2026-03-11T15:30:00Z"', "1 2 3 4 5"],
  ])("%s", async (query, expected) => {
    expect(await matching(query)).toBe(expected);
  });

  it("searches whole Latin words and parts of other scripts, whatever the letter case", async () => {
    expect(await matching('Name like "KEYWORD"')).toBe("1");
    expect(await matching('Name like "key"')).toBe("");
    expect(await matching('Name like "京"')).toBe("4");
    expect(await matching('Name not like "keyword"')).toBe("2 3 4 5");
  });

  it("binds and tighter than or, and honours parentheses", async () => {
    expect(await matching('Amount = 2 or Amount = 10 and Name = "limit 5"')).toBe("1");
    expect(await matching('(Amount = 2 or Amount = 10) and Kind in ("new")')).toBe("2");
    expect(await matching("(Amount = 2 or Amount = 10) and $id > 1")).toBe("2");
  });

  it("wants several conditions on one table to hold in the same row", async () => {
    expect(await matching('Item in ("pen")')).toBe("4 5");
    expect(await matching('Item in ("pen") and Count > 5')).toBe("5");
    expect(await matching('(Item in ("pen") and Name like "京") and Count > 5')).toBe("");
  });

  it("takes blanks, tabs, line breaks and the ideographic space between words", async () => {
    expect(await matching('\n\tAmount\u3000=\r\n2 and\tName like "gamma"')).toBe("1");
  });
});

describe("functions", () => {
  // It is 2026-03-12 00:30, a Thursday, for the caller.
  it.each([
    ["Day = TODAY()", "1"],
    ["Day < TODAY()", "4 5"],
    ["Day = FROM_TODAY(-12, DAYS)", "4"],
    ["Day = THIS_WEEK(THURSDAY)", "1"],
    ["Day = THIS_MONTH()", "1"],
    ["Day = LAST_MONTH(LAST)", "4"],
    ["Day = THIS_MONTH(12)", "1"],
    ["Day = LAST_YEAR()", "5"],
    ["Day >= LAST_MONTH() and Day < THIS_MONTH()", "4"],
    ["Day = LAST_WEEK()", ""],
    ["At = NOW()", "3"],
    ["At = YESTERDAY()", "4"],
    ["At >= TODAY()", "3"],
    ["At != TODAY()", "1 2 4 5"],
    ["Owner in (LOGINUSER())", "3"],
    ["Created_by in (LOGINUSER())", ""],
    ["Team in (PRIMARY_ORGANIZATION())", "5"],
  ])("%s", async (query, expected) => {
    expect(await matching(query)).toBe(expected);
  });
});

describe("options", () => {
  it("orders by several fields, choices by their place, ties by falling id", async () => {
    expect(await ids("order by Amount asc, $id asc")).toBe("4 5 3 1 2");
    expect(await ids("order by Amount desc, $id asc")).toBe("2 1 3 4 5");
    expect(await ids("order by Kind asc")).toBe("5 4 3 2 1");
    expect(await ids("order by Kind desc, Name")).toBe("1 2 3 5 4");
  });

  it("needs no condition", async () => {
    expect(await ids("limit 500")).toBe("5 4 3 2 1");
    expect(await ids("limit 2 offset 1")).toBe("4 3");
    expect(await ids("")).toBe("5 4 3 2 1");
    expect(await ids("$id > 1 order by $id asc limit 2")).toBe("2 3");
  });
});

describe("a search with too many hits", () => {
  it("stops, and says so in X-Cybozu-Warning", async () => {
    await using small = await startTestKintone({ Name: { type: "SINGLE_LINE_TEXT" } }, { likeHits: 2 });
    small.app.seed(Array.from({ length: 3 }, () => ({ Name: text("pen") })));
    const answer = await small.call("GET", "records.json", { query: 'Name like "pen"', totalCount: true });
    expect(answer.body).toMatchObject({ totalCount: "2" });
    expect(answer.headers.get("x-cybozu-warning")).toBe("Filter aborted because of too many search results");
    const whole = await small.call("GET", "records.json", { query: 'Name = "pen"' });
    expect(whole.headers.get("x-cybozu-warning")).toBeNull();
  });
});

describe("refusals", () => {
  const syntax = { status: 400, code: "CB_VA01", paths: ["query"] };

  it.each([
    'Name = "open',
    'Name = "raw\ttab"',
    'Name = "bad \\x"',
    "Name = word",
    "Name ==",
    "Name = 'single'",
    'Name "x"',
    '(Name = "x"',
    'Name = "x" and',
    'Name = "x" limit -1',
    'limit 5 Name = "x"',
    "limit 5 order by Name asc",
    "Amount = NOW()",
    'Amount > "many"',
    'Day = "someday"',
    'Day = "2026-03-12 or more"',
    "Kind in ()",
  ])("syntax: %s", async (query) => {
    expect(await refusal(query)).toEqual(syntax);
  });

  it.each([
    ['Nothing = "x"', "GAIA_IQ11"],
    ["order by Nothing asc", "GAIA_IQ11"],
    ['Kind = "new"', "GAIA_IQ03"],
    ['Memo = "x"', "GAIA_IQ03"],
    ['Story = "x"', "GAIA_IQ03"],
    ["Name is empty", "GAIA_IQ03"],
    ['Day like "2026"', "GAIA_IQ03"],
    ['Tags like "red"', "GAIA_IQ03"],
    ["order by Tags asc", "GAIA_IQ03"],
    ["Clock > NOW()", "GAIA_IQ03"],
    ['Item = "pen"', "GAIA_IQ07"],
    ["Count != 1", "GAIA_IQ07"],
    ['Kind in ("never")', "GAIA_IQ10"],
    ["Day = THIS_MONTH(32)", "GAIA_IQ23"],
    ["Day = FROM_TODAY(1, HOURS)", "GAIA_IQ25"],
    ["Day = FROM_TODAY(1)", "GAIA_IL08"],
    ["Day = TODAY(1)", "GAIA_IL08"],
    ["Day = FROM_TODAY(999999, YEARS)", "GAIA_IQ23"],
    ['Owner in ("nobody")', "GAIA_IL42"],
    ['Status = "open"', "GAIA_ST02"],
    ["limit 501", "GAIA_QU01"],
    ["offset 10001", "GAIA_QU02"],
  ])("%s is %s", async (query, code) => {
    expect(await refusal(query)).toMatchObject({ status: 400, code });
  });
});
