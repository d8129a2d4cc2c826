/**
 * The test behind `like`: letter case and width do not matter, and Latin letters and digits match as whole words
 * (`like "key"` does not find `keyword`), while other scripts match anywhere.
 * A simplification: kintone asks a full-text index that splits words by language and lags behind writes;
 * file contents, which kintone also searches, are not looked at here.
 */
export const containsWords = (words: string): ((text: string) => boolean) => {
  const wanted = fold(words).trim();
  return (text) => wanted !== "" && hasWholeWords(fold(text), wanted);
};

const fold = (text: string): string => text.normalize("NFKC").toLowerCase();

const hasWholeWords = (text: string, wanted: string): boolean => {
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const end = at + wanted.length;
    const cutsBefore = isWordCharacter(wanted.charAt(0)) && isWordCharacter(text.charAt(at - 1));
    const cutsAfter = isWordCharacter(wanted.charAt(wanted.length - 1)) && isWordCharacter(text.charAt(end));
    if (!cutsBefore && !cutsAfter) return true;
  }
  return false;
};

const isWordCharacter = (character: string): boolean => /^[a-z0-9]$/.test(character);
