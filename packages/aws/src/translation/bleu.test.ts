import { expect, test } from "vitest";
import { bleu } from "./bleu.ts";

/** What sacrebleu 2.6.0 computes. */
test.each([
  ["the cat sat on the mat", "the cat is on the mat", 37.99178428257963],
  ["the the the the", "the cat", 15.97357760615681],
  ["a", "a b c", 13.53352832366127],
  ["x y", "a b", 0],
])("%s ~ %s", (translation, reference, expected) => {
  expect(bleu(translation.split(" "), reference.split(" "))).toBeCloseTo(expected, 9);
});
