import { expect, test } from "vitest";
import { stem } from "./porter-stemmer.ts";

/** Stems that NLTK's PorterStemmer makes. */
test.each([
  ["caresses", "caress"],
  ["ponies", "poni"],
  ["ties", "tie"],
  ["cats", "cat"],
  ["agreed", "agre"],
  ["feed", "feed"],
  ["plastered", "plaster"],
  ["motoring", "motor"],
  ["sing", "sing"],
  ["conflated", "conflat"],
  ["hopping", "hop"],
  ["falling", "fall"],
  ["filing", "file"],
  ["happy", "happi"],
  ["enjoy", "enjoy"],
  ["relational", "relat"],
  ["generalization", "gener"],
  ["radically", "radic"],
  ["hopefulness", "hope"],
  ["archaeology", "archaeolog"],
  ["triplicate", "triplic"],
  ["adoption", "adopt"],
  ["replacement", "replac"],
  ["controlled", "control"],
  ["rate", "rate"],
  ["skies", "sky"],
  ["dying", "die"],
  ["News", "news"],
  ["as", "as"],
  ["died", "die"],
  ["cried", "cri"],
])("%s becomes %s", (word, expected) => {
  expect(stem(word)).toBe(expected);
});
