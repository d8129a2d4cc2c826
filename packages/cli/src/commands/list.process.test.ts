import { expect, it, vi } from "vitest";
import { runCli } from "../testing/run-cli.ts";

vi.setConfig({ testTimeout: 20_000 }); // each test starts processes

it("prints a table of names, effects and titles", async () => {
  const { code, stdout, stderr } = await runCli(["list"]);
  expect(code).toBe(0);
  expect(stdout.split("\n")[0]).toMatch(/^echo_text +read +Echo text$/);
  expect(stdout).toMatch(/^burn_book +destroy +Burn a book$/m);
  expect(stderr).toBe("");
});

it("prints JSON with exactly the documented keys", async () => {
  const { code, stdout } = await runCli(["list", "--json"]);
  expect(code).toBe(0);
  const tools = JSON.parse(stdout) as Record<string, unknown>[];
  const keys = ["name", "title", "description", "connector", "effect", "input_schema", "output_schema"];
  for (const tool of tools) expect(Object.keys(tool)).toEqual(keys);
  expect(tools.find((tool) => tool["name"] === "make_file")).toMatchObject({
    connector: "none",
    effect: { kind: "write", idempotent: true },
    input_schema: { type: "object", required: ["name", "size"] },
  });
});

it("lists only what changes nothing", async () => {
  const { stdout } = await runCli(["list", "--read-only"]);
  expect(stdout).toContain("echo_text");
  expect(stdout).not.toContain("burn_book");
  expect(stdout).not.toContain("make_file");
});

it("leaves out what the connection cannot use, and says why", async () => {
  const environment = { SHELF_URL: "closed" };
  const short = await runCli(["list"], { environment });
  expect(short.stdout).not.toContain("shelf_echo");
  expect(short.stderr).toBe("Left out (--all shows it): shelf_echo: the shelf is closed\n");
  const all = await runCli(["list", "--all"], { environment });
  expect(all.stdout).toContain("shelf_echo");
  expect(all.stderr).toBe("shelf_echo cannot be used: the shelf is closed\n");
});

it("lists one connector's tools, and knows which there are", async () => {
  const { code, stderr } = await runCli(["list", "--connector", "gcp"]);
  expect(code).toBe(2);
  expect(stderr).toContain("Allowed choices are aws, kintone");
});
