import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { event } from "../testing/event-stream.ts";
import { succeeded } from "../testing/expect-failure.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreReadCodeFiles } from "./read-code-files.ts";

const scripted = useScriptedToolkit([agentcoreReadCodeFiles]);
const route = "POST /code-interpreters/aws.codeinterpreter.v1/tools/invoke";
const headers = { "content-type": "application/vnd.amazon.eventstream" };
const answer = (json: object) => scripted().answer(route, { headers, body: event("result", JSON.stringify(json)) });

test("keeps the contract of tools", async () => {
  const examples = [{ session_id: "01A", paths: ["out/a.csv"] }];
  expect(await checkToolContract(agentcoreReadCodeFiles, { examples })).toEqual([]);
});

test("text and binary files come out byte for byte", async () => {
  const blob = Buffer.from([137, 80, 0]).toString("base64");
  answer({
    content: [
      { type: "resource", resource: { type: "text", uri: "file:///out/名簿.csv", mimeType: "text/csv", text: "a,あ" } },
      { type: "resource", resource: { type: "blob", uri: "file:///plot.png", mimeType: "image/png", blob } },
    ],
  });
  const input = { session_id: "01A", paths: ["out/名簿.csv", "plot.png"] };
  const read = succeeded(await scripted().run("agentcore_read_code_files", input));
  expect(read.files.map(({ name, mediaType, bytes }) => [name, mediaType, bytes.toString("hex")])).toEqual([
    ["名簿.csv", "text/csv", Buffer.from("a,あ").toString("hex")],
    ["plot.png", "image/png", "895000"],
  ]);
  expect(read).toMatchObject({ output: { file_count: 2 }, content: [{ type: "file" }, { type: "file" }] });
  expect(scripted().requests[0]?.json()).toEqual({ name: "readFiles", arguments: { paths: input.paths } });
});

test("a file that is not there is an error, even beside one that is", async () => {
  answer({ isError: true, content: [{ type: "text", text: "no such file" }] });
  const input = { session_id: "01A", paths: ["a", "b"] };
  const failure = { code: "not_found" } as const;
  const error = scripted().failure(await scripted().call("agentcore_read_code_files", input), failure);
  expect(error.message).toBe("Of 2 files, 0 could be read: no such file");
  answer({ content: [{ type: "resource", resource: { type: "text", uri: "file:///a", text: "" } }] });
  scripted().failure(await scripted().call("agentcore_read_code_files", input), failure);
});
