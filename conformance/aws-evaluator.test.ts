import { fileURLToPath } from "node:url";
import { translationEvaluator } from "@tsunagu/aws";
import { createToolkit, describeError } from "@tsunagu/core";
import { beforeAll, expect, test } from "vitest";
import { run } from "./support/process.ts";
import { pythonEnvironment, SETUP_TIMEOUT_MS } from "./support/python.ts";

const script = fileURLToPath(new URL("support/evaluator/evaluate.py", import.meta.url));
const timeoutMs = 60_000;

const sentences = [
  "机器翻译的质量评估是一个重要的研究方向。",
  "机器翻译质量的评估是重要研究方向。",
  "小明硕士毕业于中国科学院计算所，后在日本京都大学深造",
  "他来到了网易杭研大厦",
  "亚马逊云科技（AWS）在2024年发布了Bedrock 2.0，价格为$1,234.56。",
  "工信处女干事每月经过下属科室都要亲口交代24口交换机等技术性器件的安装工作",
  "𠮷野家的牛肉饭很好吃😀呵呵",
  "中文English混排test123测试a+b=c C++ 50.5%",
  "It is a guide to action which ensures that the military always obeys the commands of the party",
  "It is a guide to action that ensures the military will forever heed Party commands",
  "The cats were running quickly; relational databases generalize 3.14% of happiness",
  "The cat runs quick, relation database generalization 3.14 of happy",
  "hello world",
];
const pairs = sentences.flatMap((translation) => sentences.map((label) => [translation, label] as const));

interface Scores {
  readonly metric: { readonly sacrebleu: number; readonly meteor: number; readonly nist: number | null };
  readonly translation_tokens: readonly string[];
  readonly label_tokens: readonly string[];
}

let expected: readonly Scores[] = [];

beforeAll(async () => {
  const { python } = await pythonEnvironment();
  expected = JSON.parse(await run(python, [script], { input: JSON.stringify(pairs), timeoutMs })) as Scores[];
}, SETUP_TIMEOUT_MS);

test("translation_evaluator agrees with jieba, sacrebleu and NLTK", async () => {
  await using toolkit = createToolkit({ tools: [translationEvaluator] });
  expect(expected).toHaveLength(pairs.length);
  for (const [index, [translation, label]] of pairs.entries()) {
    const answer = await toolkit.call("translation_evaluator", { translation, label });
    if (answer.isErr()) throw new Error(describeError(answer.error));
    const output = answer.value;
    const scores = expected[index];
    expect(output.translation_tokens).toEqual(scores?.translation_tokens);
    expect(output.label_tokens).toEqual(scores?.label_tokens);
    const { sacrebleu, meteor, nist } = output.metric;
    expect(sacrebleu).toBeCloseTo(scores?.metric.sacrebleu ?? Number.NaN, 6);
    expect(meteor).toBeCloseTo(scores?.metric.meteor ?? Number.NaN, 6);
    if (nist === null) expect(scores?.metric.nist).toBeNull();
    else expect(nist).toBeCloseTo(scores?.metric.nist ?? Number.NaN, 6);
  }
});
