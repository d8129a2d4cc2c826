import type { JsonObject, Tool } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { awsTools } from "./index.ts";

const file = { uri: "https://files.example.com/report.pdf", name: "report.pdf", media_type: "application/pdf" };
const table = { table_name: "orders", partition_key_name: "order_id" };
const key = { ...table, partition_key: "A-1", sort_key_name: "line", sort_key: 2, sort_key_type: "N" };

/** The tools that came first; the others keep the contract in their own tests. */
const examples: Readonly<Record<string, readonly JsonObject[]>> = {
  s3_operator: [
    { s3_uri: "s3://records/a.txt", first_byte: 0, last_byte: 99 },
    { s3_uri: "s3://records/2026/notes.txt" },
    { operation_type: "write", s3_uri: "s3://records/notes.txt", text_content: "", if_none_match: true },
    { s3_uri: "s3://records/notes.txt", generate_presign_url: true, presign_expiry: 600 },
  ],
  s3_file_uploader: [
    { bucket_name: "records", input_file: file },
    {
      bucket_name: "arn:aws:s3:ap-northeast-1:123456789012:accesspoint/records",
      key_prefix: "in",
      object_key: "a.pdf",
      input_file: { uri: "data:text/plain,hello" },
      sse_type: "aws:kms",
      kms_key_id: "alias/records",
      bucket_key_enabled: true,
    },
  ],
  s3_files_uploader: [
    { bucket_name: "records", input_files: [file, { uri: "data:,x" }] },
    { bucket_name: "records", key_prefix: "in/", input_files: [file], on_file_error: "report" },
  ],
  s3_file_download: [
    { s3_uri: "s3://records/report.pdf" },
    { s3_uri: "s3://records/a", version_id: "v1", max_bytes: 10 },
    { s3_uri: "s3://records/a", first_byte: 5, last_byte: 9 },
    { s3_uri: "s3://records/a", last_bytes: 10 },
  ],
  s3_files_download: [{ s3_uris: ["s3://records/a", "s3://records/b"] }],
  s3_list_buckets: [{}, { include_region: true, name_prefix: "rec", max_buckets: 10 }],
  s3_create_bucket: [
    { bucket_name: "records-2026" },
    { bucket_name: "records-2026", acl: "public-read", object_ownership: "ObjectWriter" },
    {
      bucket_name: "records-2026",
      versioning: true,
      tags: { team: "sales" },
      sse_type: "aws:kms",
      kms_key_id: "alias/records",
      apply_to_existing: true,
    },
  ],
  s3_list_objects: [
    { bucket_name: "records" },
    { bucket_name: "records", prefix: "in/", delimiter: "/", max_keys: 5 },
    { bucket_name: "records", all_pages: true, modified_after: "2026-11-01T00:00:00+09:00", min_size: 1, max_size: 9 },
  ],
  dynamodb_manager: [
    { operation_type: "create_table", ...table, wait: false },
    { operation_type: "put_item", ...key, item_data: { total: 1.5, tags: ["a", null] } },
    { operation_type: "get_item", ...key, item_format: "typed" },
    { operation_type: "delete_item", ...key },
    { operation_type: "scan", table_name: "orders", exclusive_start_key: { order_id: { S: "A-1" } } },
  ],
};

test.each(Object.entries(examples))("%s keeps the contract of tools", async (name, inputs) => {
  const tool: Tool | undefined = awsTools.find((candidate) => candidate.name === name);
  if (tool === undefined) throw new Error(`There is no tool ${name}.`);
  expect(await checkToolContract(tool, { examples: inputs })).toEqual([]);
});

test("names are different", () => {
  expect(new Set(awsTools.map(({ name }) => name)).size).toBe(awsTools.length);
});

test("what only reads has a name that says so, and what does not, not", () => {
  const reading = /_(get|list|head|describe|download|query|scan|search|retrieve|read|status|wait)(_|$)/;
  const misnamed = awsTools
    .filter(({ name, effect }) => reading.test(name) && effect.kind !== "read")
    .map(({ name }) => name);
  expect(misnamed).toEqual([]);
});
