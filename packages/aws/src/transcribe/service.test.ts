import { toolError } from "@tsunagu/core";
import { expect, test } from "vitest";
import { clearer } from "./service.ts";

const named = (code: string, message = "scripted") =>
  clearer(toolError("invalid_input", message, { hint: "kept", origin: { service: "transcribe", code } }));

test.each([
  ["LimitExceededException", "too many", { code: "rate_limited", retryable: true }],
  ["BadRequestException", "The requested job couldn't be found.", { code: "not_found", retryable: false }],
  ["BadRequestException", "The language is not supported.", { code: "invalid_input", retryable: false }],
])("%s (%s) is %j", (code, message, expected) => {
  expect(named(code, message)).toMatchObject({ ...expected, message, hint: "kept", origin: { code } });
});
