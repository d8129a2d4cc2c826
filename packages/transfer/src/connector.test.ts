import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { kintoneExportToS3 } from "./export/to-s3.ts";
import { transfer } from "./index.ts";
import { bucket, errorOf, type LocalTransfer, startTransfer, testToolkit } from "./testing/local-transfer.ts";

let local: LocalTransfer;
beforeAll(async () => {
  local = await startTransfer({
    fields: { 名前: { type: "SINGLE_LINE_TEXT" } },
    records: [{ 名前: { value: "佐藤" } }],
  });
});
afterAll(async () => {
  await local[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
});

const run = async (connection: object) => {
  await using toolkit = testToolkit({ ...local.connection, ...connection });
  return toolkit.run("kintone_export_to_s3", { kintone_app_id: "1", s3_uri: `s3://${bucket}/connector.csv` });
};

it("has the fields of both sides, each once", () => {
  const names = transfer.connection.fields.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(
    expect.arrayContaining(["kintone_domain", "kintone_api_token", "aws_access_key_id", "aws_region"]),
  );
});

it.each([
  ["kintone's domain", { kintone_domain: undefined }, "kintone_domain"],
  ["kintone's domain", { kintone_domain: "https://example.com" }, "kintone_domain"],
  ["kintone's pair", { kintone_api_token: undefined, kintone_username: "sato" }, "kintone_password"],
  ["the AWS pair", { aws_secret_access_key: undefined }, "aws_secret_access_key"],
  ["the AWS region", { aws_region: "Tokyo" }, "aws_region"],
  ["the AWS endpoint", { aws_endpoint_url: "http://example.com" }, "aws_endpoint_url"],
])("names the field that is wrong: %s", async (_side, connection, field) => {
  const error = errorOf(await run(connection));
  expect(error.code).toBe("invalid_input");
  expect(error.issues?.map(({ path }) => path[0])).toContain(field);
});

it("tells whose credential is refused", async () => {
  expect(errorOf(await run({ kintone_api_token: "WrongTokenWrongTokenWrong00001" })).origin?.service).toBe("kintone");
  expect(
    errorOf(await run({ aws_secret_access_key: "wrong/00000000000000000000000000000000000" })).origin?.service,
  ).toBe("s3");
});

it("takes the keys of one side from the call and those of the other from the toolkit", async () => {
  const { kintone_api_token, ...rest } = local.connection;
  await using toolkit = testToolkit(rest);
  const input = { kintone_app_id: "1", s3_uri: `s3://${bucket}/mixed.csv` };
  const { kintone_domain, kintone_allow_local } = local.connection;
  const connection = { kintone_api_token, kintone_domain, kintone_allow_local };
  expect((await toolkit.call("kintone_export_to_s3", input, { connection }))._unsafeUnwrap().records).toBe(1);
});

it("proves both sides", async () => {
  const said = (await local.toolkit.verify("transfer"))._unsafeUnwrap();
  expect(said).toContain(local.kintone.url);
  expect(said).toContain(local.aws.accountId);
});

it("offers no tool to a Bedrock API key alone", () => {
  const connection = {
    kintone_domain: "example.cybozu.com",
    kintone_api_token: "x".repeat(30),
    aws_bedrock_api_key: "local-test-key",
  };
  const { hidden } = testToolkit(connection);
  expect(hidden.map(({ tool }) => tool.name)).toContain(kintoneExportToS3.name);
});
