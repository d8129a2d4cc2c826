import { expect, it } from "vitest";
import { progressBar } from "./progress-bar.ts";

const shown = (isTTY: boolean): string => {
  let written = "";
  let time = 0;
  const write = (text: string | Uint8Array): boolean => {
    written += text.toString();
    return true;
  };
  const bar = progressBar({ write, isTTY, columns: 80 }, { NO_COLOR: "1" }, () => time);
  for (const [at, done] of [
    [0, 0],
    [50, 1],
    [100, 40],
    [200, 200],
  ] as const) {
    time = at;
    bar.show({ done, total: 100, text: `${done} records` });
  }
  time = 300;
  bar.show({ done: 7, total: undefined, text: "7 records" });
  bar.clear();
  return written;
};

it("draws how far work is, at most ten times a second", () => {
  expect(shown(true).split("\n")).toEqual([
    "[........................] 0% 0 records",
    "[##########..............] 40% 40 records",
    "[########################] 100% 200 records",
    "7 records",
    "",
  ]);
});

it("writes nothing where there is no terminal", () => {
  expect(shown(false)).toBe("");
});
