import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ended, runCli, startCli } from "../testing/run-cli.ts";

vi.setConfig({ testTimeout: 20_000 }); // each test starts processes

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "cli-test-"));
});
afterAll(() => rm(cwd, { recursive: true }));

describe("input", () => {
  it("is taken as JSON, from a file, and from standard input", async () => {
    await writeFile(join(cwd, "input.json"), '{"text": "ab"}');
    const expected = { text: "ab", length: 2 };
    for (const given of ['{"text": "ab"}', "@input.json", "-"]) {
      const { code, stdout, stderr } = await runCli(["call", "echo_text", "--input", given], {
        cwd,
        input: '{"text": "ab"}',
      });
      expect({ code, output: JSON.parse(stdout), stderr }).toEqual({ code: 0, output: expected, stderr: "" });
    }
  });

  it("is taken field by field, and read as what the field means", async () => {
    const { stdout, stderr } = await runCli(["call", "greet_person", "--name", "7"]);
    expect(JSON.parse(stdout)).toEqual({ greeting: "Hello 7" });
    expect(stderr).toBe("Sent as the call ran, and not in its output: 1 (--text prints them).\n");
    const counted = await runCli(["call", "count_up", "--to=2"]);
    expect(JSON.parse(counted.stdout)).toEqual({ counted: 2 });
  });

  it("sends a field that is named like an option to --input", async () => {
    const { code, stderr } = await runCli(["call", "echo_text", "--text", "a"]);
    expect(code).toBe(2);
    expect(stderr).toContain("--input");
  });

  it("names the field that is wrong, and prints nothing else", async () => {
    const { code, stdout, stderr } = await runCli(["call", "echo_text", "--times", "9", "--input", '{"text":"a"}']);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^invalid_input: .*times.*5/);
  });

  it("takes a plain path where a tool takes a file", async () => {
    await writeFile(join(cwd, "日報.txt"), "今日は晴れ");
    const { stdout } = await runCli(["call", "read_text", "--file", "日報.txt"], { cwd });
    expect(JSON.parse(stdout)).toEqual({ text: "今日は晴れ" });
    const missing = await runCli(["call", "read_text", "--file", "nothing.txt"], { cwd });
    expect(missing).toMatchObject({ code: 4, stderr: "not_found: There is no file nothing.txt.\n" });
  });

  it("warns of a secret on the command line", async () => {
    const words = ["call", "shelf_echo", "--input", '{"text":"a"}', "--connection", "shelf_token=open-sesame"];
    const { code, stderr } = await runCli(words);
    expect(code).toBe(0);
    expect(stderr).toContain("Set SHELF_TOKEN instead.");
    expect(stderr).not.toContain("open-sesame");
  });
});

describe("errors", () => {
  it.each([
    ["not_found", 4],
    ["rate_limited", 6],
  ])("%s exits with %i", async (name, exitCode) => {
    const { code, stdout, stderr } = await runCli(["call", "fail_named", "--code", name]);
    expect(code).toBe(exitCode);
    expect(stdout).toBe("");
    expect(stderr).toContain(`${name}: The shelf has no such book.\nList the shelf first.\n`);
  });

  it("are JSON where asked for", async () => {
    const { code, stderr } = await runCli(["call", "fail_named", "--code", "partial", "--json"]);
    expect(code).toBe(7);
    expect(JSON.parse(stderr)).toMatchObject({
      error: {
        code: "partial",
        partial: { done: [1], failed: [2], remaining: [3] },
        origin: { requestId: "request-1" },
      },
    });
  });

  it("tell wrong usage", async () => {
    expect(await runCli(["call"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("missing required argument"),
    });
    expect(await runCli(["fly"])).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("safety", () => {
  const burn = ["call", "burn_book", "--title", "Kokoro"];

  it("says what a dry run would change", async () => {
    const { code, stdout } = await runCli([...burn, "--dry-run"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      status: "planned",
      plan: "Burns Kokoro; nothing can bring it back.",
      effect: { kind: "destroy", idempotent: true },
    });
  });

  it("destroys only what is approved", async () => {
    expect(await runCli(burn)).toMatchObject({
      code: 3,
      stdout: "",
      stderr: expect.stringContaining("--yes approves it"),
    });
    const approved = await runCli([...burn, "--yes"]);
    expect(JSON.parse(approved.stdout)).toEqual({ burnt: "Kokoro" });
  });

  it("refuses to change anything where only reading is allowed", async () => {
    const { code, stderr } = await runCli([...burn, "--yes", "--read-only"]);
    expect(code).toBe(3);
    expect(stderr).toBe("forbidden: burn_book can destroy, and --read-only is given.\n");
  });

  it("stops at the time that is given", async () => {
    const mark = join(cwd, "late");
    const { code, stderr } = await runCli(["call", "wait_long", "--mark", mark, "--timeout", "0.2"]);
    expect(code).toBe(6);
    expect(stderr).toContain("timeout: The call did not end within 200 ms.");
    expect(existsSync(mark)).toBe(true);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("stops in order at %s and exits with %i", async (signal, exitCode) => {
    const mark = join(cwd, signal);
    const child = startCli(["call", "wait_long", "--mark", mark, "--started", `${mark}-started`]);
    await vi.waitFor(() => expect(existsSync(`${mark}-started`)).toBe(true), { timeout: 5000 });
    child.kill(signal);
    expect(await ended(child)).toMatchObject({
      code: exitCode,
      stdout: "",
      stderr: expect.stringContaining("aborted: "),
    });
    expect(existsSync(mark)).toBe(true);
  });
});

describe("output", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(cwd, "out-"));
  });

  it("saves files without overwriting, under safe names", async () => {
    const make = ["call", "make_file", "--size", "3", "--output-dir", directory, "--name"];
    const uris: string[] = [];
    for (const name of ["見積.txt", "見積.txt", "../../.profile"]) {
      const { stdout } = await runCli([...make, name]);
      uris.push((JSON.parse(stdout) as { file: { uri: string } }).file.uri);
    }
    const paths = ["見積.txt", "見積 (1).txt", "profile"].map((name) => join(directory, name));
    expect(uris).toEqual(paths.map((path) => pathToFileURL(path).href));
    for (const path of paths) expect(await readFile(path, "utf8")).toBe("aaa");
  });

  it("leaves nothing of a file that broke off", async () => {
    const words = [
      "call",
      "make_file",
      "--name",
      "a.txt",
      "--size",
      "9",
      "--break_after",
      "4",
      "--output-dir",
      directory,
    ];
    expect(await runCli(words)).toMatchObject({ code: 6, stderr: expect.stringContaining("The press stopped.") });
    expect(await readdir(directory)).toEqual([]);
  });

  it("is in words where asked for", async () => {
    const { stdout } = await runCli(["call", "greet_person", "--name", "Hana", "--text"]);
    expect(stdout).toBe("Hm.\nHello Hana!\n");
    const without = await runCli(["call", "echo_text", "--input", '{"text":"a"}', "--text"]);
    expect(JSON.parse(without.stdout)).toEqual({ text: "a", length: 1 });
  });

  it("shows no progress where nobody looks", async () => {
    const { stdout, stderr } = await runCli(["call", "count_up", "--to", "3"]);
    expect(JSON.parse(stdout)).toEqual({ counted: 3 });
    expect(stderr).toBe("");
  });

  it("ends quietly when its reader has enough", async () => {
    const child = startCli([
      "call",
      "echo_text",
      "--times",
      "5",
      "--input",
      JSON.stringify({ text: "a".repeat(100_000) }),
    ]);
    child.stdout.destroy();
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, "close")]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
});
