import { expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { useLocalToolkit } from "../testing/local-toolkit.ts";

const local = useLocalToolkit();

test("one request tells whom a connection acts as", async () => {
  local().aws.requests.clear();
  expect(succeeded(await local().verify("aws"))).toBe("arn:aws:iam::111122223333:user/local");
  expect(local().aws.requests.list()).toMatchObject([{ service: "sts", operation: "GetCallerIdentity", status: 200 }]);
});

test("it can be stopped", async () => {
  local().aws.faults.inject({ kind: "slow_body", service: "sts", pauseMs: 2_000 });
  const result = await local().verify("aws", { signal: AbortSignal.timeout(100) });
  expectFailure(result, { code: "aborted" }, local());
});
