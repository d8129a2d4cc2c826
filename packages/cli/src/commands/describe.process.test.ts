import { expect, it, vi } from "vitest";
import { runCli } from "../testing/run-cli.ts";

vi.setConfig({ testTimeout: 20_000 }); // each test starts processes

it("tells everything about a tool", async () => {
  const { code, stdout } = await runCli(["describe", "shelf_echo"]);
  expect(code).toBe(0);
  expect(stdout).toBe(`shelf_echo: Echo from the shelf

Answers with the text it is given, so many times.

Effect: read
Permissions: none

Parameters:
  text: string (required)
      Any text. (at least 1 characters)
  times: integer
      (at least 1; at most 5; default 1)

Output:
  text: string (required)
      Any text. (at least 1 characters)
  length: integer (required)

Connection (shelf):
  shelf_url    SHELF_URL    Where the shelf is.
  shelf_token  SHELF_TOKEN  Opens it. Secret.

Example:
  tsunagu call shelf_echo --input '{"text":"<text>"}'
`);
});

it("tells it as JSON", async () => {
  const { stdout } = await runCli(["describe", "burn_book", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    name: "burn_book",
    effect: { kind: "destroy", idempotent: true },
    permissions: ["shelf:Delete"],
    input_schema: { required: ["title"] },
    connection: [],
    example: { title: "<title>" },
  });
});

it("names tools that look like the one that does not exist", async () => {
  const { code, stdout, stderr } = await runCli(["describe", "echo"]);
  expect(code).toBe(4);
  expect(stdout).toBe("");
  expect(stderr).toBe('not_found: There is no tool named "echo".\nPerhaps: echo_text, shelf_echo.\n');
});
