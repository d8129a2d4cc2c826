import { Socket } from "node:net";
import { createToolkit } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test, vi } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { translationEvaluator } from "./evaluator.ts";

const toolkit = createToolkit({ tools: [translationEvaluator] });

const evaluate = async (translation: string, label: string) =>
  succeeded(await toolkit.call("translation_evaluator", { translation, label }));

test("keeps the contract of tools", async () => {
  const examples = [
    { source: "机器翻译", translation: "machine translation", label: "machine translation" },
    { translation: "a", label: "b", model_endpoint: "https://example.com" },
  ];
  expect(await checkToolContract(translationEvaluator, { examples })).toEqual([]);
});

/** What sacrebleu 2.6.0, NLTK 3.10.4 (without WordNet) and jieba 0.42.1 compute. */
test("seed defect: English is scored as well as Chinese, and without the network", async () => {
  const { metric } = await evaluate(
    "It is a guide to action which ensures that the military always obeys the commands of the party",
    "It is a guide to action that ensures the military will forever heed Party commands",
  );
  expect(metric.sacrebleu).toBeCloseTo(32.22538601891171, 9);
  expect(metric.nist).toBeCloseTo(2.3875442528718724, 9);
  expect(metric.meteor).toBeCloseTo(0.7064724037763254, 9);
});

test("seed defect: nothing is connected to", async () => {
  const connect = vi.spyOn(Socket.prototype, "connect");
  try {
    await evaluate("机器翻译 of happy cats", "机器翻译 of a happy cat");
    expect(connect).not.toHaveBeenCalled();
  } finally {
    connect.mockRestore();
  }
});

test("Chinese is cut into words as jieba does", async () => {
  const { metric, translation_tokens, label_tokens } = await evaluate(
    "机器翻译的质量评估是一个重要的研究方向。",
    "机器翻译质量的评估是重要研究方向。",
  );
  expect(translation_tokens.join(" ")).toBe("机器翻译 的 质量 评估 是 一个 重要 的 研究 方向 。");
  expect(label_tokens.join(" ")).toBe("机器翻译 质量 的 评估 是 重要 研究 方向 。");
  expect(metric.sacrebleu).toBeCloseTo(20.318991410067213, 9);
  expect(metric.nist).toBeCloseTo(2.593575001180074, 9);
  expect(metric.meteor).toBeCloseTo(0.8333333333333334, 9);
});

test("words of one stem count for METEOR, and numbers stay whole for BLEU", async () => {
  const { metric } = await evaluate(
    "The cats were running quickly; relational databases generalize 3.14% of happiness",
    "The cat runs quick, relation database generalization 3.14 of happy",
  );
  expect(metric.sacrebleu).toBeCloseTo(4.065425428798724, 9);
  expect(metric.nist).toBeCloseTo(0.5765719364395496, 9);
  expect(metric.meteor).toBeCloseTo(0.6756756756756757, 9);
});

test("seed defect: a score that is not defined leaves the others", async () => {
  const { metric } = await evaluate("hello world", "hello");
  expect(metric).toEqual({
    sacrebleu: expect.closeTo(50, 9),
    meteor: expect.closeTo(0.45454545454545453, 9),
    nist: null,
  });
});

test("texts without a common word score nothing, equal ones the most", async () => {
  expect((await evaluate("one two three four five", "六七八")).metric).toEqual({ sacrebleu: 0, meteor: 0, nist: 0 });
  const { metric } = await evaluate("one two three four five", "one two three four five");
  expect(metric.sacrebleu).toBeCloseTo(100, 9);
  expect(metric.meteor).toBeCloseTo(0.996, 9);
});

test.each([
  [{}, "translation"],
  [{ translation: "a" }, "label"],
  [{ translation: " \n", label: "a" }, "translation"],
])("seed defect: %j is an error, not an empty success", async (input, field) => {
  const result = await toolkit.run("translation_evaluator", input);
  expect(result.isErr() && result.error).toMatchObject({ code: "invalid_input" });
  expect(result.isErr() && result.error.issues?.map(({ path }) => path[0])).toContain(field);
});

test("seed defect: a model's endpoint is refused with the way out, not passed over", async () => {
  const input = { translation: "a", label: "a", model_endpoint: "my-endpoint" };
  const result = await toolkit.run("translation_evaluator", input);
  expect(result.isErr() && result.error).toMatchObject({ code: "unsupported", hint: expect.stringContaining("BLEU") });
});
