import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { Answer, Caller, DemoFile } from "./callers.ts";

/** One call as the table shows it. */
export interface CallRow {
  readonly way: string;
  readonly tool: string;
  readonly milliseconds: number;
  readonly bytes: number;
  readonly result: string;
}

const read = (name: string): Buffer => readFileSync(new URL(`./data/${name}`, import.meta.url));
const customers = JSON.parse(read("customers.json").toString()) as Readonly<Record<string, string>>[];
const quotation: DemoFile = { name: "見積書 第1号.csv", mediaType: "text/csv", bytes: read("quotation.csv") };
const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

/**
 * The main job: records with Japanese text and an attachment into kintone, out again by a query, to S3, back, and an index
 * row into DynamoDB. Answers with a digest of everything that came back, which is the same whichever way it was done.
 */
export const doJob = async (caller: Caller, app: string, onCall: (row: CallRow) => void): Promise<string> => {
  const bucket = `demo-${sha256(caller.way).slice(0, 8)}`;
  const table = `demo_index_${sha256(caller.way).slice(0, 8)}`;
  const call = async (
    tool: string,
    input: Readonly<Record<string, unknown>>,
    say: (answer: Answer) => string,
  ): Promise<Answer> => {
    const started = performance.now();
    const answer = await caller.call(tool, input);
    const bytes = answer.files.reduce(
      (sum, file) => sum + file.bytes.byteLength,
      Buffer.byteLength(JSON.stringify(answer.output)),
    );
    onCall({ way: caller.way, tool, milliseconds: performance.now() - started, bytes, result: say(answer) });
    return answer;
  };

  await call(
    "kintone_get_fields",
    { kintone_app_id: app },
    ({ output }) => `${Object.keys(output.fields as object).length} fields`,
  );
  const uploaded = await call("kintone_upload_file", { upload_file: [quotation] }, () => quotation.name);
  const [{ fileKey }] = uploaded.output.uploaded_files as [{ fileKey: string }];
  const records = customers.map((customer, index) => ({
    updateKey: { field: "顧客番号", value: customer.顧客番号 },
    record: { ...fieldsOf(customer), ...(index === 0 ? { 見積書: { value: [{ fileKey }] } } : {}) },
  }));
  await call("kintone_upsert_records", { kintone_app_id: app, records_data: { records } }, ({ output }) =>
    JSON.stringify(output.upsert_result),
  );
  const queried = await call(
    "kintone_query",
    { kintone_app_id: app, query: '金額 >= 30000 and (メモ like "移行" or 顧客番号 != "") order by 顧客番号 asc' },
    ({ output }) => `${(output.records as object[]).length} records`,
  );
  const found = queried.output.records as Readonly<Record<string, { value: unknown }>>[];
  const contents = found.map((record) =>
    Object.fromEntries(Object.keys(customers[0] ?? {}).map((code) => [code, record[code]?.value])),
  );
  if (!isDeepStrictEqual(contents, customers))
    throw new Error(`${caller.way}: the records came back changed: ${JSON.stringify(contents)}`);

  const [attachment] = (found[0]?.見積書?.value ?? []) as { fileKey: string }[];
  const downloaded = await call(
    "kintone_download_file",
    { file_key: attachment?.fileKey },
    ({ files }) => `${files[0]?.name}`,
  );
  const [file] = downloaded.files;
  if (file === undefined || sha256(file.bytes) !== sha256(quotation.bytes))
    throw new Error(`${caller.way}: the attachment came back changed`);

  await call("s3_create_bucket", { bucket_name: bucket }, ({ output }) => String(output.s3_uri));
  const text = JSON.stringify(contents);
  await call(
    "s3_operator",
    { operation_type: "write", s3_uri: `s3://${bucket}/顧客/一覧 #1.json`, text_content: text },
    ({ output }) => String(output.s3_uri),
  );
  await call(
    "s3_file_uploader",
    { bucket_name: bucket, key_prefix: "添付", input_file: file, if_none_match: true },
    ({ output }) => String(output.s3_uri),
  );
  const listed = await call(
    "s3_list_objects",
    { bucket_name: bucket },
    ({ output }) => `${output.object_count} objects`,
  );
  const back = await call(
    "s3_operator",
    { s3_uri: `s3://${bucket}/顧客/一覧 #1.json` },
    ({ output }) => `${output.size} bytes of text`,
  );
  if (back.output.text !== text) throw new Error(`${caller.way}: the text came back changed`);
  const fetched = await call(
    "s3_file_download",
    { s3_uri: `s3://${bucket}/添付/${quotation.name}` },
    ({ files }) => `${files[0]?.name}`,
  );
  if (sha256(fetched.files[0]?.bytes ?? "") !== sha256(quotation.bytes))
    throw new Error(`${caller.way}: the object came back changed`);

  const key = {
    table_name: table,
    partition_key_name: "app",
    partition_key: app,
    sort_key_name: "object",
    sort_key: "一覧 #1.json",
  };
  await call(
    "dynamodb_manager",
    { operation_type: "create_table", ...key },
    ({ output }) => `table ${output.table_status}`,
  );
  const item = { count: contents.length, total: 2_561_000, ratio: 0.1, sha256: sha256(text) };
  await call("dynamodb_manager", { operation_type: "put_item", ...key, item_data: item }, () => "index row");
  const row = await call(
    "dynamodb_manager",
    { operation_type: "get_item", ...key },
    ({ output }) => `found ${output.found}`,
  );
  const { app: _app, ...stored } = row.output.item as Record<string, unknown>;
  const keys = (listed.output.objects as { key: string; size: number }[]).map(({ key: name, size }) => [name, size]);
  return sha256(JSON.stringify([contents, keys, Object.entries(stored).sort()]));
};

const fieldsOf = (customer: Readonly<Record<string, string>>): Record<string, { value: string }> =>
  Object.fromEntries(
    Object.entries(customer)
      .filter(([code]) => code !== "顧客番号")
      .map(([code, value]) => [code, { value }]),
  );
