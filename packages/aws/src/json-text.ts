import * as z from "@tsunagu/core/zod";

/** A field that holds JSON as text, passed on to the letter, so that no number loses digits. `maxLength` counts characters. */
export const jsonText = (maxLength: number) => z.string().max(maxLength).refine(isJson, "is not JSON text");

/** Whether a text is one JSON value. */
export const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // the answer itself
  }
};
