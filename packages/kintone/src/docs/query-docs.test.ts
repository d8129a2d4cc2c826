import { createToolkit } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { queryExamples } from "../guide/query-examples.ts";
import { operatorsOf, queryableTypes } from "../query/operators.ts";
import { kintoneQuery } from "../record/query.ts";
import { everything, startTestKintone, testUser } from "../testing/local-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneQueryDocs } from "./query-docs.ts";

const read = async () => {
  await using toolkit = createToolkit({ tools: [kintoneQueryDocs] });
  return (await toolkit.call("kintone_query_docs", {}))._unsafeUnwrap();
};

const options = { Open: { label: "Open", index: 0 }, Waiting: { label: "Waiting", index: 1 } };
const fields = {
  Name: { type: "SINGLE_LINE_TEXT" },
  Memo: { type: "MULTI_LINE_TEXT" },
  Price: { type: "NUMBER" },
  Due: { type: "DATE" },
  State: { type: "DROP_DOWN", options },
  Tags: { type: "CHECK_BOX", options: { red: { label: "red", index: 0 } } },
  Owner: { type: "USER_SELECT" },
  Lines: { type: "SUBTABLE", fields: { Item: { type: "SINGLE_LINE_TEXT" } } },
};

describe("kintone_query_docs", () => {
  it("keeps the contract", async () => {
    expect(await checkToolContract(kintoneQueryDocs, { examples: [{}] })).toEqual([]);
  });

  it("is Markdown of bounded length, in both places where flows look", async () => {
    const { document, format, kintone_query_doc } = await read();
    expect(format).toBe("markdown");
    expect(kintone_query_doc).toBe(document);
    expect(document.startsWith("# ")).toBe(true);
    expect(document.length).toBeLessThan(9000);
    expect(document).not.toMatch(/undefined|\[object/);
  });

  it("gives every field type the operators that the query engine gives it", async () => {
    const { document } = await read();
    const rows = document.split("\n").filter((line) => line.startsWith("| ") && line.includes("`in`"));
    const documented = new Map(
      rows.flatMap((row) => {
        const [, types = "", operators = ""] = row.split(" | ").join("|").split("|");
        const codes = [...operators.matchAll(/`([^`]+)`/g)].map(([, operator]) => operator);
        return types.split(",").map((type): [string, unknown] => [type.trim(), codes]);
      }),
    );
    for (const type of queryableTypes.filter((each) => operatorsOf(each).includes("in")))
      expect(documented.get(type === "__ID__" ? "$id" : type)).toEqual(operatorsOf(type));
    for (const type of queryableTypes.filter((each) => each !== "__ID__")) expect(document).toContain(type);
  });

  it("says that a query may be a limit alone", async () => {
    expect((await read()).document).toContain("`limit 5` alone is a query");
  });

  it("shows examples that kintone takes, every one", async () => {
    await using server = await startTestKintone();
    server.addApp({
      id: 7,
      name: "Guide",
      fields,
      tokens: [{ permissions: everything }],
      records: [
        {
          Name: { value: 'say "hi"' },
          Price: { value: "150" },
          State: { value: "Open" },
          Owner: { value: [{ code: testUser.code, name: testUser.name }] },
          Lines: { value: [{ value: { Item: { value: "Pen" } } }] },
        },
      ],
    });
    await using toolkit = toolkitWith(server, [kintoneQuery], passwordOf());
    const found = new Map<string, number>();
    for (const { query } of queryExamples) {
      const answer = await toolkit.call("kintone_query", { kintone_app_id: "7", query });
      found.set(query, answer._unsafeUnwrap().summary.total_records);
    }
    for (const query of [
      'Name = "say \\"hi\\""',
      "Memo is empty",
      "Price >= 100 and Price < 200",
      'Tags not in ("red")',
      "Owner in (LOGINUSER())",
      'Item in ("Pen")',
      "limit 5",
    ])
      expect([query, found.get(query)]).toEqual([query, 1]);
  });
});
