import { fileURLToPath } from "node:url";
import { expect, it, vi } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { runCli } from "./testing/run-cli.ts";

vi.setConfig({ testTimeout: 20_000 }); // each test starts processes

const logImports = ["--import", fileURLToPath(new URL("testing/log-imports.ts", import.meta.url))];

const loadedBy = async (...words: readonly string[]): Promise<readonly string[]> => {
  const { code, stderr } = await runCli(words, { bin: "bin", nodeArguments: logImports });
  expect(code).toBe(0);
  return stderr.split("\n").filter((line) => line.startsWith("loaded "));
};

it("lists every tool and loads no client, server, bundler or local endpoint for it", async () => {
  const loaded = await loadedBy("list", "--json");
  expect(loaded.some((line) => line.includes("/packages/aws/"))).toBe(true);
  const heavy =
    /@aws-sdk|@smithy|rest-api-client|axios|modelcontextprotocol|esbuild|pino|packages\/(local|dify-adapter|mcp-adapter)\//;
  expect(loaded.filter((line) => heavy.test(line))).toEqual([]);
});

it("lists the tools of every backend, each name once, with no credential", async () => {
  const { code, stdout, stderr } = await runCli(["list", "--json"], { bin: "bin" });
  const tools = JSON.parse(stdout) as { name: string; connector: string }[];
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(new Set(tools.map((tool) => tool.connector))).toEqual(new Set(["aws", "kintone", "transfer", "none"]));
  expect(new Set(tools.map((tool) => tool.name)).size).toBe(tools.length);
});

it("says its version and its help without loading a tool", async () => {
  expect(await loadedBy("--version")).not.toContainEqual(expect.stringMatching(/packages\/(core|aws|kintone)\//));
  expect((await runCli(["--version"], { bin: "bin" })).stdout).toBe(`${packageJson.version}\n`);
  expect((await runCli(["--help"], { bin: "bin" })).stdout).toContain("6    rate limited, unavailable or timed out");
});
