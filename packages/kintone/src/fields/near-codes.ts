import type { FormField } from "./form-fields.ts";

/** Up to three field codes that somebody who wrote `wanted` may have meant: by label, by form of letters, or by a slip. */
export const nearCodes = (wanted: string, fields: Readonly<Record<string, FormField>>): readonly string[] => {
  const plain = normalise(wanted);
  const distances = Object.entries(fields).map(([code, { label }]) => ({
    code,
    distance: Math.min(
      distance(plain, normalise(code)),
      label === undefined ? Number.POSITIVE_INFINITY : distance(plain, normalise(label)),
    ),
  }));
  const reach = plain.length < 3 ? 1 : Math.max(2, Math.floor(plain.length / 3));
  return distances
    .filter((near) => near.distance <= reach)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ code }) => code);
};

/** Full-width and half-width, capital and small letters, blanks and underscores made alike. */
const normalise = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s_・-]/g, "")
    .slice(0, 64);

/** How many letters have to be added, removed or replaced. */
const distance = (from: string, to: string): number => {
  const [source, target] = [[...from], [...to]];
  let row = Array.from({ length: target.length + 1 }, (_, index) => index);
  for (const [i, letter] of source.entries()) {
    const next = [i + 1];
    for (const [j, other] of target.entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};
