/** Copies only what has to change; everything else is the caller's own object. */
export const scrubOutput = <T>(input: T, except: readonly string[], scrub: (text: string) => string): T => {
  if (typeof input === "string") return scrub(input) as T;
  if (typeof input !== "object" || input === null) return input;
  if (Array.isArray(input)) {
    const items = input.map((item: unknown) => scrubOutput(item, except, scrub));
    return items.every((item, index) => item === input[index]) ? input : (items as T);
  }
  if (Object.getPrototypeOf(input) !== Object.prototype && Object.getPrototypeOf(input) !== null) return input;
  const entries = Object.entries(input);
  const scrubbed = entries.map(([key, value]): [string, unknown] => [
    scrub(key),
    except.includes(key) && typeof value === "string" ? value : scrubOutput(value, except, scrub),
  ]);
  const same = scrubbed.every(([key, value], index) => key === entries[index]?.[0] && value === entries[index]?.[1]);
  return same ? input : (Object.fromEntries(scrubbed) as T);
};
