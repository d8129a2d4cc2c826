import { countNgrams } from "./ngrams.ts";

const highestOrder = 5;
/** Halves the score of a translation that has two thirds of the reference's length. */
const beta = Math.log(0.5) / Math.log(1.5) ** 2;

/**
 * NIST of one sentence against one reference, as `sentence_nist` of NLTK computes it with n-grams of up to five tokens.
 * Null for a translation of fewer than five tokens, for which it is not defined.
 *
 * @see Doddington, Automatic Evaluation of Machine Translation Quality Using N-gram Co-Occurrence Statistics, 2002
 */
export const nist = (translation: readonly string[], reference: readonly string[]): number | null => {
  if (translation.length < highestOrder) return null;
  let score = 0;
  let shorter: ReadonlyMap<string, number> | undefined;
  for (let order = 1; order <= highestOrder; order++) {
    const expected = countNgrams(reference, order);
    let information = 0;
    for (const [ngram, count] of countNgrams(translation, order)) {
      const frequency = expected.get(ngram);
      if (frequency === undefined) continue;
      const before = shorter?.get(ngram.slice(0, ngram.lastIndexOf(" "))) ?? reference.length;
      information += Math.log2(before / frequency) * Math.min(count, frequency);
    }
    score += information / (translation.length - order + 1);
    shorter = expected;
  }
  const ratio = translation.length / reference.length;
  return score * (ratio < 1 ? Math.exp(beta * Math.log(ratio) ** 2) : 1);
};
