import { expect, it } from "vitest";
import { dispositionFileName } from "./content-disposition.ts";

it.each([
  ['attachment; filename="plain.txt"', "plain.txt"],
  ["attachment; filename=plain.txt", "plain.txt"],
  [`attachment; filename="x.txt"; filename*=UTF-8''%E8%AB%8B%E6%B1%82%E6%9B%B8.pdf`, "請求書.pdf"],
  [`attachment; filename*=utf-8'ja'%E8%AB%8B.pdf; filename="x.txt"`, "請.pdf"],
  [`attachment; filename="${Buffer.from("請求書.pdf").toString("latin1")}"`, "請求書.pdf"],
  ['attachment; filename="請求書.pdf"', "請求書.pdf"],
  ['attachment; filename="a \\"quoted\\"; name.txt"', 'a "quoted"; name.txt'],
  [`attachment; filename*=UTF-8''%zz; filename="fallback.txt"`, "fallback.txt"],
  ["attachment", undefined],
  [undefined, undefined],
])("reads %s", (header, name) => {
  expect(dispositionFileName(header)).toBe(name);
});
