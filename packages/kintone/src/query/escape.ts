/**
 * Escapes a text for use between double quotes in a kintone query: backslash and double quote get a backslash, tab and
 * line break become `\t` and `\n`. Other control characters have no escape in kintone; {@link hasUnescapable} finds them.
 *
 * @see kintone REST API, query strings
 */
export const escapeQueryString = (text: string): string =>
  text
    .replaceAll(/[\\"]/g, "\\$&")
    .replaceAll("\t", "\\t")
    .replaceAll(/\r\n|\r|\n/g, "\\n");

/** Whether a text holds a control character, or half a character, that a literal cannot have and no escape stands for. */
export const hasUnescapable = (text: string): boolean =>
  !text.isWellFormed() ||
  [...text].some((character) => (character < " " || character === "\u007f") && !"\t\n\r".includes(character));
