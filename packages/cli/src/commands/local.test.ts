import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
  const child = startCli(["local", "--env-file", envFile], { bin: "bin" });
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

  const made = await runCli(["call", "s3_create_bucket", "--bucket_name", "demo-bucket"], { bin: "bin", environment });
  expect(made).toMatchObject({ code: 0, stderr: "" });
  const buckets = await runCli(["call", "s3_list_buckets"], { bin: "bin", environment });
  expect(buckets.stdout).toContain("demo-bucket");

  child.kill("SIGTERM");
  const { code, stdout } = await end;
  expect(code).toBe(0);
  expect(readVariables(stdout)).toEqual(environment);
  await vi.waitFor(async () => {
    await expect(fetch(environment["AWS_ENDPOINT_URL"] ?? "")).rejects.toThrow();
  });
});

it("does not overwrite a file that somebody else wrote", async () => {
  const path = join(directory, ".env");
  await writeFile(path, "MINE=1\n");
  const { code, stderr } = await runCli(["local", "--env-file", path], { bin: "bin" });
  expect(code).toBe(5);
  expect(stderr).toContain("holds something else");
  expect(await readFile(path, "utf8")).toBe("MINE=1\n");
});
