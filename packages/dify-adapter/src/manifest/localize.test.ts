import { expect, test } from "vitest";
import { labelOf } from "./label.ts";
import { localize } from "./localize.ts";

test("a text is in every language that has it", () => {
  const catalogs = {
    ja_JP: { tools: { t: { title: "道具" } } },
    pt_BR: { tools: {} },
    zh_Hans: { tools: { t: { title: " " } } },
  };
  expect(localize("Tool", catalogs, (catalog) => catalog.tools?.["t"]?.title)).toEqual({
    en_US: "Tool",
    ja_JP: "道具",
  });
});

test("a text that is too long ends with a whole sentence, or else with a whole word", () => {
  const sentences = "This is one sentence. ".repeat(100);
  const { en_US } = localize(sentences, {}, () => undefined);
  expect(en_US.length).toBeLessThanOrEqual(1023);
  expect(en_US.endsWith("sentence.")).toBe(true);
  const japanese = localize(
    "x",
    { ja_JP: { tools: { t: { title: "これは文です。".repeat(200) } } } },
    (catalog) => catalog.tools?.["t"]?.title,
  );
  expect(japanese.ja_JP?.endsWith("。")).toBe(true);
  const words = localize("word ".repeat(400), {}, () => undefined).en_US;
  expect(words.length).toBeLessThanOrEqual(1023);
  expect(words.endsWith("word…")).toBe(true);
  expect(localize("x".repeat(2000), {}, () => undefined).en_US.length).toBeLessThanOrEqual(1023);
});

test("labels are made of names", () => {
  expect(labelOf("kms_key_id")).toBe("KMS key ID");
  expect(labelOf("ShowSpeakerLabels")).toBe("Show speaker labels");
  expect(labelOf("max_results")).toBe("Max results");
});
