import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalKintone, startLocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { ended, runCli, startCli } from "../../testing/run-cli.ts";

vi.setConfig({ testTimeout: 30_000 }); // each test starts processes

const token = "CliTokenCliTokenCliToken01";
const permissions = ["view", "add", "edit"] as const;
const fields = {
  Code: { type: "SINGLE_LINE_TEXT", unique: true },
  名前: { type: "SINGLE_LINE_TEXT" },
  Rank: { type: "NUMBER" },
  Docs: { type: "FILE" },
};

let cwd: string;
let server: LocalKintone;
beforeAll(async () => {
  server = await startLocalKintone();
});
afterAll(() => server.close());
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "cli-kintone-"));
  return () => rm(cwd, { recursive: true });
});

let apps = 0;
/** An app of its own, and the environment that opens it. */
const newApp = () => {
  apps++;
  const own = `${token}${apps}`;
  const app = server.addApp({ name: "CLI", fields, tokens: [{ token: own, permissions }] });
  const environment = { KINTONE_BASE_URL: server.url, KINTONE_API_TOKEN: own, KINTONE_ALLOW_LOCAL: "true" };
  const words = (command: string): string[] => ["kintone", command, "--app", String(app.id)];
  return { app, words, secret: own, options: { bin: "bin" as const, environment, cwd } };
};

it("imports what it exported, in Shift_JIS and with attachments", async () => {
  const { app, words, options } = newApp();
  const fileKey = server.addFile({ name: "見積.txt", data: Buffer.from("one") });
  app.seed([
    { Code: { value: "A" }, 名前: { value: "佐藤" }, Docs: { value: [{ fileKey }] } },
    { Code: { value: "B" } },
  ]);
  const written = ["--encoding", "sjis", "--attachments-dir", "files", "--fields", "Code,名前,Rank,Docs"];
  const exported = await runCli(
    [...words("export"), "--out", "out.csv", "--query", "order by $id desc", ...written],
    options,
  );
  expect(exported).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(exported.stdout)).toMatchObject({
    out: "out.csv",
    records: 2,
    truncated: false,
    last_record_id: "1",
  });
  expect(new TextDecoder("shift_jis").decode(await readFile(join(cwd, "out.csv")))).toBe(
    '"Code","名前","Rank","Docs"\n"B",,,\n"A","佐藤",,"Docs-1/見積.txt"\n',
  );

  const other = newApp();
  const imported = await runCli(
    [...other.words("import"), "--file", "out.csv", "--update-key", "Code", ...written],
    other.options,
  );
  expect(imported).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(imported.stdout)).toMatchObject({ rows: 2, added: 2, updated: 0, failed: 0, dry_run: false });
  expect(other.app.record(2)).toMatchObject({ 名前: { value: "佐藤" }, Docs: { value: [{ name: "見積.txt" }] } });
  expect((await readdir(cwd)).toSorted()).toEqual(["files", "out.csv"]);
});

it("exports to standard output, and overwrites no file", async () => {
  const { app, words, options } = newApp();
  app.seed(Array.from({ length: 3 }, (_, index) => ({ Rank: { value: String(index) } })));
  const lines = await runCli(
    [...words("export"), "--format", "jsonl", "--fields", "Rank", "--max-records", "2"],
    options,
  );
  expect(
    lines.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).Rank.value),
  ).toEqual(["0", "1"]);
  expect(lines.stderr).toBe("More records match; the last one was 2.\n");
  await writeFile(join(cwd, "there.csv"), "mine");
  const refused = await runCli([...words("export"), "--out", "there.csv"], options);
  expect(refused).toMatchObject({
    code: 5,
    stdout: "",
    stderr: expect.stringContaining("there.csv exists and is not overwritten"),
  });
  expect(await readdir(cwd)).toEqual(["there.csv"]);
});

it("tells failed rows, reports them, and ends as partial", async () => {
  const { app, words, options } = newApp();
  await writeFile(join(cwd, "in.csv"), "Code,Rank\nA,1\nB,x\n");
  const dry = await runCli([...words("import"), "--file", "in.csv", "--dry-run"], options);
  expect(JSON.parse(dry.stdout)).toMatchObject({ rows: 2, added: 0, failed: 1, dry_run: true });
  expect(app.recordCount).toBe(0);
  const done = await runCli([...words("import"), "--file", "in.csv", "--report", "report.jsonl"], options);
  expect(done).toMatchObject({ code: 7, stderr: expect.stringContaining('Row 3, Rank: "x" is not a number') });
  expect(JSON.parse(await readFile(join(cwd, "report.jsonl"), "utf8"))).toMatchObject({
    row: 3,
    field: "Rank",
    written: "no",
  });
  expect(app.recordCount).toBe(1);
});

it("goes on with an import that was stopped", async () => {
  const { app, words, options } = newApp();
  const codes = Array.from({ length: 950 }, (_, index) => `C-${index + 1}`);
  await writeFile(join(cwd, "in.jsonl"), codes.map((code) => `${JSON.stringify({ Code: code })}\n`).join(""));
  const command = [...words("import"), "--file", "in.jsonl", "--update-key", "Code"];
  server.faults.next({ kind: "slow_body", milliseconds: 60_000 }, { path: "records.json", method: "PUT", after: 3 });
  const child = startCli(command, options);
  const end = ended(child);
  await expect.poll(() => app.recordCount, { timeout: 10_000 }).toBe(400);
  child.kill("SIGINT");
  expect(await end).toMatchObject({ code: 130, stdout: "", stderr: expect.stringContaining("after row 300") });
  const again = await runCli(command, options);
  expect(again).toMatchObject({ code: 5, stderr: expect.stringContaining("in.jsonl.journal exists") });
  const resumed = await runCli([...command, "--resume"], options);
  expect(JSON.parse(resumed.stdout)).toMatchObject({ rows: 950, failed: 0 });
  expect(app.records().map((record) => record["Code"]?.value)).toEqual(codes);
  expect(await readdir(cwd)).toEqual(["in.jsonl"]);
});

it("names wrong usage, and keeps the credential out of what it says", async () => {
  const { words, options, secret } = newApp();
  expect(await runCli(["kintone", "export", "--app", "twelve"], options)).toMatchObject({ code: 2 });
  expect(await runCli([...words("import")], options)).toMatchObject({ code: 2 });
  const query = `Nothing = "${secret}"`;
  const wrong = await runCli([...words("export"), "--query", query, "--json"], options);
  expect(JSON.parse(wrong.stderr).error).toMatchObject({ code: "invalid_input" });
  expect(wrong.stdout + wrong.stderr).not.toContain(secret);
});
