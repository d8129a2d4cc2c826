import { stem } from "./porter-stemmer.ts";

const alpha = 0.9;
const beta = 3;
const gamma = 0.5;

/**
 * METEOR of one sentence against one reference, 0 to 1, as `single_meteor_score` of NLTK computes it with its default
 * weights, from equal words and equal stems. Synonyms are not matched: that takes WordNet.
 *
 * @see Lavie and Agarwal, METEOR: An Automatic Metric for MT Evaluation with High Levels of Correlation, 2007
 */
export const meteor = (translation: readonly string[], reference: readonly string[]): number => {
  const words = (tokens: readonly string[]): Word[] =>
    tokens.map((token, position) => ({ position, text: token.toLowerCase() }));
  const equal = match(words(translation), words(reference));
  const stemmed = match(equal.translation.map(toStem), equal.reference.map(toStem));
  const pairs = [...equal.pairs, ...stemmed.pairs].toSorted(([one], [other]) => one - other);
  if (pairs.length === 0) return 0;
  const precision = pairs.length / translation.length;
  const recall = pairs.length / reference.length;
  const mean = (precision * recall) / (alpha * precision + (1 - alpha) * recall);
  return (1 - gamma * (chunks(pairs) / pairs.length) ** beta) * mean;
};

interface Word {
  readonly position: number;
  readonly text: string;
}

type Pair = readonly [translation: number, reference: number];

const toStem = ({ position, text }: Word): Word => ({ position, text: stem(text) });

/** Pairs each word, the last first, with the last equal one that is left; answers with the pairs and with what is left. */
const match = (translation: readonly Word[], reference: readonly Word[]) => {
  const free = Map.groupBy(reference, ({ text }) => text);
  const pairs: Pair[] = [];
  const unmatched: Word[] = [];
  for (const word of translation.toReversed()) {
    const partner = free.get(word.text)?.pop();
    if (partner === undefined) unmatched.unshift(word);
    else pairs.push([word.position, partner.position]);
  }
  const left = [...free.values()].flat().toSorted((one, other) => one.position - other.position);
  return { pairs, translation: unmatched, reference: left };
};

/** How many runs of neighbours there are that stay neighbours. */
const chunks = (pairs: readonly Pair[]): number =>
  pairs.filter(([from, to], index) => {
    const [previousFrom, previousTo] = pairs[index - 1] ?? [];
    return previousFrom !== from - 1 || previousTo !== to - 1;
  }).length;
