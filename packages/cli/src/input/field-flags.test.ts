import { expect, it } from "vitest";
import { readFieldFlags } from "./field-flags.ts";

it.each([
  [["--bucket", "b", "--prefix", "a/"], { bucket: "b", prefix: "a/" }],
  [["--limit=5", "--query="], { limit: "5", query: "" }],
  [["--offset", "-5"], { offset: "-5" }],
  [["--expression", "a=b"], { expression: "a=b" }],
  [["--ShowSpeakerLabels", "--limit", "5"], { ShowSpeakerLabels: "true", limit: "5" }],
  [["--keys", "a", "--keys", "b", "--keys", "c"], { keys: ["a", "b", "c"] }],
  [[], {}],
])("reads %j", (words, fields) => {
  expect(readFieldFlags(words)).toEqual(fields);
});

it.each([[["stray"]], [["-x", "1"]], [["--bad-name", "1"]]])("refuses %j", (words) => {
  expect(() => readFieldFlags(words)).toThrow(`${JSON.stringify(words[0])} is neither an option nor the value of one.`);
});
