/** Copies only what has to change; everything else is the caller's own object. */
export const scrubOutput = <T>(input: T, except: readonly string[], scrub: (text: string) => string): T => {
  if (typeof input === "string") return scrub(input) as T;
  if (typeof input !== "object" || input === null) return input;
  if (Array.isArray(input)) {
    const items = input.map((item: unknown) => scrubOutput(item, except, scrub));
    return items.every((item, index) => item === input[index]) ? input : (items as T);
  }
  if (Object.getPrototypeOf(input) !== Object.prototype && Object.getPrototypeOf(input) !== null) return input;
  const entries: [string, unknown][] = Object.entries(input);
  let isChanged = false;
  for (const entry of entries) {
    const [key, value] = entry;
    entry[0] = scrub(key);
    if (!except.includes(key) || typeof value !== "string") entry[1] = scrubOutput(value, except, scrub);
    isChanged ||= entry[0] !== key || entry[1] !== value;
  }
  return isChanged ? (Object.fromEntries(entries) as T) : input;
};
