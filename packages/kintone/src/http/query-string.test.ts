import { expect, it } from "vitest";
import { queryString } from "./query-string.ts";

it("writes lists and objects with brackets, and leaves out what is not given", () => {
  const text = queryString({
    app: "1",
    fields: ["名前", "$id"],
    deep: { a: 1 },
    query: 'x = "a&b"',
    none: undefined,
    nil: null,
  });
  expect(decodeURIComponent(text)).toBe('app=1&fields[0]=名前&fields[1]=$id&deep[a]=1&query=x = "a&b"');
  expect(text).toContain("%26");
});

it("writes half a character as U+FFFD", () => {
  expect(queryString({ query: "a\ud83d" })).toBe("query=a%EF%BF%BD");
});
