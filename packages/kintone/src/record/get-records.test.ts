import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetRecords } from "./get-records.ts";
import { kintoneQuery } from "./query.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = () => toolkitWith(server, [kintoneGetRecords], passwordOf());
beforeAll(async () => {
  server = await startTestKintone({ recordCount: 120 });
  server.app(1).seed([
    { Code: { value: 'quote" or $id > "0' }, Memo: { value: "a\\b" }, 名前: { value: "佐藤" }, Rank: { value: "50" } },
    { Code: { value: "table" }, Rank: { value: "60" }, Lines: { value: [{ value: { Item: { value: "Pen" } } }] } },
  ]);
  server.addApp({
    id: 2,
    name: "Notes",
    fields: {
      Body: { type: "MULTI_LINE_TEXT" },
      Owner: { type: "USER_SELECT" },
      Due: { type: "DATE" },
      Tags: {
        type: "CHECK_BOX",
        options: { A: { label: "A", index: "0" }, B: { label: "B", index: "1" } },
      },
      Related: { type: "REFERENCE_TABLE" },
    },
    records: [
      {
        Body: { value: "one" },
        Owner: { value: [{ code: "sato" }] },
        Due: { value: "2020-01-01" },
        Tags: { value: ["A"] },
      },
      { Body: { value: "" }, Due: { value: "2999-01-01" }, Tags: { value: ["B"] } },
    ],
  });
  toolkit = connect();
});
afterAll(async () => {
  await toolkit.close();
  await server.close();
});
beforeEach(() => server.clearRequests());

type Input = Omit<Parameters<typeof toolkit.call<"kintone_get_records">>[1], "kintone_app_id">;
type Leaf = Extract<NonNullable<Input["filter"]>["conditions"][number], { field: string }>;
const read = async (input: Input, app = "1") =>
  (await toolkit.call("kintone_get_records", { kintone_app_id: app, ...input }))._unsafeUnwrap();
const fails = async (input: Input, app = "1") =>
  errorOf(await toolkit.call("kintone_get_records", { kintone_app_id: app, ...input }));
const ids = ({ records }: { readonly records: readonly Record<string, unknown>[] }) =>
  records.map((record) => Number((record["$id"] as { value: string }).value));

describe("kintone_get_records", () => {
  it("reads a page, newest first, and counts all", async () => {
    const answer = await read({});
    expect(answer).toMatchObject({ app_id: "1", total_count: 122, effective_query: "limit 100" });
    expect(ids(answer)).toEqual(Array.from({ length: 100 }, (_, index) => 122 - index));
    expect(server.requests).toHaveLength(1);
  });

  it("joins conditions by all, any and none, in groups", async () => {
    const answer = await read({
      filter: {
        match: "all",
        conditions: [
          { field: "$id", operator: "<=", value: 20 },
          {
            match: "any",
            conditions: [
              { field: "Rank", operator: "=", value: 3 },
              { field: "Code", operator: "in", values: ["T-1", "T-2"] },
            ],
          },
          { match: "none", conditions: [{ field: "Code", operator: "=", value: "T-2" }] },
        ],
      },
      order_by: [{ field: "Rank", order: "desc" }, { field: "$id" }],
      fields: ["Code"],
      limit: 10,
    });
    expect(answer.effective_query).toBe(
      '($id <= "20") and ((Rank = "3") or (Code in ("T-1", "T-2"))) and (Code != "T-2") order by Rank desc, $id asc limit 10',
    );
    expect(ids(answer)).toEqual([4, 14, 1]);
    expect(Object.keys(answer.records[0] ?? {}).toSorted()).toEqual(["$id", "Code"]);
  });

  it("says functions and emptiness", async () => {
    const none: Leaf = { field: "Body", operator: "is not empty" };
    const past: Leaf = { field: "Due", operator: "<", value: { function: "TODAY" } };
    const mine: Leaf = { field: "Owner", operator: "in", values: [{ function: "LOGINUSER" }] };
    const soon: Leaf = { field: "Due", operator: ">", value: { function: "FROM_TODAY", arguments: [7, "DAYS"] } };
    for (const condition of [none, past, mine])
      expect(ids(await read({ filter: { conditions: [condition] } }, "2"))).toEqual([1]);
    expect(ids(await read({ filter: { conditions: [soon] } }, "2"))).toEqual([2]);
    expect(ids(await read({ filter: { match: "none", conditions: [soon, none] } }, "2"))).toEqual([]);
  });

  it("keeps every value inside its literal", async () => {
    const value = 'quote" or $id > "0';
    expect(ids(await read({ filter: { conditions: [{ field: "Code", operator: "=", value }] } }))).toEqual([121]);
    expect(ids(await read({ filter: { conditions: [{ field: "Memo", operator: "=", value: "a\\b" }] } }))).toEqual([
      121,
    ]);
  });

  it("takes a query text, alone or beside a filter, without letting an `or` out", async () => {
    expect(ids(await read({ query: "Rank >= 50 order by $id asc limit 1" }))).toEqual([121]);
    const both = await read({
      query: "Rank = 1 or Rank = 2",
      filter: { conditions: [{ field: "$id", operator: "<", value: 10 }] },
      offset: 1,
    });
    expect(both.effective_query).toBe('($id < "10") and (Rank = 1 or Rank = 2) limit 100 offset 1');
    expect(ids(both)).toEqual([2]);
  });

  it("checks operators and codes against the form before anything is read", async () => {
    const refused: readonly [Input, string, string][] = [
      [{ filter: { conditions: [{ field: "Body", operator: "=", value: "x" }] } }, "filter", "takes like, not like"],
      [{ filter: { conditions: [{ field: "Tags", operator: "=", value: "A" }] } }, "filter", "takes in, not in"],
      [{ filter: { conditions: [{ field: "Nope", operator: "=", value: "A" }] } }, "filter", "has no field Nope"],
      [{ filter: { conditions: [{ field: "Due or $id", operator: "=", value: "A" }] } }, "filter", "not a field code"],
      [{ order_by: [{ field: "Nope" }] }, "order_by", "has no field Nope"],
      [{ order_by: [{ field: "$id desc, Due" }] }, "order_by", "not a field code"],
      [{ filter: { conditions: [{ field: "Related.X", operator: "=", value: "A" }] } }, "filter", "Related.X"],
    ];
    for (const [input, part, problem] of refused)
      expect(await fails(input, "2")).toMatchObject({
        code: "invalid_input",
        message: expect.stringContaining(problem),
        issues: [{ path: [part] }],
      });
    expect(server.requests.every(({ path }) => path.endsWith("fields.json"))).toBe(true);
    expect(
      (await fails({ filter: { conditions: [{ field: "Item", operator: "=", value: "Pen" }] } })).message,
    ).toContain("in a table");
    expect(ids(await read({ filter: { conditions: [{ field: "Item", operator: "in", values: ["Pen"] }] } }))).toEqual([
      122,
    ]);
  });

  it("says when kintone stopped searching, so that records are missing", async () => {
    await using small = await startTestKintone({ recordCount: 12, likeHits: 5 });
    await using searching = toolkitWith(small, [kintoneGetRecords, kintoneQuery], passwordOf());
    const query = 'Code like "T"';
    const page = (await searching.call("kintone_get_records", { kintone_app_id: "1", query }))._unsafeUnwrap();
    const warnings = ["Filter aborted because of too many search results"];
    expect(page).toMatchObject({ warnings, total_count: 5 });
    const { summary } = (await searching.call("kintone_query", { kintone_app_id: "1", query }))._unsafeUnwrap();
    expect(summary).toMatchObject({ warnings, total_records: 5 });
    expect(kintoneGetRecords.present?.(page)[0]).toMatchObject({
      text: expect.stringContaining("kintone warns: Filter"),
    });
    expect(await read({ query: 'Code like "T"' })).toMatchObject({ warnings: [] });
  });

  it("leaves the check to kintone where the form may not be read", async () => {
    server.faults.next({ kind: "error", status: 403, code: "CB_NO02" }, { path: "app/form/fields.json" });
    await using fresh = connect();
    const input = {
      kintone_app_id: "1",
      filter: { conditions: [{ field: "Nope", operator: "=" as const, value: "x" }] },
    };
    expect(errorOf(await fresh.call("kintone_get_records", input))).toMatchObject({
      origin: { operation: "getRecords" },
    });
  });

  it("refuses what is said twice, and values that an operator does not take", async () => {
    expect((await fails({ query: "limit 5", limit: 5 })).issues).toEqual([
      { path: ["limit"], message: "is given, and the query has its own limit" },
    ]);
    expect((await fails({ query: "order by $id asc", order_by: [{ field: "$id" }] })).message).toContain(
      "its own order by",
    );
    const wrong = { field: "Code", operator: "in", value: "x" } as const;
    expect(await fails({ filter: { conditions: [wrong] } })).toMatchObject({ code: "invalid_input" });
    expect((await fails({ limit: 501 })).issues?.[0]?.path).toEqual(["limit"]);
    expect((await fails({ offset: 10_001 })).issues?.[0]?.path).toEqual(["offset"]);
  });

  it("passes the contract", async () => {
    const conditions = [
      { field: "Code", operator: "=", value: "x" },
      { match: "none", conditions: [{ field: "Due", operator: "=", value: { function: "TODAY" } }] },
    ];
    const examples = [{ kintone_app_id: "1" }, { kintone_app_id: "1", filter: { match: "any", conditions }, limit: 5 }];
    expect(await checkToolContract(kintoneGetRecords, { examples })).toEqual([]);
  });
});
