import { countNgrams } from "./ngrams.ts";

const highestOrder = 4;

/**
 * BLEU of one sentence against one reference, 0 to 100, as `sentence_bleu` of sacrebleu computes it by default: 13a
 * tokenization, exponential smoothing, effective order.
 *
 * @see Papineni et al., BLEU: a Method for Automatic Evaluation of Machine Translation, 2002
 * @see Post, A Call for Clarity in Reporting BLEU Scores, 2018
 */
export const bleu = (translation: readonly string[], reference: readonly string[]): number => {
  const [hypothesis, expected] = [tokenize13a(translation), tokenize13a(reference)];
  const logPrecisions: number[] = [];
  let matches = 0;
  let smoothing = 1;
  for (let order = 1; order <= highestOrder; order++) {
    const total = hypothesis.length - order + 1;
    if (total <= 0) break;
    const correct = overlap(hypothesis, expected, order);
    if (correct === 0) smoothing *= 2;
    matches += correct;
    logPrecisions.push(Math.log((100 * (correct || 1 / smoothing)) / total));
  }
  if (matches === 0) return 0;
  const mean = logPrecisions.reduce((sum, each) => sum + each, 0) / logPrecisions.length;
  return brevityPenalty(hypothesis.length, expected.length) * Math.exp(mean);
};

const overlap = (hypothesis: readonly string[], expected: readonly string[], order: number): number => {
  const allowed = countNgrams(expected, order);
  let correct = 0;
  for (const [ngram, count] of countNgrams(hypothesis, order)) correct += Math.min(count, allowed.get(ngram) ?? 0);
  return correct;
};

const brevityPenalty = (length: number, expected: number): number =>
  length < expected ? Math.exp(1 - expected / length) : 1;

/** Sets punctuation apart, but not the points and commas of numbers. */
const tokenize13a = (tokens: readonly string[]): readonly string[] =>
  ` ${tokens.join(" ")} `
    .replace(/([{-~[-` -&(-+:-@/])/gu, " $1 ")
    .replace(/([^0-9])([.,])/gu, "$1 $2 ")
    .replace(/([.,])([^0-9])/gu, " $1 $2")
    .replace(/([0-9])(-)/gu, "$1 $2 ")
    .split(/\s+/)
    .filter((token) => token !== "");
