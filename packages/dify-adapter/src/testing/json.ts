import { isObject } from "@tsunagu/core";

/** The object in a line of JSON; undefined for anything else. */
export const parseLine = (line: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // the daemon ignores it too, but a correct plugin writes no such line
  }
};

/** JSON as Go writes it: with the characters escaped that are special in HTML. */
export const goJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
