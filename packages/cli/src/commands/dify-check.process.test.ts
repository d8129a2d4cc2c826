import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.ts";

let directory: string;
let packed: string;
const cli = (...words: readonly string[]) => runCli(["dify", ...words], { bin: "bin", cwd: directory });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "cli-test-"));
  const built = await cli("build", "--out", ".", "--report", "kintone_integration");
  expect(built.stderr).toMatch(/part +unpacked +packed\n +app +\d+ kB/);
  expect(built.stderr).toMatch(/npm package +program +at start\n/);
  packed = join(directory, built.stdout.trim());
}, 40_000);
afterAll(() => rm(directory, { recursive: true }));

it("finds nothing wrong with what it built", async () => {
  expect(await cli("check", packed)).toEqual({ code: 0, stdout: "", stderr: `${packed}: no problem found\n` });
}, 20_000);

it("prints each problem, and fails", async () => {
  await writeFile(join(directory, "manifest.yaml"), "version: 1.0\ntype: plugin\n");
  const { code, stdout, stderr } = await cli("check", directory);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/has \d+ problems/) });
  expect(stdout).toContain("manifest.yaml: version: ");
  expect(stdout).toContain("README.md");
  const missing = await cli("check", "nowhere.difypkg");
  expect(missing).toMatchObject({ code: 4, stderr: expect.stringContaining("There is no nowhere.difypkg") });
  await writeFile(join(directory, "no.difypkg"), "text");
  expect(await cli("check", "no.difypkg")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("no plugin package"),
  });
}, 20_000);

it("signs a package and verifies it", async () => {
  const keys = await cli("sign", "keys", "mine");
  expect(keys).toMatchObject({ code: 0, stdout: "mine.private.pem\nmine.public.pem\n" });
  expect((await stat(join(directory, "mine.private.pem"))).mode & 0o777).toBe(0o600);
  expect(await cli("sign", "keys", "mine")).toMatchObject({ code: 5 });

  const signed = await cli("sign", "package", packed, "--key", "mine.private.pem");
  expect(signed).toMatchObject({ code: 0, stdout: `${packed.replace(".difypkg", ".signed.difypkg")}\n` });
  const path = signed.stdout.trim();
  const verified = await cli("sign", "verify", path, "--key", "mine.public.pem");
  expect(verified).toMatchObject({ code: 0, stderr: expect.stringContaining("category community") });
  expect(await cli("sign", "verify", packed, "--key", "mine.public.pem")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("not signed"),
  });
  const wrong = await cli("sign", "verify", path, "--key", "mine.private.pem");
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("the public one is needed") });
  const [, secret = ""] = (await readFile(join(directory, "mine.private.pem"), "utf8")).split("\n");
  expect(JSON.stringify([keys, signed, verified, wrong])).not.toContain(secret);
}, 60_000);
