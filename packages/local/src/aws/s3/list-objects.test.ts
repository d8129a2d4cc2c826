import { afterAll, beforeAll, expect, test } from "vitest";
import { startLocalAws } from "../start.ts";
import { element, elements, send } from "../testing/client.ts";
import type { LocalAws } from "../types.ts";

const keys = ["a", "b/1", "b/2", "b/c/3", "c d", "\u{ffee}", "\u{10000}", "e&f", "g\rh", "日本/語"];

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws();
  await send(aws, { method: "PUT", path: "/listed" });
  for (const key of keys) await send(aws, { method: "PUT", path: `/listed/${key}`, body: key });
});
afterAll(() => aws.close());

const list = (query: Record<string, string> = {}) =>
  send(aws, { path: "/listed", query: { "list-type": "2", ...query } });

test("keys are in the order of their UTF-8 bytes, and escaped", async () => {
  const response = await list();
  expect(elements(response, "Key")).toEqual([
    "a",
    "b/1",
    "b/2",
    "b/c/3",
    "c d",
    "e&amp;f",
    "g&#xd;h",
    "日本/語",
    "\u{ffee}",
    "\u{10000}",
  ]);
  expect(element(response, "KeyCount")).toBe("10");
  expect(element(response, "IsTruncated")).toBe("false");
  expect(elements(response, "Owner")).toEqual([]);
});

test("with encoding-type=url they are percent-encoded", async () => {
  expect(elements(await list({ "encoding-type": "url" }), "Key")).toEqual([
    ...["a", "b/1", "b/2", "b/c/3", "c+d", "e%26f", "g%0Dh"],
    ...["%E6%97%A5%E6%9C%AC/%E8%AA%9E", "%EF%BF%AE", "%F0%90%80%80"],
  ]);
  expect(await list({ "encoding-type": "base64" })).toMatchObject({ status: 400, code: "InvalidArgument" });
});

test("a delimiter rolls keys up", async () => {
  const response = await list({ delimiter: "/", "max-keys": "3" });
  expect(elements(response, "Key")).toEqual(["a", "c d"]);
  expect(elements(response, "Prefix").filter((prefix) => prefix !== "")).toEqual(["b/"]);
  const below = await list({ delimiter: "/", prefix: "b/" });
  expect(elements(below, "Key")).toEqual(["b/1", "b/2"]);
  expect(elements(below, "Prefix")).toEqual(["b/", "b/c/"]);
});

test.each([1, 2, 3, 7])("pages of %i are complete and without repetition", async (size) => {
  const seen: string[] = [];
  let token: string | undefined;
  do {
    const page = await list({
      delimiter: "/",
      "max-keys": String(size),
      ...(token === undefined ? {} : { "continuation-token": token }),
    });
    const found = [...elements(page, "Key"), ...elements(page, "Prefix").filter((prefix) => prefix !== "")];
    expect(found.length).toBeLessThanOrEqual(size);
    seen.push(...found);
    token = element(page, "NextContinuationToken");
    expect(element(page, "IsTruncated")).toBe(String(token !== undefined));
  } while (token !== undefined);
  expect(seen.toSorted()).toEqual(
    ["a", "b/", "c d", "e&amp;f", "g&#xd;h", "日本/", "\u{10000}", "\u{ffee}"].toSorted(),
  );
});

test("start-after, fetch-owner and max-keys", async () => {
  expect(elements(await list({ "start-after": "b/2", "max-keys": "2" }), "Key")).toEqual(["b/c/3", "c d"]);
  expect((await list({ "fetch-owner": "true", "max-keys": "1" })).text).toContain("<Owner><ID>");
  expect(elements(await list({ "max-keys": "0" }), "Key")).toEqual([]);
  expect(element(await list({ "max-keys": "5000" }), "MaxKeys")).toBe("1000");
  expect(await list({ "max-keys": "-1" })).toMatchObject({ status: 400, code: "InvalidArgument" });
  expect(await list({ "max-keys": "many" })).toMatchObject({ status: 400, code: "InvalidArgument" });
  expect(await list({ "continuation-token": "bad" })).toMatchObject({ status: 400, code: "InvalidArgument" });
});

test("version 1 of the operation is not there", async () => {
  expect(await send(aws, { path: "/listed" })).toMatchObject({ status: 501, code: "NotImplemented" });
});
