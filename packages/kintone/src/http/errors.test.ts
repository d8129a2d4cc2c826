import { describe, expect, it } from "vitest";
import { answerFailure, fateUnknown } from "./errors.ts";

const fail = (
  status: number,
  body: unknown,
  more: { operation?: string; repeatable?: boolean; retryAfter?: string } = {},
) => answerFailure({ operation: "getRecords", repeatable: true, retryAfter: undefined, status, body, ...more });

describe("answerFailure", () => {
  it.each([
    ["CB_VA01", 400, "invalid_input"],
    ["CB_AU01", 401, "unauthenticated"],
    ["CB_WA01", 401, "unauthenticated"],
    ["GAIA_IA02", 520, "unauthenticated"],
    ["CB_NO02", 403, "forbidden"],
    ["GAIA_NO01", 520, "forbidden"],
    ["GAIA_AP01", 404, "not_found"],
    ["GAIA_RE01", 520, "not_found"],
    ["GAIA_RE02", 400, "not_found"],
    ["GAIA_BL01", 404, "not_found"],
    ["GAIA_CO02", 520, "conflict"],
    ["GAIA_DA02", 400, "unavailable"],
    ["GAIA_TO04", 429, "rate_limited"],
    ["GAIA_QU02", 400, "invalid_input"],
    ["GAIA_IQ03", 400, "invalid_input"],
    ["GAIA_IL23", 400, "invalid_input"],
    ["GAIA_ST02", 520, "unsupported"],
  ])("decides by the code %s, whatever the status", (code, status, expected) => {
    const { error } = fail(status, { code, id: "request-1", message: "メッセージ" });
    expect(error.code).toBe(expected);
    expect(error.origin).toEqual({ service: "kintone", operation: "getRecords", code, status, requestId: "request-1" });
    expect(error.message).toContain("kintone says: メッセージ");
  });

  it("tells a missing app from a missing record", () => {
    const app = fail(404, { code: "GAIA_AP01" }).error;
    const record = fail(404, { code: "GAIA_RE01" }).error;
    expect(app.message).toContain("no such app");
    expect(record.message).toContain("no such record");
    expect(app.hint).toContain("kintone_app_id");
  });

  it("names every field that kintone names", () => {
    const body = {
      code: "CB_VA01",
      message: "入力内容が正しくありません。",
      errors: {
        "records[0].Rank.value": { messages: ["1000以下"] },
        "records[1].Lines.value[0].value.Price.value": { messages: ["数字"] },
      },
    };
    const { error } = fail(400, body);
    expect(error.issues).toEqual([
      { path: ["records", 0, "Rank"], message: "1000以下" },
      { path: ["records", 1, "Lines", 0, "Price"], message: "数字" },
    ]);
    expect(error.message).toContain("records.0.Rank: 1000以下");
  });

  it("takes the failing part out of a bulk answer", () => {
    const failed = {
      code: "CB_VA01",
      id: "x",
      message: "bad",
      errors: { "records[5].Rank.value": { messages: ["high"] } },
    };
    const { error } = fail(400, { results: [{}, {}, failed, {}] });
    expect(error).toMatchObject({
      code: "invalid_input",
      issues: [{ path: ["requests", 2, "records", 5, "Rank"], message: "high" }],
    });
  });

  it("names the permission that is missing, and the guest space", () => {
    expect(fail(403, { code: "CB_NO02" }, { operation: "addRecord" }).error.hint).toContain("add records");
    expect(fail(400, { code: "GAIA_IL23" }).error.hint).toContain("kintone_guest_space_id");
  });

  it("reads a page for people as the status says", () => {
    expect(fail(503, undefined)).toMatchObject({ resend: "reads", error: { code: "unavailable", retryable: true } });
    expect(fail(502, undefined).error.code).toBe("unavailable");
    expect(fail(302, undefined)).toMatchObject({ resend: "never", error: { code: "upstream" } });
    expect(fail(418, "teapot").error.code).toBe("upstream");
  });

  it("does not take 520 for a passing failure", () => {
    expect(fail(520, { code: "GAIA_XX99", message: "?" })).toMatchObject({
      resend: "never",
      error: { code: "upstream", retryable: false },
    });
  });

  it("lets a change be sent again only when kintone did nothing", () => {
    const change = { repeatable: false };
    expect(fail(429, { code: "GAIA_TO04" }, change)).toMatchObject({ resend: "any", error: { retryable: true } });
    expect(fail(520, { code: "GAIA_DA02" }, change)).toMatchObject({ resend: "any", error: { retryable: true } });
    expect(fail(503, undefined, change)).toMatchObject({
      resend: "reads",
      error: { retryable: false, hint: fateUnknown },
    });
    expect(fail(429, undefined, change)).toMatchObject({ resend: "reads" });
  });

  it("hands on how long to wait", () => {
    expect(fail(429, { code: "GAIA_TO04" }, { retryAfter: "3" }).error.retryAfterMs).toBe(3000);
    expect(
      fail(503, undefined, { retryAfter: new Date(Date.now() + 60_000).toUTCString() }).error.retryAfterMs,
    ).toBeGreaterThan(50_000);
    expect(fail(503, undefined, { retryAfter: "soon" }).error.retryAfterMs).toBeUndefined();
  });

  it("bounds what a hostile answer can put into an error", () => {
    const errors = Object.fromEntries(
      Array.from({ length: 5000 }, (_, index) => [`records[${index}].x`, { messages: ["m".repeat(10_000)] }]),
    );
    const { error } = fail(400, { code: "CB_VA01", message: "x".repeat(1e6), errors });
    expect(JSON.stringify(error).length).toBeLessThan(200_000);
  });
});
