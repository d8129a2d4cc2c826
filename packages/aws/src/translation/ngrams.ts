/** How often each run of `order` tokens occurs. Tokens hold no spaces, so a run is one text. */
export const countNgrams = (tokens: readonly string[], order: number): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (let start = 0; start + order <= tokens.length; start++) {
    const ngram = tokens.slice(start, start + order).join(" ");
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
};
