import { createHash } from "node:crypto";
import { awsTools } from "@tsunagu/aws";
import { bodyOf, createToolkit, describeError, type InputFile, type ToolError, type Toolkit } from "@tsunagu/core";
import { startLocalAws } from "@tsunagu/local";
import type { Result } from "neverthrow";
import { afterAll, describe, expect, test } from "vitest";
import { attachRecorder } from "./support/attach-recorder.ts";
import { startMoto } from "./support/moto.ts";

const testKeys = { accessKeyId: "AKIDLOCALTEST0000000", secretAccessKey: "local-test-secret" };
interface Peer {
  readonly url: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  close(): Promise<void>;
}
const peers: Readonly<Record<"moto" | "the local endpoints", () => Promise<Peer>>> = {
  moto: async () => ({ ...(await startMoto()), credentials: testKeys }),
  "the local endpoints": async () => startLocalAws(),
};

const succeeded = <T>(result: Result<T, ToolError>): T => {
  if (result.isErr()) throw new Error(describeError(result.error));
  return result.value;
};

const bytesOf = (length: number): Buffer => Buffer.from(Array.from({ length }, (_none, index) => (index * 7) % 256));
const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const given = (name: string, bytes: Uint8Array, mediaType = "application/octet-stream"): [string, InputFile] => [
  `test:${name}`,
  { name, mediaType, size: bytes.byteLength, body: bodyOf(bytes) },
];

describe.each(Object.keys(peers) as (keyof typeof peers)[])("every tool against %s", (peer) => {
  const aws = attachRecorder(peers[peer]);
  let opened: Toolkit<typeof awsTools> | undefined;
  const toolkit = (): Toolkit<typeof awsTools> => {
    const { url, target } = aws();
    opened ??= createToolkit({
      tools: awsTools,
      connections: {
        aws: {
          aws_access_key_id: target.credentials.accessKeyId,
          aws_secret_access_key: target.credentials.secretAccessKey,
          aws_region: "us-east-1",
          aws_endpoint_url: url,
        },
      },
    });
    return opened;
  };
  afterAll(() => opened?.close());
  const bucket_name = "conformance-records";
  const key = "notes/今日 #1?%2F+.txt";
  const s3_uri = `s3://${bucket_name}/${key}`;

  test("s3_create_bucket, here and in another region, and again", async () => {
    const { call } = toolkit();
    expect(succeeded(await call("s3_create_bucket", { bucket_name }))).toMatchObject({ created: true });
    expect(succeeded(await call("s3_create_bucket", { bucket_name }))).toMatchObject({ created: false });
    const input = { bucket_name: `${bucket_name}-tokyo`, object_ownership: "BucketOwnerEnforced" } as const;
    const tokyo = await call("s3_create_bucket", input, { connection: { aws_region: "ap-northeast-1" } });
    expect(succeeded(tokyo)).toMatchObject({ region: "ap-northeast-1", created: true });
  });

  test("s3_list_buckets", async () => {
    const answer = succeeded(
      await toolkit().call("s3_list_buckets", { include_region: true, name_prefix: bucket_name }),
    );
    expect(answer.buckets.map(({ name, region }) => [name, region])).toEqual([
      [bucket_name, "us-east-1"],
      [`${bucket_name}-tokyo`, "ap-northeast-1"],
    ]);
  });

  test("s3_operator writes, reads, links, and refuses to replace", async () => {
    const { call } = toolkit();
    const write = { operation_type: "write", s3_uri, text_content: "こんにちは" } as const;
    const encrypted = { sse_type: "aws:kms", kms_key_id: "alias/records", bucket_key_enabled: true } as const;
    const notes = { cache_control: "max-age=60", metadata: { author: "a" }, tags: { team: "sales + plans/1" } };
    succeeded(await call("s3_operator", { ...write, ...encrypted, ...notes, if_none_match: true }));
    const again = await call("s3_operator", { ...write, if_none_match: true });
    expect(again._unsafeUnwrapErr()).toMatchObject({ code: "conflict", origin: { code: "PreconditionFailed" } });
    expect(succeeded(await call("s3_operator", { s3_uri }))).toMatchObject({ text: "こんにちは", object_key: key });
    const { presigned_url } = succeeded(await call("s3_operator", { s3_uri, generate_presign_url: true }));
    expect(await (await fetch(presigned_url ?? "")).text()).toBe("こんにちは");
    const missing = await call("s3_operator", { s3_uri: `${s3_uri}-none` });
    expect(missing._unsafeUnwrapErr()).toMatchObject({ code: "not_found", origin: { code: "NoSuchKey" } });
  });

  test("s3_file_uploader and s3_file_download, small and in parts", async () => {
    const { call, run } = toolkit();
    for (const [name, length] of [
      ["empty.bin", 0],
      ["small.bin", 10],
      ["parts.bin", 9 * 1024 ** 2],
    ] as const) {
      const bytes = bytesOf(length);
      const file = given(name, bytes, "application/x-records");
      const input = { bucket_name, key_prefix: "files", input_file: { uri: file[0] }, generate_presign_url: true };
      const stored = succeeded(await call("s3_file_uploader", input, { inputs: new Map([file]) }));
      expect(stored).toMatchObject({ object_key: `files/${name}`, size: length });
      const linked = await fetch(stored.presigned_url ?? "");
      expect(hashOf(new Uint8Array(await linked.arrayBuffer()))).toBe(hashOf(bytes));
      const { files } = succeeded(await run("s3_file_download", { s3_uri: stored.s3_uri }));
      expect(files.map((each) => [each.mediaType, hashOf(each.bytes)])).toEqual([
        ["application/x-records", hashOf(bytes)],
      ]);
    }
  });

  test("a multipart upload that must not replace leaves the object as it is", async () => {
    const file = given("parts.bin", bytesOf(9 * 1024 ** 2 + 1));
    const input = { bucket_name, key_prefix: "files", input_file: { uri: file[0] }, if_none_match: true };
    const result = await toolkit().call("s3_file_uploader", input, { inputs: new Map([file]) });
    expect(result._unsafeUnwrapErr()).toMatchObject({ code: "conflict" });
    const listed = await toolkit().call("s3_list_objects", { bucket_name, prefix: "files/parts.bin" });
    expect(succeeded(listed).objects).toMatchObject([{ size: 9 * 1024 ** 2 }]);
  });

  test("s3_files_uploader and s3_files_download", async () => {
    const { call, run } = toolkit();
    const files = [given("a.txt", Buffer.from("a")), given("b.txt", Buffer.from("b"))];
    const input_files = [...files.map(([uri]) => ({ uri })), { uri: "data:text/plain,c", name: "a.txt" }];
    const input = { bucket_name, key_prefix: "batch", input_files, sse_type: "AES256" as const };
    const stored = succeeded(await call("s3_files_uploader", input, { inputs: new Map(files) }));
    expect(stored.results.map(({ object_key }) => object_key?.startsWith("batch/"))).toEqual([true, true, true]);
    const s3_uris = [...stored.results.map((result) => result.s3_uri ?? ""), `${s3_uri}-none`];
    const read = succeeded(await run("s3_files_download", { s3_uris, on_file_error: "report" }));
    expect(read.files.map(({ bytes }) => bytes.toString())).toEqual(["a", "b", "c"]);
    expect(read).toMatchObject({ output: { ok: 3, failed: 1 } });
  });

  test("s3_list_objects by pages, and by folders", async () => {
    const { call } = toolkit();
    const found: string[] = [];
    let token: string | null = null;
    do {
      const from: { continuation_token?: string } = token === null ? {} : { continuation_token: token };
      const page = succeeded(await call("s3_list_objects", { bucket_name, max_keys: 2, ...from }));
      found.push(...page.objects.map((object) => object.key));
      token = page.next_continuation_token;
    } while (token !== null);
    expect(found).toContain(key);
    expect(found).toEqual([...new Set(found)].sort());
    const folders = succeeded(await call("s3_list_objects", { bucket_name, delimiter: "/", start_after: "c" }));
    expect(folders.common_prefixes).toEqual(["files/", "notes/"]);
  });

  test("dynamodb_manager, every operation", async () => {
    const { call } = toolkit();
    const table = { table_name: "records", partition_key_name: "id", sort_key_name: "at", sort_key_type: "N" } as const;
    const manage = async (
      operation_type: "create_table" | "put_item" | "get_item" | "delete_item",
      more: object = {},
    ) => call("dynamodb_manager", { operation_type, ...table, partition_key: "花", sort_key: 0, ...more });
    expect(succeeded(await manage("create_table"))).toMatchObject({ created: true, table_status: "ACTIVE" });
    expect(succeeded(await manage("create_table"))).toMatchObject({ created: false });
    const item_data = { total: 1.5, tiny: 1e-130, tags: ["a", null, { deep: true }], none: null };
    succeeded(await manage("put_item", { item_data, if_not_exists: true }));
    const again = await manage("put_item", { item_data, if_not_exists: true });
    expect(again._unsafeUnwrapErr()).toMatchObject({ code: "conflict" });
    expect(succeeded(await manage("get_item", { consistent_read: true })).item).toEqual({
      id: "花",
      at: 0,
      ...item_data,
    });
    const typed = {
      bytes: { B: "AP8=" },
      letters: { SS: ["a"] },
      digits: { N: "12345678901234567890123456789012345678" },
    };
    succeeded(await manage("put_item", { sort_key: 1, item_data: typed, item_format: "typed" }));
    expect(succeeded(await manage("get_item", { sort_key: 1, item_format: "typed" })).item).toMatchObject(typed);
    const scan = { operation_type: "scan", table_name: "records", limit: 1 } as const;
    const first = succeeded(await call("dynamodb_manager", scan));
    const exclusive_start_key = first.LastEvaluatedKey ?? {};
    expect(exclusive_start_key).toEqual({ id: { S: "花" }, at: { N: "0" } });
    expect(succeeded(await call("dynamodb_manager", { ...scan, exclusive_start_key }))).toMatchObject({ Count: 1 });
    expect(succeeded(await manage("delete_item"))).toMatchObject({ found: true });
    expect(succeeded(await manage("get_item"))).toMatchObject({ found: false, item: null });
  });

  test("the connection is verified", async () => {
    expect(succeeded(await toolkit().verify("aws"))).toMatch(/^arn:aws:(iam|sts)::\d{12}:/);
  });
});
