import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDebuggingHost } from "@tsunagu/dify-adapter/testing";
import { expect, it } from "vitest";
import { ended, runCli, startCli } from "../testing/run-cli.ts";

const key = "0b8e4a52-0000-4000-8000-123456789abc";

it("registers with a Dify, serves its calls, ends on Ctrl-C, and never shows the key", async () => {
  await using host = await startDebuggingHost({ key });
  const directory = await mkdtemp(join(tmpdir(), "cli-test-"));
  await writeFile(
    join(directory, "dify.env"),
    `REMOTE_INSTALL_URL=127.0.0.1:${host.port}\nREMOTE_INSTALL_KEY=${key}\n`,
  );
  const words = ["dify", "debug", "kintone_integration", "--env", "dify.env"];
  const child = startCli(words, { bin: "bin", cwd: directory });
  const end = ended(child);
  const { manifest } = await host.registered();
  expect(manifest).toMatchObject({ name: "kintone_integration-debug" });
  const { json } = await host.invoke({ tool: "kintone_query_docs", tool_parameters: {} });
  expect(json).toMatchObject([{ format: "markdown" }]);
  child.kill("SIGINT");
  const { code, stdout, stderr } = await end;
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  expect(stderr).toContain(`kintone_integration-debug: connecting to 127.0.0.1:${host.port}`);
  expect(stderr).not.toContain(key);
  expect(host.problems).toEqual([]);
  await rm(directory, { recursive: true });
}, 30_000);

it("says where the key comes from when there is none", async () => {
  const { code, stderr } = await runCli(["dify", "debug", "my_aws_tools", "--env", "/nowhere/.env"], { bin: "bin" });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("REMOTE_INSTALL_KEY") });
}, 20_000);
