import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { lambdaTranslateUtils } from "./translate-utils.ts";

const scripted = useScriptedToolkit([lambdaTranslateUtils]);
const route = "POST /2015-03-31/functions/translate_tool/invocations";
const required = { text_content: "こんにちは", src_lang: "ja_JP", dest_lang: "en_US" };
const translate = (more: object = {}) => scripted().run("lambda_translate_utils", { ...required, ...more });

test("keeps the contract of tools", async () => {
  const examples = [
    required,
    { ...required, request_type: "translate", model_id: "m", dictionary_name: "terms", lambda_name: "mine" },
  ];
  expect(await checkToolContract(lambdaTranslateUtils, { examples })).toEqual([]);
});

test("asks in the form of the sample's function", async () => {
  scripted().answer(route, { json: { translations: [{ term_mapping: [] }] } });
  succeeded(
    await translate({ dictionary_name: "terms", request_type: "translate", model_id: "amazon.nova-lite-v1:0" }),
  );
  expect(scripted().requests[0]?.json()).toEqual({
    src_contents: ["こんにちは"],
    src_lang: "ja_JP",
    dest_lang: "en_US",
    dictionary_id: "terms",
    request_type: "translate",
    model_id: "amazon.nova-lite-v1:0",
  });
});

test("seed defect: no model is named that is out of service; to translate, one has to be given", async () => {
  scripted().answer(route, { json: {} });
  for (const request_type of ["term_mapping", "segment_only"]) {
    succeeded(await translate({ request_type }));
    expect(scripted().requests.at(-1)?.json()).not.toHaveProperty("model_id");
  }
  const error = scripted().failure(await translate({ request_type: "translate" }), { code: "invalid_input" });
  expect(error.issues?.[0]).toMatchObject({ path: ["model_id"], message: expect.stringContaining("is needed") });
  expect(scripted().requests).toHaveLength(2);
});

test("seed defect: UTF-8 and escapes in the answer stay what they are", async () => {
  const body = '{"translations":["挨拶 \\"Hello\\\\n\\" – é"]}';
  scripted().answer(route, { body });
  expect(succeeded(await translate())).toMatchObject({
    output: { response_text: body, response_json: { translations: ['挨拶 "Hello\\n" – é'] } },
    content: [{ type: "text", text: body }],
  });
});

test.each(["text_content", "src_lang", "dest_lang"])(
  "seed defect: an empty %s is refused by its name",
  async (field) => {
    const error = scripted().failure(await translate({ [field]: "" }), { code: "invalid_input" });
    expect(error.issues?.[0]?.path).toEqual([field]);
    expect(scripted().requests).toEqual([]);
  },
);

test("seed defect: an optional dictionary may be left out", async () => {
  scripted().answer(route, { json: {} });
  succeeded(await translate());
  expect(scripted().requests[0]?.json()).toMatchObject({ dictionary_id: "", request_type: "term_mapping" });
});

test("seed defect: a function that fails is an error", async () => {
  const headers = { "x-amz-function-error": "Unhandled" };
  scripted().answer(route, { headers, json: { errorType: "ValueError", errorMessage: "no such model" } });
  const error = scripted().failure(await translate(), { code: "upstream", origin: "ValueError" });
  expect(error.details).toMatchObject({ error_message: "no such model" });
});

test("bytes that are no text are an error, not mojibake", async () => {
  scripted().answer(route, { body: Uint8Array.of(0xff, 0xfe, 0x00) });
  scripted().failure(await translate(), { code: "upstream" });
});
