/** Most bytes of one name on the usual file systems, less room for a number that tells same names apart. */
const maxBytes = 200;

/**
 * A name from outside as one segment of a path: it cannot leave its directory, hide, or be what a file system refuses.
 */
export const safeSegment = (given: string): string => {
  const clean = given.replace(/[\p{Cc}<>:"/\\|?*]/gu, "_").replace(/^[.\s]+|[.\s]+$/g, "");
  const extension = /\.[^.]{1,16}$/.exec(clean)?.[0] ?? "";
  const stem = clean.slice(0, clean.length - extension.length);
  return `${cut(stem, maxBytes - Buffer.byteLength(extension))}${extension}` || "file";
};

/** The first bytes of a text; a character that is cut in the middle goes. */
const cut = (text: string, bytes: number): string =>
  Buffer.from(text)
    .subarray(0, bytes)
    .toString()
    .replace(/\ufffd+$/, "");
