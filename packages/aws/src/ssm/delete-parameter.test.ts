import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { useLocalTools } from "../testing/local-tools.ts";
import { ssmDeleteParameter } from "./delete-parameter.ts";
import { ssmPutParameter } from "./put-parameter.ts";

const local = useLocalTools([ssmPutParameter, ssmDeleteParameter]);

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(ssmDeleteParameter, { examples: [{ name: "/app/db/host" }] })).toEqual([]);
});

test("deletes a parameter, once", async () => {
  succeeded(await local().call("ssm_put_parameter", { name: "/delete/a", value: "one" }));
  const answer = succeeded(await local().call("ssm_delete_parameter", { name: "/delete/a" }));
  expect(answer).toEqual({ name: "/delete/a", deleted: true });
  const again = await local().call("ssm_delete_parameter", { name: "/delete/a" });
  expectFailure(again, { code: "not_found", origin: "ParameterNotFound", answered: true }, local());
});
