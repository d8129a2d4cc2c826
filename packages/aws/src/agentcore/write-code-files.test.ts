import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { event } from "../testing/event-stream.ts";
import { succeeded } from "../testing/expect-failure.ts";
import { handOver } from "../testing/local-toolkit.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreWriteCodeFiles } from "./write-code-files.ts";

const scripted = useScriptedToolkit([agentcoreWriteCodeFiles]);
const route = "POST /code-interpreters/aws.codeinterpreter.v1/tools/invoke";
const headers = { "content-type": "application/vnd.amazon.eventstream" };
const said = (text: string, more: object = {}) => ({
  headers,
  body: event("result", JSON.stringify({ content: [{ type: "text", text }], ...more })),
});

test("keeps the contract of tools", async () => {
  const examples = [{ session_id: "01A", input_files: [{ uri: "data:text/csv,a" }], directory: "in" }];
  expect(await checkToolContract(agentcoreWriteCodeFiles, { examples })).toEqual([]);
});

test("writes files as they are, under their names", async () => {
  scripted().answer(route, said("Successfully wrote all 2 files"));
  const { references, inputs } = handOver(
    { name: "a.csv", content: "x,y" },
    { name: "b.bin", content: Buffer.from([0, 255]) },
  );
  const input = { session_id: "01A", input_files: references, directory: "in/" };
  expect(succeeded(await scripted().call("agentcore_write_code_files", input, { inputs }))).toEqual({
    session_id: "01A",
    files: [
      { path: "in/a.csv", size: 3 },
      { path: "in/b.bin", size: 2 },
    ],
    message: "Successfully wrote all 2 files",
  });
  expect(scripted().requests[0]?.json()).toEqual({
    name: "writeFiles",
    arguments: {
      content: [
        { path: "in/a.csv", blob: Buffer.from("x,y").toString("base64") },
        { path: "in/b.bin", blob: Buffer.from([0, 255]).toString("base64") },
      ],
    },
  });
});

test("a refusal in the result is an error", async () => {
  scripted().answer(route, said("no space left", { isError: true }));
  const { references, inputs } = handOver({ name: "a", content: "x" });
  const input = { session_id: "01A", input_files: references };
  const error = scripted().failure(await scripted().call("agentcore_write_code_files", input, { inputs }), {
    code: "upstream",
  });
  expect(error.message).toContain("no space left");
});

test("more than 64 MiB together are refused, and nothing is sent", async () => {
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) yield Buffer.alloc(16 * 1024 ** 2);
  }
  const { references, inputs } = handOver({ name: "a", content: "x" }, { name: "big", content: endless() });
  const input = { session_id: "01A", input_files: references };
  const result = await scripted().call("agentcore_write_code_files", input, { inputs });
  scripted().failure(result, { code: "too_large" });
  expect(scripted().requests).toEqual([]);
});
