import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runCli } from "../testing/run-cli.ts";

it("builds a plugin and prints where it is", async () => {
  const out = await mkdtemp(join(tmpdir(), "cli-test-"));
  const { code, stdout, stderr } = await runCli(["dify", "build", "--out", out, "kintone_integration"], { bin: "bin" });
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(/kintone_integration:\d+\.\d+\.\d+@[0-9a-f]{64}: .* MB, /),
  });
  const path = stdout.trimEnd();
  expect(path).toMatch(/kintone_integration-\d+\.\d+\.\d+\.difypkg$/);
  expect((await readFile(path)).subarray(0, 2).toString()).toBe("PK");
  await rm(out, { recursive: true });
}, 60_000);

it("names the plugins there are", async () => {
  expect(await runCli(["dify", "build", "--out", ".", "aws"], { bin: "bin" })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Plugins: my_aws_tools, kintone_integration."),
  });
});
