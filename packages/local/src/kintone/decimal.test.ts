import { describe, expect, it } from "vitest";
import { compareNumbers, normalizeNumber } from "./decimal.ts";

describe("normalizeNumber", () => {
  it.each([
    ["1.5e1", "15"],
    [" 42 ", "42"],
    ["0.50", "0.5"],
    ["1e-3", "0.001"],
    ["-0", "0"],
    ["-1.20", "-1.2"],
    [".5", "0.5"],
    ["007", "7"],
    ["123456789012345678901234567890.5", "123456789012345678901234567890.5"],
  ])("%s is %s", (text, expected) => {
    expect(normalizeNumber(text)).toBe(expected);
  });

  it.each(["", "abc", "1,000", "12abc", "-", "1e", "0x10", "Infinity"])("%s is no number", (text) => {
    expect(normalizeNumber(text)).toBeUndefined();
  });
});

describe("compareNumbers", () => {
  it("is exact beyond what a double holds", () => {
    expect(compareNumbers("123456789012345678901", "123456789012345678902")).toBeLessThan(0);
    expect(compareNumbers("10", "9.99999999999999999999")).toBeGreaterThan(0);
    expect(compareNumbers("-1.5", "-1.25")).toBeLessThan(0);
    expect(compareNumbers("1000000000000000000000.5", "1000000000000000000000.5")).toBe(0);
  });

  it("knows what is no number", () => {
    expect(compareNumbers("2026-03-31T15:00:00Z", "5")).toBeNaN();
  });
});
