import { expect, test } from "vitest";
import { partBytesFor } from "./copy-parts.ts";

const mebibyte = 1024 ** 2;

test("the largest object that S3 keeps has no more than 10,000 parts, of 5 GiB at most", () => {
  const largest = 48.8 * 1024 ** 4;
  expect(Math.ceil(largest / partBytesFor(largest))).toBeLessThanOrEqual(10_000);
  expect(partBytesFor(largest)).toBeLessThanOrEqual(5 * 1024 ** 3);
  expect(partBytesFor(6 * 1024 ** 3)).toBe(512 * mebibyte);
});
