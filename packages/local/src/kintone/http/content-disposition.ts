/**
 * The Content-Disposition of a download: a plain name for old readers, and the real one in UTF-8 (RFC 5987).
 * Characters outside ASCII show as `_` in the plain name.
 */
export const contentDisposition = (name: string): string => {
  const plain = name.replace(/[^\x20-\x7e]/g, "_").replace(/["\\]/g, "\\$&");
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeRfc5987(name)}`;
};

const encodeRfc5987 = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
