import { inputJsonSchema } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "../testing/local-kintone.ts";
import { plainUser, startSpaceKintone } from "../testing/space-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneSearch } from "./search.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = (user?: typeof plainUser) => toolkitWith(server, [kintoneSearch], passwordOf(user));
beforeAll(async () => {
  server = await startSpaceKintone();
  toolkit = connect();
});
afterAll(async () => {
  await toolkit.close();
  await server.close();
});
beforeEach(() => server.clearRequests());

type Input = Parameters<typeof toolkit.call<"kintone_search">>[1];
const search = async (input: Input) => (await toolkit.call("kintone_search", input))._unsafeUnwrap();
const all = (...keywords: string[]) => ({ operator: "AND" as const, keywords });

describe("kintone_search", () => {
  it("finds words anywhere, and says where", async () => {
    const { hits, next_page_token } = await search({ query: [all("請求書", "may")] });
    expect(hits).toEqual([
      {
        type: "RECORD",
        url: expect.stringContaining("/k/12/"),
        snippets: [expect.stringContaining("請求書")],
        record: expect.objectContaining({
          appId: "12",
          recordId: "1",
          matchedFields: [{ code: "Memo", label: "Memo" }],
        }),
      },
    ]);
    expect(next_page_token).toBeNull();
  });

  it("goes on page by page", async () => {
    const query = [all("Invoice")];
    const first = await search({ query, limit: 20 });
    expect(first.hits).toHaveLength(20);
    const second = await search({ query, limit: 20, page_token: first.next_page_token ?? "" });
    expect(second.hits.length).toBe(5);
    expect(second.next_page_token).toBeNull();
  });

  it("narrows by operator, type, scope, creator and time", async () => {
    const query = [{ operator: "OR" as const, keywords: ["May", "Accounts"] }];
    const typesOf = async (more: Omit<Input, "query">) =>
      (await search({ query, ...more })).hits.map(({ type }) => type);
    expect(await typesOf({})).toEqual(["RECORD", "SPACE", "THREAD"]);
    expect(await typesOf({ types: ["SPACE"] })).toEqual(["SPACE"]);
    expect(await typesOf({ scopes: [{ scope: "APP", ids: ["12"] }] })).toEqual(["RECORD"]);
    expect(await typesOf({ exclude_scopes: [{ scope: "SPACE", ids: ["3"] }] })).toEqual([]);
    expect(await typesOf({ creators: ["sato"] })).toEqual([]);
    expect(await typesOf({ created_after: "2999-01-01T00:00:00Z" })).toEqual([]);
    expect(await typesOf({ sort: "CREATED_AT_ASC", created_before: "2999-01-01T09:00:00+09:00" })).toHaveLength(3);
    expect((await search({ query: [...query, { operator: "NOT", keywords: ["late"] }] })).hits).toHaveLength(2);
  });

  it("finds only what the user may see", async () => {
    expect((await search({ query: [all("Board")] })).hits).toHaveLength(2);
    await using plain = connect(plainUser);
    expect((await plain.call("kintone_search", { query: [all("Board")] }))._unsafeUnwrap().hits).toEqual([]);
  });

  it.each([
    ["only NOT", { query: [{ operator: "NOT", keywords: ["x"] }] }, "query"],
    ["too many keywords in all", { query: [1, 2].map(() => all(..."abcdefghijk")) }, "query"],
    ["a long keyword", { query: [all("x".repeat(51))] }, "query"],
    ["no condition", { query: [] }, "query"],
    ["codes of apps", { query: [all("x")], scopes: [{ scope: "APP", codes: ["x"] }] }, "scopes"],
    ["a time without an offset", { query: [all("x")], created_after: "2026-01-31" }, "created_after"],
    ["21 hits", { query: [all("x")], limit: 21 }, "limit"],
  ])("refuses %s before anything is sent", async (_name, input, field) => {
    const error = errorOf(await toolkit.run("kintone_search", input));
    expect(error.code).toBe("invalid_input");
    expect(error.issues?.[0]?.path[0]).toBe(field);
    expect(server.requests).toEqual([]);
  });

  it("has a schema without tuples and references", () => {
    const schema = JSON.stringify(inputJsonSchema(kintoneSearch.input));
    expect(schema).not.toMatch(/prefixItems|\$ref|\$defs/);
  });

  it("passes the contract", async () => {
    const examples = [
      { query: [{ operator: "AND", keywords: ["x"] }] },
      { query: [{ operator: "OR", keywords: ["x", "y"] }], scopes: [{ scope: "PEOPLE", codes: ["sato"] }], limit: 5 },
    ];
    expect(await checkToolContract(kintoneSearch, { examples })).toEqual([]);
  });
});
