import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { distinctNames, uploadKey } from "./object-key.ts";

describe("the key of an upload", () => {
  test.each([
    [{}, "a.txt"],
    [{ key_prefix: "" }, "a.txt"],
    [{ key_prefix: "reports" }, "reports/a.txt"],
    [{ key_prefix: "reports/" }, "reports/a.txt"],
    [{ key_prefix: "reports/", object_key: "b/c.txt" }, "reports/b/c.txt"],
    [{ key_prefix: " /reports/2026/ " }, "reports/2026/a.txt"],
    [{ key_prefix: "/" }, "a.txt"],
    [{ object_key: "/b" }, "/b"],
  ])("%j", (place, key) => {
    expect(uploadKey("a.txt", place)._unsafeUnwrap()).toBe(key);
  });

  test("of more than 1024 bytes is refused, however it is put together", () => {
    const place = { key_prefix: "x".repeat(600), object_key: "y".repeat(600) };
    expect(uploadKey("a.txt", place)._unsafeUnwrapErr()).toMatchObject({ issues: [{ path: ["object_key"] }] });
  });
});

describe("the names of a batch", () => {
  test("are told apart before the ending", () => {
    const distinct = distinctNames();
    expect(["a.txt", "a.txt", "a-1.txt", "a.txt", "b.tar.gz", "b.tar.gz", ".env", ".env"].map(distinct)).toEqual([
      "a.txt",
      "a-1.txt",
      "a-1-1.txt",
      "a-2.txt",
      "b.tar.gz",
      "b.tar-1.gz",
      ".env",
      ".env-1",
    ]);
  });

  test("are all different, whatever they were", () => {
    const name = fc.constantFrom("a.txt", "a-1.txt", "a-1-1.txt", "a", "a-1", ".a", "");
    fc.assert(
      fc.property(fc.array(name, { maxLength: 40 }), (names) => {
        expect(new Set(names.map(distinctNames())).size).toBe(names.length);
      }),
    );
  });
});
