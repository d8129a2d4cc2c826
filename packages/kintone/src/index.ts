import { kintoneGetFields } from "./app/get-fields.ts";
import { kintoneDownloadFile } from "./file/download-file.ts";
import { kintoneUploadFile } from "./file/upload-file.ts";
import { kintoneAddRecord } from "./record/add-record.ts";
import { kintoneQuery } from "./record/query.ts";
import { kintoneUpdateRecord } from "./record/update-record.ts";
import { kintoneUpsertRecords } from "./record/upsert-records.ts";

/** All kintone tools, in the order in which they are offered. */
export const kintoneTools = [
  kintoneQuery,
  kintoneGetFields,
  kintoneAddRecord,
  kintoneUpdateRecord,
  kintoneUpsertRecords,
  kintoneUploadFile,
  kintoneDownloadFile,
] as const;

export { createKintoneConnector, type KintoneConnector, kintone, kintoneTool } from "./connector.ts";
export { type FormField, type FormFields, readFormFields, recentFormFields } from "./fields/form-fields.ts";
export { type KintoneHost, parseDomain } from "./http/hosts.ts";
export { flattenRecord } from "./present/flatten.ts";
export {
  buildCondition,
  type Comparison,
  type Condition,
  type QueryField,
  type QueryValue,
} from "./query/condition.ts";
export { escapeQueryString } from "./query/escape.ts";
export type { QueryFunction, QueryFunctionName } from "./query/functions.ts";
export { operatorsOf, type QueryOperator } from "./query/operators.ts";
export { bothConditions, joinQuery, type ParsedQuery, parseQuery } from "./query/parse.ts";
export { type QueryToken, tokenizeQuery } from "./query/tokenize.ts";
export { planRead, type ReadPlan } from "./read/plan.ts";
export { type ReadPage, readRecords } from "./read/read-records.ts";
export { createReader, type Page, type Reader, type ReadOptions } from "./read/reader.ts";
export { type KintoneField, type KintoneRecord, recordId } from "./read/record.ts";
export type { KintoneSession, RequestOptions } from "./session.ts";
export {
  kintoneAddRecord,
  kintoneDownloadFile,
  kintoneGetFields,
  kintoneQuery,
  kintoneUpdateRecord,
  kintoneUploadFile,
  kintoneUpsertRecords,
};
