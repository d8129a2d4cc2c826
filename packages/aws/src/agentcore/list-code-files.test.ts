import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { event } from "../testing/event-stream.ts";
import { succeeded } from "../testing/expect-failure.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { agentcoreListCodeFiles } from "./list-code-files.ts";

const scripted = useScriptedToolkit([agentcoreListCodeFiles]);
const route = "POST /code-interpreters/aws.codeinterpreter.v1/tools/invoke";
const headers = { "content-type": "application/vnd.amazon.eventstream" };
const answer = (json: object) => scripted().answer(route, { headers, body: event("result", JSON.stringify(json)) });

test("keeps the contract of tools", async () => {
  const examples = [{ session_id: "01A" }, { session_id: "01A", path: "out" }];
  expect(await checkToolContract(agentcoreListCodeFiles, { examples })).toEqual([]);
});

test("lists a folder", async () => {
  answer({
    content: [
      { type: "resource_link", name: "data.csv", uri: "file:///data.csv", description: "File", mimeType: "text/csv" },
      { type: "resource_link", name: "out", uri: "file:///out", description: "Directory" },
    ],
  });
  expect(succeeded(await scripted().call("agentcore_list_code_files", { session_id: "01A" }))).toEqual({
    session_id: "01A",
    path: "",
    file_count: 2,
    files: [
      { name: "data.csv", uri: "file:///data.csv", description: "File", media_type: "text/csv", size: null },
      { name: "out", uri: "file:///out", description: "Directory", media_type: null, size: null },
    ],
  });
  expect(scripted().requests[0]?.json()).toEqual({ name: "listFiles", arguments: { path: "" } });
});

test("a folder that is not there is not found", async () => {
  answer({ isError: true, content: [{ type: "text", text: "no such directory" }] });
  const input = { session_id: "01A", path: "nowhere" };
  scripted().failure(await scripted().call("agentcore_list_code_files", input), { code: "not_found" });
});
