/**
 * The stem of an English word: M. F. Porter's algorithm with the additions that NLTK makes, so that METEOR agrees with it.
 *
 * @see M. F. Porter, An algorithm for suffix stripping, 1980
 * @see NLTK documentation, nltk.stem.porter
 */
export const stem = (word: string): string => {
  const lower = word.toLowerCase();
  const irregular = irregularStems.get(lower);
  if (irregular !== undefined) return irregular;
  if (lower.length <= 2) return lower;
  return [plural, pastOrParticiple, finalY, doubleSuffix, simpleSuffix, longSuffix, finalE, finalL].reduce(
    (stemmed, step) => step(stemmed),
    lower,
  );
};

type Condition = (stem: string, word: string) => boolean;
type Rule = readonly [suffix: string, replacement: string, condition?: Condition];

const irregularStems: ReadonlyMap<string, string> = new Map(
  Object.entries({
    sky: ["sky", "skies"],
    die: ["dying"],
    lie: ["lying"],
    tie: ["tying"],
    news: ["news"],
    inning: ["innings", "inning"],
    outing: ["outings", "outing"],
    canning: ["cannings", "canning"],
    howe: ["howe"],
    proceed: ["proceed"],
    exceed: ["exceed"],
    succeed: ["succeed"],
  }).flatMap(([irregular, words]) => words.map((word) => [word, irregular])),
);

const isConsonant = (word: string, index: number): boolean => {
  const letter = word[index] ?? "";
  if (letter !== "y") return !"aeiou".includes(letter);
  return index === 0 || !isConsonant(word, index - 1);
};

/** A word as `v` and `c`. From left to right, because a `y` depends on the letter before. */
const shape = (word: string): string => {
  let letters = "";
  for (const letter of word) {
    const vowel = letter === "y" ? letters.endsWith("c") : "aeiou".includes(letter);
    letters += vowel ? "v" : "c";
  }
  return letters;
};

/** How often a consonant follows a vowel. */
const measure = (word: string): number => shape(word).split("vc").length - 1;
const hasMeasure: Condition = (stemmed) => measure(stemmed) > 0;
const hasLongMeasure: Condition = (stemmed) => measure(stemmed) > 1;
const endsInShortSyllable = (word: string): boolean =>
  (/cvc$/.test(shape(word)) && !/[wxy]$/.test(word)) || shape(word) === "vc";

/** The first rule whose suffix the word has decides, even if its condition then fails. */
const apply = (word: string, rules: readonly Rule[]): string => {
  const rule = rules.find(([suffix]) => word.endsWith(suffix));
  if (rule === undefined) return word;
  const [suffix, replacement, condition] = rule;
  const stemmed = word.slice(0, word.length - suffix.length);
  return condition === undefined || condition(stemmed, word) ? stemmed + replacement : word;
};

const plural = (word: string): string =>
  word.length === 4 && word.endsWith("ies")
    ? word.slice(0, -1)
    : apply(word, [
        ["sses", "ss"],
        ["ies", "i"],
        ["ss", "ss"],
        ["s", ""],
      ]);

const pastOrParticiple = (word: string): string => {
  if (word.endsWith("ied")) return word.slice(0, word.length === 4 ? -1 : -2);
  if (word.endsWith("eed")) return apply(word, [["eed", "ee", hasMeasure]]);
  const stemmed = ["ed", "ing"]
    .filter((suffix) => word.endsWith(suffix))
    .map((suffix) => word.slice(0, -suffix.length))
    .find((candidate) => shape(candidate).includes("v"));
  if (stemmed === undefined) return word;
  if (/(at|bl|iz)$/.test(stemmed)) return `${stemmed}e`;
  if (/(.)\1$/.test(stemmed) && isConsonant(stemmed, stemmed.length - 1)) {
    return /[lsz]$/.test(stemmed) ? stemmed : stemmed.slice(0, -1);
  }
  return measure(stemmed) === 1 && endsInShortSyllable(stemmed) ? `${stemmed}e` : stemmed;
};

const finalY = (word: string): string =>
  apply(word, [["y", "i", (stemmed) => stemmed.length > 1 && isConsonant(stemmed, stemmed.length - 1)]]);

const doubleSuffix = (word: string): string =>
  word.endsWith("alli") && measure(word.slice(0, -4)) > 0 ? doubleSuffix(word.slice(0, -2)) : apply(word, doubleRules);

const measured = (pairs: string): readonly Rule[] =>
  pairs.split(" ").map((pair) => {
    const [suffix = "", replacement = ""] = pair.split(">");
    return [suffix, replacement, hasMeasure];
  });

const doubleRules: readonly Rule[] = [
  ...measured("ational>ate tional>tion enci>ence anci>ance izer>ize bli>ble alli>al entli>ent eli>e ousli>ous"),
  ...measured("ization>ize ation>ate ator>ate alism>al iveness>ive fulness>ful ousness>ous aliti>al iviti>ive"),
  ...measured("biliti>ble fulli>ful"),
  ["logi", "log", (_stem, word) => measure(word.slice(0, -3)) > 0],
];

const simpleRules = measured("icate>ic ative> alize>al iciti>ic ical>ic ful> ness>");
const simpleSuffix = (word: string): string => apply(word, simpleRules);

const long = (suffixes: string): readonly Rule[] => suffixes.split(" ").map((suffix) => [suffix, "", hasLongMeasure]);

const longRules: readonly Rule[] = [
  ...long("al ance ence er ic able ible ant ement ment ent"),
  ["ion", "", (stemmed) => measure(stemmed) > 1 && /[st]$/.test(stemmed)],
  ...long("ou ism ate iti ous ive ize"),
];
const longSuffix = (word: string): string => apply(word, longRules);

const finalE = (word: string): string =>
  apply(word, [
    ["e", "", (stemmed) => measure(stemmed) > 1 || (measure(stemmed) === 1 && !endsInShortSyllable(stemmed))],
  ]);

const finalL = (word: string): string =>
  word.endsWith("ll") && measure(word.slice(0, -1)) > 1 ? word.slice(0, -1) : word;
