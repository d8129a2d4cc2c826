import { errorCodes, type ToolErrorCode, toolError } from "@tsunagu/core";
import { expect, test } from "vitest";
import { toDifyError } from "./dify-error.ts";

test("an error keeps its words, its facts and its kind", () => {
  const error = toolError("rate_limited", "Too many requests.", {
    retryAfterMs: 2000,
    hint: "Ask less often.",
    origin: { service: "s3", code: "SlowDown", status: 503, requestId: "R1" },
  });
  const dify = toDifyError(error);
  expect(dify.error_type).toBe("InvokeRateLimitError");
  expect(dify.message).toContain("Too many requests.");
  expect(dify.message).toContain("Ask less often.");
  expect(dify.message).toContain("request R1");
  expect(dify.args).toMatchObject({
    code: "rate_limited",
    retryable: true,
    retry_after_ms: 2000,
    description: dify.message,
  });
});

test("every code has a type that Dify knows, and never more than ten args", () => {
  for (const code of Object.keys(errorCodes) as ToolErrorCode[]) {
    const dify = toDifyError(
      toolError(code, "m", {
        hint: "h",
        retryAfterMs: 1,
        issues: [{ path: ["a"], message: "b" }],
        origin: { service: "s" },
        partial: { done: 1, failed: 2, remaining: 3 },
        details: { a: 1 },
      }),
    );
    expect(dify.error_type).toMatch(/^Invoke\w+Error$/);
    expect(Object.keys(dify.args).length).toBeLessThanOrEqual(10);
  }
  expect(toDifyError(toolError("forbidden", "m"), "CredentialsValidateFailedError").error_type).toBe(
    "CredentialsValidateFailedError",
  );
});

test("an error that is too large to send is shortened, not lost", () => {
  const dify = toDifyError(toolError("partial", "x".repeat(1_000_000), { details: { rows: "y".repeat(2_000_000) } }));
  expect(JSON.stringify(dify).length).toBeLessThan(200_000);
  expect(dify.args).toMatchObject({ code: "partial" });
});
