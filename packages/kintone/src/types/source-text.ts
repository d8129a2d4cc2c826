/** A text as a literal of source code. */
export const quoted = (text: string): string => JSON.stringify(text);

/** A field code as the name of a property: quoted where it is no identifier. */
export const propertyName = (code: string): string => {
  if (code === "__proto__") return `[${quoted(code)}]`; // as a plain name it would set the object's prototype
  return identifier.test(code) && !/[\u{10000}-\u{10ffff}]/u.test(code) ? code : quoted(code);
};

/** A text inside a comment: on one line, and with nothing that ends the comment. */
export const commentText = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replaceAll("*/", "* /")
    .trim();

/** Letters that every compiler knows; what Unicode took into identifiers later, such as the middle dot, is quoted. */
const identifier = /^[\p{L}$_][\p{L}\p{Nd}$_]*$/u;
