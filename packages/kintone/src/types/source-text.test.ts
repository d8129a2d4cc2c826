import { expect, it } from "vitest";
import { commentText, propertyName } from "./source-text.ts";

it.each([
  ["会社名", "会社名"],
  ["$id", "$id"],
  ["a1_b", "a1_b"],
  ["1st", '"1st"'],
  ["a-b c", '"a-b c"'],
  ['say "x"', String.raw`"say \"x\""`],
  ["数量・単価", '"数量・単価"'],
  ["𠮷野家", '"𠮷野家"'],
  ["__proto__", '["__proto__"]'],
])("writes the field code %s as %s", (code, name) => {
  expect(propertyName(code)).toBe(name);
});

it("lets no label end a comment or a line", () => {
  expect(commentText(" a */ b\r\n c\u2028d ")).toBe("a * / b  c d");
});
