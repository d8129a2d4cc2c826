import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildCondition, type Condition, type QueryField } from "./condition.ts";
import { escapeQueryString } from "./escape.ts";
import { tokenizeQuery } from "./tokenize.ts";

const build = (condition: Condition, fields?: ReadonlyMap<string, QueryField>) =>
  buildCondition(condition, fields)._unsafeUnwrap();
const problem = (condition: Condition, fields?: ReadonlyMap<string, QueryField>) =>
  buildCondition(condition, fields)._unsafeUnwrapErr().message;
const equals = (field: string, value: string): Condition => ({ field, operator: "=", value });

describe("buildCondition", () => {
  it("writes trees of and, or and not", () => {
    expect(build({ and: [equals("a", "1"), { or: [equals("b", "2"), { not: equals("c", "3") }] }] })).toBe(
      '(a = "1") and ((b = "2") or (c != "3"))',
    );
    expect(
      build({
        not: { and: [equals("a", "1"), { field: "b", operator: ">", value: 5 }, { field: "c", operator: "is empty" }] },
      }),
    ).toBe('(a != "1") or (b <= "5" or b = "") or (c is not empty)');
    expect(build({ not: { not: equals("a", "1") } })).toBe('a = "1"');
  });

  it("writes lists and functions", () => {
    expect(build({ field: "状態", operator: "in", values: ["未", "済"] })).toBe('状態 in ("未", "済")');
    expect(build({ field: "Who", operator: "in", values: [{ function: "LOGINUSER" }] })).toBe("Who in (LOGINUSER())");
    expect(build({ field: "Due", operator: "<", value: { function: "FROM_TODAY", arguments: [-7, "DAYS"] } })).toBe(
      "Due < FROM_TODAY(-7, DAYS)",
    );
    expect(build({ field: "Due", operator: "=", value: { function: "THIS_MONTH", arguments: ["LAST"] } })).toBe(
      "Due = THIS_MONTH(LAST)",
    );
  });

  it("escapes quotes, backslashes, tabs and line breaks", () => {
    expect(build(equals("memo", 'a"b\\c\td\r\ne'))).toBe('memo = "a\\"b\\\\c\\td\\ne"');
  });

  it("refuses what would not be a value or a field", () => {
    expect(problem(equals("a or b", "1"))).toContain("is not a field code");
    expect(problem(equals('a = "" or a', "1"))).toContain("is not a field code");
    expect(problem(equals("and", "1"))).toContain("is not a field code");
    expect(problem(equals("a", "bell\u0007"))).toContain("control character");
    expect(problem(equals("a", "half \ud83d"))).toContain("half a character");
    expect(problem({ and: [] })).toContain("joins no conditions");
    expect(problem({ field: "a", operator: "in", values: [] })).toContain("the list is empty");
    expect(problem({ field: "a", operator: ">", value: Number.NaN })).toContain("finite");
    expect(
      problem({ field: "a", operator: "=", value: { function: "FROM_TODAY", arguments: [1, "DAYS) or ($id > 0"] } }),
    ).toContain("does not take");
    const injected = JSON.parse('{"field":"a","operator":"= \\"\\" or a =","value":"1"}') as Condition;
    expect(problem(injected)).toContain("is not an operator");
  });

  it("checks operators against field types, also inside tables", () => {
    const fields = new Map<string, QueryField>([
      ["Memo", { type: "MULTI_LINE_TEXT" }],
      ["Status", { type: "DROP_DOWN" }],
      ["Item", { type: "SINGLE_LINE_TEXT", inTable: true }],
      ["Group", { type: "GROUP" }],
    ]);
    expect(problem(equals("Memo", "x"), fields)).toContain(
      "Memo (MULTI_LINE_TEXT) takes like, not like, is empty, is not empty, not =",
    );
    expect(problem(equals("Status", "x"), fields)).toContain("takes in, not in");
    expect(problem(equals("Item", "x"), fields)).toContain("Item (SINGLE_LINE_TEXT in a table)");
    expect(problem(equals("Group", "x"), fields)).toContain("cannot be used in a query");
    expect(problem(equals("Nmae", "x"), fields)).toContain("the app has no field Nmae");
    expect(build({ field: "Memo", operator: "like", value: "x" }, fields)).toBe('Memo like "x"');
    expect(build({ field: "$id", operator: ">", value: 5 }, fields)).toBe('$id > "5"');
  });

  it("takes what is empty into the opposite of a comparison by order", () => {
    const fields = new Map<string, QueryField>([
      ["Rank", { type: "NUMBER" }],
      ["Made", { type: "CREATED_TIME" }],
    ]);
    const not = (field: string): Condition => ({ not: { field, operator: "<", value: 3 } });
    expect(build(not("Rank"), fields)).toBe('Rank >= "3" or Rank = ""');
    expect(build({ and: [not("Rank"), not("$id")] }, fields)).toBe('(Rank >= "3" or Rank = "") and ($id >= "3")');
    expect(build(not("Made"), fields)).toBe('Made >= "3"');
    expect(build({ not: not("Rank") }, fields)).toBe('Rank < "3"');
    expect(problem({ field: "Rank", operator: "<=", value: "" }, fields)).toContain("empty text has no order");
  });

  it("refuses not around a field in a table, of which kintone can only ask for some row", () => {
    const fields = new Map<string, QueryField>([["Item", { type: "SINGLE_LINE_TEXT", inTable: true }]]);
    const item: Condition = { field: "Item", operator: "in", values: ["Pen"] };
    expect(problem({ not: { or: [item] } }, fields)).toContain("cannot say that none is so. Write not in outside");
    expect(build({ not: { not: item } }, fields)).toBe('Item in ("Pen")');
  });

  it("means the same whatever the value: no text leaves its literal", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom(...'"\\\n\t or=()limit5') })),
        (value) => {
          const built = buildCondition({ or: [equals("a", value), equals("b", value)] });
          if (built.isErr()) return;
          const tokens = tokenizeQuery(built.value)._unsafeUnwrap();
          expect(tokens.map(({ kind }) => kind)).toEqual([
            "open",
            "word",
            "operator",
            "literal",
            "close",
            "word",
            "open",
            "word",
            "operator",
            "literal",
            "close",
          ]);
          expect(tokens[3]?.text).toBe(`"${escapeQueryString(value)}"`);
        },
      ),
      { numRuns: 300 },
    );
  });
});
