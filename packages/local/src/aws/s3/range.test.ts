import { expect, test } from "vitest";
import { parseRange } from "./range.ts";

test.each([
  ["bytes=0-0", { start: 0, end: 1 }],
  ["bytes=2-", { start: 2, end: 10 }],
  ["bytes=2-99", { start: 2, end: 10 }],
  ["bytes=-3", { start: 7, end: 10 }],
  ["bytes=-99", { start: 0, end: 10 }],
  ["bytes=5-2", undefined],
  ["bytes=0-1,3-4", undefined],
  ["bytes=-", undefined],
  ["items=0-1", undefined],
])("%s of 10 bytes", (header, range) => {
  expect(parseRange(header, 10)).toEqual(range);
});

test.each([
  ["bytes=10-", 10],
  ["bytes=-0", 10],
  ["bytes=0-", 0],
])("%s of %i bytes cannot be satisfied", (header, size) => {
  expect(() => parseRange(header, size)).toThrow(expect.objectContaining({ status: 416, code: "InvalidRange" }));
});
