import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fileNameOf, keyProblem, parseS3Uri, s3Uri } from "./uri.ts";

describe("an s3:// address", () => {
  test.each([
    ["s3://records/a.txt", "records", "a.txt"],
    ["s3://records/a#1?b=2&c=%2F+ d.txt", "records", "a#1?b=2&c=%2F+ d.txt"],
    ["s3://records//a///b", "records", "/a///b"],
    ["s3://records/../a/./b", "records", "../a/./b"],
    ["s3://records/folder/", "records", "folder/"],
    ["s3://records/請求書 2026年.txt", "records", "請求書 2026年.txt"],
    [
      "s3://arn:aws:s3:ap-northeast-1:123456789012:accesspoint/reports/a/b.txt",
      "arn:aws:s3:ap-northeast-1:123456789012:accesspoint/reports",
      "a/b.txt",
    ],
    [
      "s3://arn:aws:s3:ap-northeast-1:123456789012:accesspoint:reports/a:b",
      "arn:aws:s3:ap-northeast-1:123456789012:accesspoint:reports",
      "a:b",
    ],
    [
      "s3://arn:aws-cn:s3-object-lambda:cn-north-1:123456789012:accesspoint/reports/a",
      "arn:aws-cn:s3-object-lambda:cn-north-1:123456789012:accesspoint/reports",
      "a",
    ],
    [
      "s3://arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01/accesspoint/reports/a/b",
      "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01/accesspoint/reports",
      "a/b",
    ],
  ])("%s", (uri, bucket, key) => {
    const location = parseS3Uri(uri)._unsafeUnwrap();
    expect(location).toEqual({ bucket, key });
    expect(s3Uri(location)).toBe(uri);
  });

  test("keeps every key as it is", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 200, unit: "grapheme" }), (key) => {
        expect(parseS3Uri(`s3://records/${key}`)._unsafeUnwrap()).toEqual({ bucket: "records", key });
      }),
    );
  });

  test.each([
    ["https://records/a", "does not begin with s3://"],
    ["s3://records", "has no bucket and key"],
    ["s3:///a", "has no bucket and key"],
    ["s3://records/", "names no object"],
    [`s3://records/${"あ".repeat(342)}`, "more than 1024 bytes"],
  ])("%.30s is refused by field", (uri, problem) => {
    const error = parseS3Uri(uri, "s3_uris")._unsafeUnwrapErr();
    expect(error).toMatchObject({ code: "invalid_input", issues: [{ path: ["s3_uris"] }] });
    expect(error.message).toContain(problem);
  });
});

test("a key of exactly 1024 bytes is within S3's limit", () => {
  expect(keyProblem("a".repeat(1024))).toBeUndefined();
});

test.each([
  ["a/b.txt", "b.txt"],
  ["folder/", "folder"],
  ["///", "object"],
  ["請求書.pdf", "請求書.pdf"],
])("the file name of the key %s is %s", (key, name) => {
  expect(fileNameOf(key)).toBe(name);
});
