import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tokenizeQuery } from "./tokenize.ts";

const texts = (query: string) =>
  tokenizeQuery(query)
    ._unsafeUnwrap()
    .map(({ kind, text }) => `${kind} ${text}`);

describe("tokenizeQuery", () => {
  it("keeps a literal whole, whatever it holds", () => {
    expect(texts('memo = "limit 5 (\\"order by\\") \\\\" and 名前 like "p  q"')).toEqual([
      "word memo",
      "operator =",
      'literal "limit 5 (\\"order by\\") \\\\"',
      "word and",
      "word 名前",
      "word like",
      'literal "p  q"',
    ]);
  });

  it("tells operators, parentheses and commas apart without blanks", () => {
    expect(texts("a>=1and(b!=2)or c in(1,2)")).toEqual([
      "word a",
      "operator >=",
      "word 1and",
      "open (",
      "word b",
      "operator !=",
      "word 2",
      "close )",
      "word or",
      "word c",
      "word in",
      "open (",
      "word 1",
      "comma ,",
      "word 2",
      "close )",
    ]);
  });

  it("refuses a literal that is not closed", () => {
    const error = tokenizeQuery('memo = "open \\"')._unsafeUnwrapErr();
    expect(error).toMatchObject({ code: "invalid_input", issues: [{ path: ["query"] }] });
    expect(error.message).toContain("character 8");
  });

  it("covers every character but blanks, in order", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (query) => {
        const tokens = tokenizeQuery(query).unwrapOr([]);
        let at = 0;
        for (const { start, end, text } of tokens) {
          expect(query.slice(at, start).trim()).toBe("");
          expect(text).toBe(query.slice(start, end));
          expect(end).toBeGreaterThan(start);
          at = end;
        }
        if (tokens.length > 0) expect(query.slice(at).trim()).toBe("");
      }),
    );
  });
});
