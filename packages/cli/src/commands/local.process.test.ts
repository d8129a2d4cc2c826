import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { ended, runCli, startCli } from "../testing/run-cli.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "cli-test-"));
});
afterAll(() => rm(directory, { recursive: true }));

const readVariables = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/^export ([A-Z_]+)='(.*)'$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );

it("runs both endpoints, which the command then calls with the variables it printed", async () => {
  const envFile = join(directory, "local.env");
  const child = startCli(["local", "--write-env", envFile], { bin: "bin" });
  const end = ended(child);
  await once(child.stderr, "data");
  const environment = readVariables(await readFile(envFile, "utf8"));
  expect((await stat(envFile)).mode & 0o777).toBe(0o600);
  expect(Object.keys(environment)).toEqual([
    "AWS_ENDPOINT_URL",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_REGION",
    "KINTONE_BASE_URL",
    "KINTONE_API_TOKEN",
    "KINTONE_ALLOW_LOCAL",
    "KINTONE_SAMPLE_APP",
  ]);

  const call = async (...words: readonly string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await runCli(["call", ...words], { bin: "bin", environment, cwd: directory });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return JSON.parse(stdout);
  };
  await writeFile(join(directory, "見積.txt"), "三百円");
  await call("s3_create_bucket", "--bucket_name", "demo-bucket");
  const uploaded = await call("s3_file_uploader", "--bucket_name", "demo-bucket", "--input_file", "見積.txt");
  expect(uploaded).toMatchObject({ s3_uri: "s3://demo-bucket/見積.txt", size: 9 });
  const downloaded = await call("s3_file_download", "--s3_uri", "s3://demo-bucket/見積.txt");
  expect(downloaded).toMatchObject({ file: { uri: pathToFileURL(join(directory, "見積 (1).txt")).href } });
  expect(await readFile(join(directory, "見積 (1).txt"), "utf8")).toBe("三百円");
  const app = environment["KINTONE_SAMPLE_APP"] ?? "";
  const found = await call("kintone_query", "--kintone_app_id", app, "--query", '確度 in ("A")', "--fields", "会社名");
  expect(found).toMatchObject({ records: [{ 会社名: { value: "青空商事" } }] });

  child.kill("SIGTERM");
  const { code, stdout } = await end;
  expect(code).toBe(0);
  expect(readVariables(stdout)).toEqual(environment);
  await vi.waitFor(async () => {
    await expect(fetch(environment["AWS_ENDPOINT_URL"] ?? "")).rejects.toThrow();
  });
}, 20_000);

it("does not overwrite a file that somebody else wrote", async () => {
  const path = join(directory, ".env");
  await writeFile(path, "MINE=1\n");
  const { code, stderr } = await runCli(["local", "--write-env", path], { bin: "bin" });
  expect(code).toBe(5);
  expect(stderr).toContain("holds something else");
  expect(await readFile(path, "utf8")).toBe("MINE=1\n");
});
