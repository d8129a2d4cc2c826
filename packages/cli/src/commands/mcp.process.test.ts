import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it, vi } from "vitest";
import { connectHttp, connectProcess } from "../../../mcp-adapter/src/testing/connect.ts";
import { runCli, startCli } from "../testing/run-cli.ts";

vi.setConfig({ testTimeout: 20_000 }); // each test starts processes

const script = fileURLToPath(new URL("../testing/fixture-bin.ts", import.meta.url));
const words = ["--conditions=@tsunagu/source", script, "mcp"];

it("serves the chosen tools on standard input and output", async () => {
  await using client = await connectProcess([...words, "--read-only", "--deny", "count_up,wait_long"]);
  const names = (await client.listTools()).tools.map((tool) => tool.name);
  expect(names).toEqual(["echo_text", "greet_person", "fail_named", "break_promise", "read_text", "shelf_echo"]);
  const result = await client.callTool({ name: "echo_text", arguments: { text: "ab" } });
  expect(result.structuredContent).toEqual({ text: "ab", length: 2 });
});

it("ends when its client closes its end", async () => {
  const child = startCli(["mcp"]); // its standard input is at the end from the start
  const [code] = await once(child, "close");
  expect(code).toBe(0);
});

it("listens on loopback, demands the token, and ends at a signal", async () => {
  const child = startCli(["mcp", "--http", "0"], { environment: { TSUNAGU_MCP_TOKEN: "open-sesame" } });
  const [said] = (await once(child.stderr, "data")) as [Buffer];
  const url = new URL(/http:\S+/.exec(said.toString())?.[0] ?? "");
  expect(url.hostname).toBe("127.0.0.1");
  expect((await fetch(url, { method: "POST" })).status).toBe(401);
  const client = await connectHttp(url, {}, { authorization: "Bearer open-sesame" });
  expect((await client.listTools()).tools).toHaveLength(10);
  await client.close();
  const closed = once(child, "close");
  child.kill("SIGTERM");
  expect(await closed).toEqual([0, null]);
});

it("refuses a tool name that does not exist, so that a typo never widens access", async () => {
  expect(await runCli(["mcp", "--deny", "burn_bok"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('"burn_bok"'),
  });
});
