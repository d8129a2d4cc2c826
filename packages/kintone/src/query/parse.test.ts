import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bothConditions, joinQuery, parseQuery } from "./parse.ts";
import { tokenizeQuery } from "./tokenize.ts";

const parse = (query: string) => parseQuery(query)._unsafeUnwrap();
const problem = (query: string) => parseQuery(query)._unsafeUnwrapErr().message;

describe("parseQuery", () => {
  it("takes condition, order, limit and offset apart", () => {
    expect(parse('Status in ("Open") and Due < TODAY() order by Due asc, $id desc limit 10 offset 20')).toEqual({
      condition: 'Status in ("Open") and Due < TODAY()',
      orderBy: "Due asc, $id desc",
      limit: 10,
      offset: 20,
    });
    expect(parse("  LIMIT 3 ")).toEqual({ condition: "", orderBy: undefined, limit: 3, offset: undefined });
    expect(parse("")).toEqual({ condition: "", orderBy: undefined, limit: undefined, offset: undefined });
  });

  it("never damages a literal", () => {
    for (const literal of [
      '"limit 5"',
      '"limit 5 order by x"',
      '"p  q"',
      '"order by phone"',
      '"a) or (b"',
      '"\\" limit 1 offset 2 \\""',
    ]) {
      expect(parse(`memo = ${literal} limit 7`)).toEqual({
        condition: `memo = ${literal}`,
        orderBy: undefined,
        limit: 7,
        offset: undefined,
      });
    }
  });

  it("takes fields for fields that have a keyword's name", () => {
    expect(parse('limit = "3" and order = "x" and offset > 1')).toMatchObject({
      condition: 'limit = "3" and order = "x" and offset > 1',
    });
    expect(parse("a = 1 order by limit desc, offset asc limit 5")).toMatchObject({
      orderBy: "limit desc, offset asc",
      limit: 5,
    });
  });

  it("takes clauses in any order and keeps line breaks in conditions", () => {
    expect(parse("a = 1\nand b = 2\nlimit 5 offset 1 order by c")).toEqual({
      condition: "a = 1\nand b = 2",
      orderBy: "c",
      limit: 5,
      offset: 1,
    });
  });

  it.each([
    ["a = 1) or (b = 2", "closes nothing"],
    ["(a = 1", "is not closed"],
    ["a = 1 limit 5 limit 6", "limit comes twice"],
    ["limit 5 and b = 2", "more than a number"],
    ["limit 5x", "more than a number"],
    ["a = 1 order by", "Nothing follows order by"],
  ])("refuses %s", (query, expected) => {
    expect(problem(query)).toContain(expected);
  });

  it("means the same when joined again", () => {
    const clause = fc.constantFrom("a = 1", 'b = "limit 5"', "(c = 2 or d in (1, 2))", 'e like "x\\"y"');
    const query = fc
      .tuple(
        fc.array(clause, { maxLength: 3 }),
        fc.constantFrom("", "order by c asc, d"),
        fc.constantFrom("", "limit 5"),
        fc.constantFrom("", "offset 3"),
      )
      .map(([conditions, ...rest]) => [conditions.join(" and "), ...rest].join(" "));
    fc.assert(
      fc.property(query, (text) => {
        const parsed = parse(text);
        expect(parse(joinQuery(parsed))).toEqual(parsed);
      }),
    );
  });

  it("lets no condition out of the parentheses that it is put in", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab ()"\\=,1or') }), (text) => {
        const parsed = parseQuery(text);
        if (parsed.isErr() || parsed.value.condition === "") return;
        const tokens = tokenizeQuery(bothConditions(parsed.value.condition, "$id > 5"))._unsafeUnwrap();
        const depths: number[] = [];
        for (const token of tokens)
          depths.push((depths.at(-1) ?? 0) + (token.kind === "open" ? 1 : token.kind === "close" ? -1 : 0));
        expect(depths.slice(0, -5).every((depth) => depth >= 1)).toBe(true);
        expect(depths.slice(-5)).toEqual([0, 0, 0, 0, 0]);
        expect(tokens.slice(-4).map(({ text: word }) => word)).toEqual(["and", "$id", ">", "5"]);
      }),
      { numRuns: 500 },
    );
  });
});
