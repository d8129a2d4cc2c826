import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { sagemakerChineseToxicityDetector } from "./chinese-toxicity-detector.ts";

const scripted = useScriptedToolkit([sagemakerChineseToxicityDetector]);
const route = "POST /endpoints/toxic/invocations";
const detect = (content_text = "你好") =>
  scripted().run("sagemaker_chinese_toxicity_detector", { sagemaker_endpoint: "toxic", content_text });

test("keeps the contract of tools", async () => {
  const examples = [{ sagemaker_endpoint: "toxic", content_text: "你好" }];
  expect(await checkToolContract(sagemakerChineseToxicityDetector, { examples })).toEqual([]);
});

test.each([
  [
    { prediction: 0, score: 0.99 },
    { result: "SAFE", prediction: 0, score: 0.99 },
  ],
  [{ prediction: 1 }, { result: "NO_SAFE", prediction: 1, score: null }],
  [{ body: '{"prediction":0}' }, { result: "SAFE", prediction: 0, score: null }],
  [{ body: '{"prediction":1,"confidence":0.7}' }, { result: "NO_SAFE", prediction: 1, score: 0.7 }],
  [{ prediction: "0" }, { result: "SAFE", prediction: 0, score: null }],
])("seed defect: %j is judged by what it says, with its score", async (json, output) => {
  scripted().answer(route, { json });
  expect(succeeded(await detect())).toMatchObject({ output, content: [{ type: "text", text: output.result }] });
  expect(scripted().requests[0]?.json()).toEqual({ text: "你好" });
});

test.each([{}, { prediction: null }, { prediction: 2 }, { prediction: "yes" }, { body: "oops" }, { body: "[]" }])(
  "seed defect: the answer %j is an error, not NO_SAFE",
  async (json) => {
    scripted().answer(route, { json });
    scripted().failure(await detect(), { code: "upstream" });
  },
);

test.each(["", " \n"])("seed defect: the text %j is refused", async (text) => {
  const error = scripted().failure(await detect(text), { code: "invalid_input" });
  expect(error.issues?.[0]?.path).toEqual(["content_text"]);
  expect(scripted().requests).toEqual([]);
});
