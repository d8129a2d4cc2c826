import { describe, expect, it } from "vitest";
import { parseDomain } from "./hosts.ts";

const origin = (domain: string, allowLocal = false) =>
  parseDomain(domain, { allowLocal })
    .map((host) => host.origin)
    .unwrapOr("refused");

describe("parseDomain", () => {
  it.each([
    ["sub", "https://sub.cybozu.com"],
    ["sub.cybozu.com", "https://sub.cybozu.com"],
    ["https://sub.cybozu.com/", "https://sub.cybozu.com"],
    ["https://sub.cybozu.com/k/", "https://sub.cybozu.com"],
    [" SUB.Kintone.com ", "https://sub.kintone.com"],
    ["sub.cybozu.cn", "https://sub.cybozu.cn"],
    ["sub.kintone.cn", "https://sub.kintone.cn"],
    ["sub.cybozu-dev.com", "https://sub.cybozu-dev.com"],
    ["https://sub.s.cybozu.com", "https://sub.s.cybozu.com"],
    ["https://sub.cybozu.com:443", "https://sub.cybozu.com"],
  ])("takes %s", (domain, expected) => {
    expect(origin(domain)).toBe(expected);
  });

  it.each([
    "http://sub.cybozu.com",
    "https://evil.example.com/path",
    "http://foo/",
    "https://cybozu.com",
    "https://a.b.cybozu.com",
    "https://sub.x.cybozu.com",
    "https://sub.cybozu.com.evil.example",
    "https://subcybozu.com",
    "https://evil-cybozu.com",
    "https://sub.cybozu.com.",
    "https://sub.cybozu.com:8443",
    "https://user:password@sub.cybozu.com",
    "https://sub.cybozu.com@evil.example",
    "https://evil.example#.cybozu.com",
    "https://evil.example?.cybozu.com",
    "https://evil.example\\.cybozu.com",
    "https://evil.example/.cybozu.com",
    "https://sub.cybozu.com/k/guest/3/",
    "https://sub.ｃybozu.com",
    "https://sub.cybоzu.com",
    "https://127.0.0.1",
    "https://[::1]",
    "https://2130706433",
    "ftp://sub.cybozu.com",
    "javascript://sub.cybozu.com",
    "https://-sub.cybozu.com",
    "https://sub_.cybozu.com",
    "localhost",
    "",
  ])("refuses %s", (domain) => {
    const expected = domain === "localhost" ? "https://localhost.cybozu.com" : "refused";
    expect(origin(domain)).toBe(expected);
  });

  it("takes this machine only by opt-in, by http, and nothing near it", () => {
    expect(origin("http://localhost:8080")).toBe("refused");
    expect(origin("http://localhost:8080", true)).toBe("http://localhost:8080");
    expect(origin("http://127.0.0.1:8080/", true)).toBe("http://127.0.0.1:8080");
    expect(origin("https://localhost:8080", true)).toBe("refused");
    expect(origin("http://127.0.0.2:8080", true)).toBe("refused");
    expect(origin("http://localhost.evil.example:8080", true)).toBe("refused");
    expect(origin("http://sub.cybozu.com", true)).toBe("refused");
  });

  it("says what is wrong and what to write", () => {
    const error = parseDomain("https://example.com", { allowLocal: false })._unsafeUnwrapErr();
    expect(error).toMatchObject({
      code: "invalid_input",
      message: "kintone_domain: is not a kintone domain",
      issues: [{ path: ["kintone_domain"], message: "is not a kintone domain" }],
    });
    expect(error.hint).toContain("example.cybozu.com");
  });
});
