import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalKintone, startLocalKintone } from "@tsunagu/local";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { runCli } from "../../testing/run-cli.ts";

vi.setConfig({ testTimeout: 30_000 }); // each test starts processes

const token = "TypesTokenTypesTokenTypes01";

let cwd: string;
let server: LocalKintone;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "cli-types-"));
  const fields = { 会社名: { type: "SINGLE_LINE_TEXT", label: "お客さま" }, Rank: { type: "NUMBER" } };
  const tokens = [{ token, permissions: ["view", "manage"] as const }];
  server = await startLocalKintone({ apps: [{ id: 12, name: "CLI", fields, tokens }] });
});
afterEach(async () => {
  await server.close();
  await rm(cwd, { recursive: true });
});

const types = (...words: readonly string[]) => {
  const environment = { KINTONE_BASE_URL: server.url, KINTONE_API_TOKEN: token, KINTONE_ALLOW_LOCAL: "true" };
  return runCli(["kintone", "types", ...words], { bin: "bin", environment, cwd });
};

it("writes the module to standard output", async () => {
  const { code, stdout, stderr } = await types("--app", "12");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("export type App12Record = {");
  expect(stdout).toContain('  /** お客さま */\n  会社名: { type: "SINGLE_LINE_TEXT"; value: string };');
  expect(stdout).toContain("export const app12RecordInput = z.strictObject({");
});

it("writes its own file anew, and no other", async () => {
  const first = await types("--app", "12", "--out", "app12.ts");
  expect(first).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(first.stdout)).toEqual({ app_id: "12", out: "app12.ts", revision: "1" });
  const text = await readFile(join(cwd, "app12.ts"), "utf8");
  await writeFile(join(cwd, "app12.ts"), text.replace("会社名", "旧会社名"));
  expect(await types("--app", "12", "--out", "app12.ts")).toMatchObject({ code: 0 });
  expect(await readFile(join(cwd, "app12.ts"), "utf8")).toBe(text);
  await writeFile(join(cwd, "mine.ts"), "mine");
  const refused = await types("--app", "12", "--out", "mine.ts");
  expect(refused).toMatchObject({ code: 5, stdout: "", stderr: expect.stringContaining("mine.ts exists") });
  expect(await readFile(join(cwd, "mine.ts"), "utf8")).toBe("mine");
});

it("says what is wrong, and keeps the credential out of it", async () => {
  const missing = await types("--app", "99");
  expect(missing.code).not.toBe(0);
  expect(missing.stderr).not.toContain(token);
  expect(await types("--app", "twelve")).toMatchObject({ code: 2 });
});
