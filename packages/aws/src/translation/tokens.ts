/**
 * The words of a text as jieba cuts it, with its dictionary and its model for unknown words, but without white space. Chinese
 * is cut into words; English and numbers are cut at spaces and punctuation. The dictionary is loaded on first use.
 *
 * @see jieba documentation, cut
 */
export const tokensOf = async (text: string): Promise<string[]> => {
  const { cut } = await import("jieba-wasm");
  return cut(text, true).filter((token) => token.trim() !== "");
};
