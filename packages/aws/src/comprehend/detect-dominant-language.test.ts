import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { comprehendDetectDominantLanguage } from "./detect-dominant-language.ts";

const scripted = useScriptedToolkit([comprehendDetectDominantLanguage]);
const detect = (text: string) => scripted().run("comprehend_detect_dominant_language", { text });

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(comprehendDetectDominantLanguage, { examples: [{ text: "こんにちは" }] })).toEqual([]);
});

test("tells the likeliest first", async () => {
  const Languages = [
    { LanguageCode: "zh", Score: 0.2 },
    { LanguageCode: "ja", Score: 0.75 },
  ];
  scripted().answer("POST /", { json: { Languages } });
  expect(succeeded(await detect("今日は"))).toMatchObject({
    output: {
      language_code: "ja",
      score: 0.75,
      languages: [
        { language_code: "ja", score: 0.75 },
        { language_code: "zh", score: 0.2 },
      ],
    },
    content: [{ type: "text", text: "ja" }],
  });
  expect(scripted().requests[0]?.json()).toEqual({ Text: "今日は" });
});

test("no language is an answer too", async () => {
  scripted().answer("POST /", { json: { Languages: [] } });
  expect(succeeded(await detect("123"))).toMatchObject({ output: { language_code: null, languages: [] } });
});

test.each([" ", "あ".repeat(40_000)])("a text that Comprehend would not take is refused (%#)", async (text) => {
  scripted().failure(await detect(text), { code: "invalid_input" });
  expect(scripted().requests).toEqual([]);
});

test("a denied call is forbidden", async () => {
  scripted().answer("POST /", scriptedError(400, "AccessDeniedException"));
  scripted().failure(await detect("text"), { code: "forbidden" });
});
