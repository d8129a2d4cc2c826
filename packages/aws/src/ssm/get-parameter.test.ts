import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { expectFailure, expectNoSecrets, succeeded } from "../testing/expect-failure.ts";
import { useLocalTools } from "../testing/local-tools.ts";
import { ssmGetParameter } from "./get-parameter.ts";
import { ssmPutParameter } from "./put-parameter.ts";

const local = useLocalTools([ssmPutParameter, ssmGetParameter]);

test("keeps the contract of tools", async () => {
  const examples = [{ name: "/app/db/host" }, { name: "/app/db/host:3", with_decryption: true }];
  expect(await checkToolContract(ssmGetParameter, { examples })).toEqual([]);
});

test("reads a parameter, and an older version of it", async () => {
  succeeded(await local().call("ssm_put_parameter", { name: "/get/a", value: "one" }));
  succeeded(await local().call("ssm_put_parameter", { name: "/get/a", value: "two", overwrite: true }));
  expect(succeeded(await local().call("ssm_get_parameter", { name: "/get/a" }))).toEqual({
    name: "/get/a",
    type: "String",
    value: "two",
    version: 2,
    last_modified: expect.stringMatching(/^20\d\d-.*Z$/),
    arn: expect.stringMatching(/:parameter\/get\/a$/),
    data_type: "text",
  });
  expect(succeeded(await local().call("ssm_get_parameter", { name: "/get/a:1" }))).toMatchObject({ value: "one" });
});

test("a SecureString is shown only when it was asked for, and then whole", async () => {
  const value = local().aws.credentials.secretAccessKey;
  succeeded(await local().call("ssm_put_parameter", { name: "/get/s", value, type: "SecureString" }));
  const closed = succeeded(await local().run("ssm_get_parameter", { name: "/get/s" }));
  expect(closed).toMatchObject({
    output: { type: "SecureString", value: null },
    content: [{ type: "text", text: "/get/s (SecureString, not decrypted)" }],
  });
  const open = await local().run("ssm_get_parameter", { name: "/get/s", with_decryption: true });
  expect(succeeded(open)).toMatchObject({ output: { value }, content: [{ type: "text", text: value }] });
  expectNoSecrets(local().logLines, [value]);
});

test.each(["/get/none", "/get/versions:9"])("%s is not there", async (name) => {
  succeeded(await local().call("ssm_put_parameter", { name: "/get/versions", value: "x", overwrite: true }));
  expectFailure(await local().call("ssm_get_parameter", { name }), { code: "not_found", answered: true }, local());
});

test("too many requests are rate_limited after the SDK's own attempts", async () => {
  local().aws.faults.inject({ kind: "throttle", service: "ssm", count: 10 });
  const result = await local().call("ssm_get_parameter", { name: "/get/a" });
  expectFailure(result, { code: "rate_limited", answered: true }, local());
});
