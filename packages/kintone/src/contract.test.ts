import { inputJsonSchema, type JsonObject, type Tool } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import {
  kintoneAddRecord,
  kintoneDownloadFile,
  kintoneGetFields,
  kintoneQuery,
  kintoneTools,
  kintoneUpdateRecord,
  kintoneUploadFile,
  kintoneUpsertRecords,
} from "./index.ts";

const record = { 会社名: { value: "青空商事" } };

const cases: readonly { readonly tool: Tool; readonly examples: readonly JsonObject[] }[] = [
  {
    tool: kintoneQuery,
    examples: [{ kintone_app_id: "12" }, { kintone_app_id: "12", query: 'a = "b" limit 5', fields: ["a"] }],
  },
  { tool: kintoneGetFields, examples: [{ kintone_app_id: "12", detail_level: true }] },
  { tool: kintoneAddRecord, examples: [{ kintone_app_id: "12", record_data: record }] },
  {
    tool: kintoneUpdateRecord,
    examples: [
      { kintone_app_id: "12", record_id: "3", record_data: record, revision: "5" },
      { kintone_app_id: "12", updateKey: { field: "番号", value: "1" }, record_data: record },
    ],
  },
  { tool: kintoneUpsertRecords, examples: [{ kintone_app_id: "12", records_data: { records: [{ record }] } }] },
  { tool: kintoneUploadFile, examples: [{ upload_file: [{ uri: "https://example.com/a.png" }] }] },
  { tool: kintoneDownloadFile, examples: [{ file_key: "2015061000123456789" }] },
];

test.each(cases)("$tool.name keeps the contract", async ({ tool, examples }) => {
  expect(await checkToolContract(tool, { examples })).toEqual([]);
});

test("every tool that calls kintone takes the same request_timeout", () => {
  const calling = kintoneTools.filter((tool: Tool) => tool.connector.name === "kintone");
  const timeouts = calling.map((tool: Tool) => {
    const properties = inputJsonSchema(tool.input).properties as JsonObject;
    return properties["request_timeout"];
  });
  expect(new Set(timeouts.map((schema) => JSON.stringify(schema))).size).toBe(1);
  expect(timeouts[0]).toMatchObject({ type: "number", minimum: 1, maximum: 600 });
});
