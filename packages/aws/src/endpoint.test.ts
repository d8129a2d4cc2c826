import { expect, test } from "vitest";
import { endpointProblem, isLoopback } from "./endpoint.ts";

test.each([
  "http://127.0.0.1:4566",
  "http://127.8.8.8",
  "http://localhost:8000",
  "http://s3.localhost",
  "http://[::1]:1",
])("%s is on this machine and may be http", (address) => {
  expect(isLoopback(address)).toBe(true);
  expect(endpointProblem(address)).toBeUndefined();
});

test.each([
  "http://10.0.0.1:9000",
  "http://127.0.0.1.example.com",
  "http://localhost.example.com",
  "http://169.254.169.254",
  "http://[::ffff:10.0.0.1]",
])("%s is elsewhere and has to be https", (address) => {
  expect(isLoopback(address)).toBe(false);
  expect(endpointProblem(address)).toBe("is http; only an endpoint on this machine may be");
});

test.each([
  ["https://bucket.vpce-0123.s3.ap-northeast-1.vpce.amazonaws.com", undefined],
  ["ftp://127.0.0.1", "is not an http or https URL"],
  ["127.0.0.1:4566", "is not an http or https URL"],
  ["https://user:word@example.com", "holds a user name or password"],
])("%s: %s", (address, problem) => {
  expect(endpointProblem(address)).toBe(problem);
});
