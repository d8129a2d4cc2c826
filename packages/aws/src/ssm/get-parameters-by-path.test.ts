import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { useLocalTools } from "../testing/local-tools.ts";
import { ssmGetParametersByPath } from "./get-parameters-by-path.ts";
import { ssmPutParameter } from "./put-parameter.ts";

const local = useLocalTools([ssmPutParameter, ssmGetParametersByPath]);
const get = async (input: object) => succeeded(await local().run("ssm_get_parameters_by_path", input));
const put = async (name: string, type: "String" | "SecureString" = "String") =>
  succeeded(await local().call("ssm_put_parameter", { name, value: `value of ${name}`, type }));

test("keeps the contract of tools", async () => {
  const examples = [
    { path: "/" },
    { path: "/app", recursive: true, with_decryption: true, max_results: 5, next_token: "t" },
  ];
  expect(await checkToolContract(ssmGetParametersByPath, { examples })).toEqual([]);
});

test("reads one level, or all of them, with secrets only when asked", async () => {
  for (const name of ["/path/a", "/path/b/c"]) await put(name);
  await put("/path/s", "SecureString");
  const output = (parameters: readonly object[]) => ({ output: { parameter_count: parameters.length, parameters } });
  expect(await get({ path: "/path" })).toMatchObject(
    output([
      { name: "/path/a", value: "value of /path/a" },
      { name: "/path/s", value: null },
    ]),
  );
  expect(await get({ path: "/path", recursive: true, with_decryption: true })).toMatchObject(
    output([{ name: "/path/a" }, { name: "/path/b/c" }, { name: "/path/s", value: "value of /path/s" }]),
  );
  expect(await get({ path: "/path" })).toMatchObject({
    content: [{ type: "text", text: "2 parameters below /path\n/path/a (String)\n/path/s (SecureString)" }],
  });
});

test("joins pages up to max_results, and goes on from there", async () => {
  for (let index = 10; index < 35; index++) await put(`/many/${index}`);
  const first = (await get({ path: "/many", max_results: 15 })) as {
    output: { parameters: object[]; next_token: string };
  };
  expect(first.output.parameters.length).toBe(15);
  expect(first.output.parameters.at(-1)).toMatchObject({ name: "/many/24" });
  const rest = await get({ path: "/many", next_token: first.output.next_token });
  expect(rest).toMatchObject({ output: { parameter_count: 10, next_token: null } });
});

test.each(["app", "/a b", ""])("the path %j is refused", async (path) => {
  expectFailure(await local().run("ssm_get_parameters_by_path", { path }), { code: "invalid_input" }, local());
});
