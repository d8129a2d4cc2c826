import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";

describe("temporary directories", () => {
  const script = (ending: string): string => `
    import { makeTempDirectory } from ${JSON.stringify(new URL("./temp-directory.ts", import.meta.url).href)};
    const { path } = await makeTempDirectory();
    process.stdout.write(path + "\\n");
    ${ending}`;
  const runUntilPath = async (ending: string) => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", script(ending)], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    return { child, path: line.toString().trim() };
  };

  test.each([
    ["normal end", ""],
    ["exception", "setTimeout(() => { throw new Error('boom'); }, 20);"],
    ["process.exit", "process.exit(3);"],
  ])("are gone after %s", async (_, ending) => {
    const { child, path } = await runUntilPath(ending);
    await once(child, "close");
    expect(path).toContain("tsunagu-");
    expect(existsSync(path)).toBe(false);
  });

  test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "are gone after %s, which still ends the process",
    async (signal) => {
      const { child, path } = await runUntilPath("setInterval(() => {}, 1000);");
      child.kill(signal);
      const [, ended] = await once(child, "close");
      expect([existsSync(path), ended]).toEqual([false, signal]);
    },
  );

  test("what a killed process left is removed by the next", async () => {
    const { child, path } = await runUntilPath("setInterval(() => {}, 1000);");
    child.kill("SIGKILL");
    await once(child, "close");
    expect(existsSync(path)).toBe(true);
    const next = await runUntilPath("");
    await once(next.child, "close");
    expect(existsSync(path)).toBe(false);
  });
});
