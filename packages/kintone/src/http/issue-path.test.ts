import { expect, it } from "vitest";
import { issuePath } from "./issue-path.ts";

it.each([
  ["app", ["app"]],
  ["record.Name.value", ["record", "Name"]],
  ["record[文字列__1行_].value", ["record", "文字列__1行_"]],
  ["records[0].Field.value", ["records", 0, "Field"]],
  ["records[12].Table.value[3].value.Price.value", ["records", 12, "Table", 3, "Price"]],
  ["records[0].value.value", ["records", 0, "value"]],
  ["record.value.value", ["record", "value"]],
  ["query", ["query"]],
])("reads %s", (name, path) => {
  expect(issuePath(name)).toEqual(path);
});
