import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeTempDirectory } from "@tsunagu/core";
import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import { startDaemon } from "../testing/daemon.ts";
import { fixturePlugin } from "../testing/fixture/plugin.ts";
import { installFiles } from "../testing/install-files.ts";
import { buildPackage } from "./build-package.ts";
import { packageChecksum } from "./checksum.ts";
import { zipFiles } from "./zip.ts";

const entry = fileURLToPath(new URL("../testing/fixture/main.ts", import.meta.url));

test("a package is the same each time, and runs as it is unpacked", async () => {
  await using directory = await makeTempDirectory();
  const [first, second] = [join(directory.path, "first"), join(directory.path, "second")];
  const built = await buildPackage(fixturePlugin, { entry, outDir: first });
  const again = await buildPackage(fixturePlugin, { entry, outDir: second });
  const packed = await readFile(built.path);
  expect(packed.equals(await readFile(again.path))).toBe(true);
  expect(built.identifier).toBe(`tsunagu/fixture:1.0.0@${built.checksum}`);
  expect(built.checksum).toMatch(/^[a-f0-9]{64}$/);
  expect(built.report.packageBytes).toBe(packed.byteLength);
  expect(built.report.startBytes).toBeGreaterThan(10_000);
  expect(built.report.contributors.map((contributor) => contributor.name)).toContain("zod");

  const installed = join(directory.path, "installed");
  await installFiles(new Map(Object.entries(unzipSync(packed))), installed);
  expect(await readFile(join(installed, "NOTICES.txt"), "utf8")).toContain("## zod@");
  await using daemon = await startDaemon({ command: process.execPath, args: ["app/main.mjs"], cwd: installed });
  const { text } = await daemon.invoke({ tool: "fixture-echo", tool_parameters: { text: "繋" } });
  expect(text).toBe("繋");
  expect(daemon.problems).toEqual([]);
}, 20_000);

test("a plugin that is not valid is not packed", async () => {
  const plugin = { ...fixturePlugin, identity: { ...fixturePlugin.identity, version: "1.0" } };
  await expect(buildPackage(plugin, { entry, outDir: "/nowhere" })).rejects.toThrow("manifest.yaml: version");
});

test("files are packed in order of their paths, and only under plain paths", () => {
  const packed = zipFiles(
    new Map([
      ["b", Buffer.from("2")],
      ["a/c", Buffer.from("1")],
    ]),
  );
  expect(Object.keys(unzipSync(packed))).toEqual(["a/c", "b"]);
  for (const path of ["./a", "a/", "../a", "a\\b", ""]) {
    expect(() => zipFiles(new Map([[path, Buffer.alloc(0)]]))).toThrow("cannot be in a package");
  }
});

test("the checksum depends on paths and contents, not on their order", () => {
  const a: [string, Uint8Array] = ["a", Buffer.from("1")];
  const b: [string, Uint8Array] = ["b", Buffer.from("2")];
  const checksum = packageChecksum(new Map([a, b]));
  expect(checksum).toBe(packageChecksum(new Map([b, a])));
  expect(checksum).not.toBe(
    packageChecksum(
      new Map([
        ["a", b[1]],
        ["b", a[1]],
      ]),
    ),
  );
  // hex(sha256(sha256("a") ‖ sha256("1") ‖ sha256("b") ‖ sha256("2")))
  expect(checksum).toBe("3cc1a5f59376cd55ed9e207061a0ba44955b228b77ac607e7f68c0d2fb83480b");
});
