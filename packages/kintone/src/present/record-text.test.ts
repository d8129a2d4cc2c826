import { expect, it } from "vitest";
import { flattenRecord } from "./flatten.ts";
import { recordsText } from "./record-text.ts";

const record = {
  名前: { type: "SINGLE_LINE_TEXT", value: "佐藤" },
  Empty: { type: "NUMBER", value: "" },
  Tags: { type: "CHECK_BOX", value: ["A", "B"] },
  Who: { type: "USER_SELECT", value: [{ code: "sato", name: "佐藤 花子" }] },
  Docs: { type: "FILE", value: [{ fileKey: "k1", name: "a.txt", size: "3", contentType: "text/plain" }] },
  Lines: {
    type: "SUBTABLE",
    value: [
      { id: "7", value: { type: { type: "SINGLE_LINE_TEXT", value: "pen" }, id: { type: "NUMBER", value: "2" } } },
      { id: "8", value: { type: { type: "SINGLE_LINE_TEXT", value: "ink" }, id: { type: "NUMBER", value: "" } } },
    ],
  },
};

it("writes every field, empty ones and those named type or id too", () => {
  expect(recordsText([record, { A: { type: "NUMBER", value: "1" } }])).toBe(
    [
      "2 records",
      "名前: 佐藤",
      "Empty: ",
      "Tags: A, B",
      "Who: 佐藤 花子 (sato)",
      "Docs: a.txt [fileKey k1]",
      "Lines:",
      "  - type: pen; id: 2",
      "  - type: ink; id: ",
      "---",
      "A: 1",
    ].join("\n"),
  );
});

it("flattens fields to their values and tables to rows with their ids", () => {
  expect(flattenRecord(record)).toMatchObject({
    名前: "佐藤",
    Tags: ["A", "B"],
    Who: [{ code: "sato", name: "佐藤 花子" }],
    Lines: [{ id: "2", type: "pen" }, { type: "ink" }],
  });
});
