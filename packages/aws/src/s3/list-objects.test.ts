import { beforeAll, describe, expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { useLocalToolkit } from "../testing/local-toolkit.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { s3ListObjects } from "./list-objects.ts";

const local = useLocalToolkit();
const scripted = useScriptedToolkit([s3ListObjects]);
const keys = ["a.txt", "b/1.txt", "b/2.txt", "c/ x.txt", "c/#?%2F+.txt", "c/請求書.txt"];
let bucket_name = "";

beforeAll(async () => {
  bucket_name = await local().makeBucket();
  for (const key of keys) await local().putText(bucket_name, key, key);
});

test("lists keys in order, each as it is, with size, date and tag", async () => {
  const answer = succeeded(await local().call("s3_list_objects", { bucket_name }));
  expect(answer).toMatchObject({
    bucket_name,
    prefix: null,
    max_keys: 100,
    continuation_token: null,
    is_truncated: false,
    next_continuation_token: null,
    object_count: 6,
    left_out: 0,
    common_prefixes: [],
  });
  expect(answer.objects.map(({ key }) => key)).toEqual(keys);
  expect(answer.objects[0]).toEqual({
    key: "a.txt",
    size: 5,
    last_modified: expect.stringMatching(/Z$/),
    etag: local().aws.s3.object(bucket_name, "a.txt")?.etag,
    storage_class: "STANDARD",
  });
});

test("seed defect: a prefix is taken as it is written, spaces included", async () => {
  const found = async (prefix: string) =>
    succeeded(await local().call("s3_list_objects", { bucket_name, prefix })).objects.map(({ key }) => key);
  expect(await found("c/ ")).toEqual(["c/ x.txt"]);
  expect(await found("c/#?%2F")).toEqual(["c/#?%2F+.txt"]);
  expect(await found(" ")).toEqual([]);
});

test("seed defect: a delimiter shows one level of folders", async () => {
  const answer = succeeded(await local().call("s3_list_objects", { bucket_name, delimiter: "/" }));
  expect(answer.objects.map(({ key }) => key)).toEqual(["a.txt"]);
  expect(answer.common_prefixes).toEqual(["b/", "c/"]);
});

test("seed defect: pages join into the whole list, without a gap or a repetition", async () => {
  const found: string[] = [];
  let token: string | null = null;
  do {
    const from: { continuation_token?: string } = token === null ? {} : { continuation_token: token };
    const answer = succeeded(await local().call("s3_list_objects", { bucket_name, max_keys: 2, ...from }));
    expect(answer.is_truncated).toBe(answer.next_continuation_token !== null);
    expect(answer.continuation_token).toBe(token);
    found.push(...answer.objects.map(({ key }) => key));
    token = answer.next_continuation_token;
  } while (token !== null);
  expect(found).toEqual(keys);
});

test("seed defect: all pages are read without carrying tokens by hand", async () => {
  const page = (key: string, next?: string) => {
    const token = next === undefined ? "" : `<NextContinuationToken>${next}</NextContinuationToken>`;
    const entries = `<Contents><Key>${key}</Key></Contents><CommonPrefixes><Prefix>${key}/</Prefix></CommonPrefixes>`;
    return { body: `<ListBucketResult>${token}${entries}</ListBucketResult>` };
  };
  scripted().answer("GET /records/", page("a", "t1"), page("b", "t2"), page("c"));
  const input = { bucket_name: "records", delimiter: "/", max_keys: 1, all_pages: true };
  const answer = succeeded(await scripted().call("s3_list_objects", input));
  expect(answer).toMatchObject({ object_count: 3, is_truncated: false, next_continuation_token: null });
  expect(answer.objects.map(({ key }) => key)).toEqual(["a", "b", "c"]);
  expect(answer.common_prefixes).toEqual(["a/", "b/", "c/"]);
  const asked = scripted().requests.map(({ query }) => [query.get("max-keys"), query.get("continuation-token")]);
  expect(asked).toEqual([
    ["1000", null],
    ["1000", "t1"],
    ["1000", "t2"],
  ]);
});

describe("seed defect: objects of some dates and sizes", () => {
  const object = (key: string, day: number, size: number) =>
    `<Contents><Key>${key}</Key><LastModified>2026-11-0${day}T00:00:00.000Z</LastModified><Size>${size}</Size></Contents>`;
  const page = (contents: string, next?: string) => {
    const token = next === undefined ? "" : `<NextContinuationToken>${next}</NextContinuationToken>`;
    const folder = "<CommonPrefixes><Prefix>f/</Prefix></CommonPrefixes>";
    return { body: `<ListBucketResult>${token}${contents}${folder}</ListBucketResult>` };
  };
  const list = async (filter: object) => {
    scripted().answer("GET /records/", page(object("a", 1, 0) + object("b", 2, 10), "t1"), page(object("c", 3, 20)));
    const input = { bucket_name: "records", all_pages: true, ...filter };
    return succeeded(await scripted().call("s3_list_objects", input));
  };

  test.each([
    [{ modified_after: "2026-11-02T00:00:00Z" }, ["b", "c"]],
    [{ modified_after: "2026-11-02T09:00:01+09:00" }, ["c"]],
    [{ modified_before: "2026-11-02T00:00:00Z" }, ["a"]],
    [{ min_size: 10 }, ["b", "c"]],
    [{ max_size: 10 }, ["a", "b"]],
    [{ min_size: 1, max_size: 10, modified_after: "2026-11-01T00:00:00Z" }, ["b"]],
    [{ min_size: 21 }, []],
  ])("%j shows %j of all pages, and counts what is left out", async (filter, expected) => {
    const answer = await list(filter);
    expect(answer.objects.map(({ key }) => key)).toEqual(expected);
    expect(answer).toMatchObject({
      object_count: expected.length,
      left_out: 3 - expected.length,
      common_prefixes: ["f/", "f/"],
    });
  });

  test("of one page alone say that there is more", async () => {
    const answer = await list({ min_size: 20, all_pages: false });
    expect(answer).toMatchObject({ object_count: 0, left_out: 2, is_truncated: true, next_continuation_token: "t1" });
  });

  test.each([
    [{ modified_after: "yesterday" }, "modified_after"],
    [{ modified_before: "2026-11-02T00:00:00" }, "modified_before"],
    [{ modified_after: "2026-11-02T00:00:00Z", modified_before: "2026-11-02T00:00:00Z" }, "modified_before"],
    [{ min_size: 2, max_size: 1 }, "max_size"],
    [{ min_size: -1 }, "min_size"],
  ])("%j is refused by its field", async (filter, field) => {
    const result = await scripted().run("s3_list_objects", { bucket_name: "records", ...filter });
    expect(scripted().failure(result, { code: "invalid_input" }).issues?.[0]?.path).toEqual([field]);
  });
});

test("start_after begins behind a key", async () => {
  const answer = succeeded(await local().call("s3_list_objects", { bucket_name, start_after: "b/2.txt", max_keys: 1 }));
  expect(answer.objects.map(({ key }) => key)).toEqual(["c/ x.txt"]);
});

test.each([0, 1001, 1.5])("seed defect: max_keys %d is refused, not clamped", async (max_keys) => {
  const error = (await local().call("s3_list_objects", { bucket_name, max_keys }))._unsafeUnwrapErr();
  expect(error).toMatchObject({ code: "invalid_input", issues: [{ path: ["max_keys"] }] });
});

test("an empty bucket is an empty list", async () => {
  const empty = await local().makeBucket();
  expect(succeeded(await local().call("s3_list_objects", { bucket_name: empty }))).toMatchObject({
    object_count: 0,
    objects: [],
    is_truncated: false,
  });
});

test("a bucket that is not there is not_found", async () => {
  const result = await local().call("s3_list_objects", { bucket_name: "bucket-that-is-not-there" });
  expectFailure(result, { code: "not_found", origin: "NoSuchBucket", answered: true }, local());
});

test("what is presented says that there is more", async () => {
  const answer = succeeded(await local().run("s3_list_objects", { bucket_name, max_keys: 1 }));
  expect(answer).toMatchObject({
    content: [{ type: "text", text: `1 objects in ${bucket_name}, and there are more\na.txt` }],
  });
});
