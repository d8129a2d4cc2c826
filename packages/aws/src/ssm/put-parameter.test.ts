import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { expectFailure, expectNoSecrets, succeeded } from "../testing/expect-failure.ts";
import { useLocalTools } from "../testing/local-tools.ts";
import { ssmGetParameter } from "./get-parameter.ts";
import { ssmPutParameter } from "./put-parameter.ts";

const local = useLocalTools([ssmPutParameter, ssmGetParameter]);
const put = (name: string, value: string, more: object = {}) =>
  local().run("ssm_put_parameter", { name, value, ...more });

test("keeps the contract of tools", async () => {
  const examples = [
    { name: "/app/db/host", value: "db.example.com" },
    {
      name: "/app/db/password",
      value: "made-up",
      type: "SecureString",
      key_id: "alias/app",
      overwrite: true,
      description: "the database",
      tier: "Advanced",
      expires_at: "2027-01-01T00:00:00+09:00",
      allowed_pattern: ".*",
      data_type: "text",
    },
  ];
  expect(await checkToolContract(ssmPutParameter, { examples })).toEqual([]);
});

test("creates a parameter, and makes a new version only when told", async () => {
  expect(succeeded(await put("/put/a", "one"))).toMatchObject({
    output: { name: "/put/a", version: 1, tier: "Standard" },
  });
  const refused = await put("/put/a", "two");
  const error = expectFailure(refused, { code: "conflict", origin: "ParameterAlreadyExists", answered: true }, local());
  expect(error.hint).toContain("overwrite");
  expect(succeeded(await put("/put/a", "two", { overwrite: true }))).toMatchObject({ output: { version: 2 } });
  expect(succeeded(await local().call("ssm_get_parameter", { name: "/put/a" }))).toMatchObject({ value: "two" });
});

test("a secret value is in no log, plan or error", async () => {
  const value = "made-up-secret-value";
  const secret = { type: "SecureString" };
  const plan = ssmPutParameter.plan?.({
    name: "/put/s",
    value,
    type: "SecureString",
    overwrite: false,
    data_type: "text",
  });
  succeeded(await put("/put/s", value, secret));
  expectFailure(await put("/put/s", value, secret), { code: "conflict" }, local(), [value]);
  expectFailure(await put("/put/p", value, { ...secret, allowed_pattern: "^x$" }), { code: "invalid_input" }, local(), [
    value,
  ]);
  expectNoSecrets([plan ?? "", ...local().logLines], [value]);
});

test("an expiry is kept as a policy of an advanced parameter", async () => {
  const more = { tier: "Advanced", expires_at: "2099-01-01T09:00:00+09:00" };
  expect(succeeded(await put("/put/expiring", "x", more))).toMatchObject({ output: { tier: "Advanced" } });
});

test.each([
  ["/put/x", "v", { key_id: "alias/a" }, "key_id"],
  ["/put/x", "v", { expires_at: "2099-01-01T00:00:00Z" }, "expires_at"],
  ["/put/x", "v", { tier: "Advanced", expires_at: "tomorrow" }, "expires_at"],
  ["/put/x", "é".repeat(2049), { tier: "Standard" }, "value"],
  ["/put/x", "", {}, "value"],
  ["/put x", "v", {}, "name"],
] as const)("refuses what Parameter Store would not take (%#)", async (name, value, more, field) => {
  const error = expectFailure(await put(name, value, more), { code: "invalid_input" }, local());
  expect(error.issues?.[0]?.path).toEqual([field]);
  expect(local().aws.requests.list()).toEqual([]);
});
