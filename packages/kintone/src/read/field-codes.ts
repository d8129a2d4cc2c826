import { invalidField, type ToolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";

/** Most field codes that one call of kintone takes. */
export const maxFieldCodes = 1000;

/**
 * Reads a list of field codes: a list, JSON text of one, or text with commas or line breaks between. Doubles go; an empty
 * list means all fields. Errors: `invalid_input`.
 */
export const readFieldCodes = (
  given: string | readonly string[] | undefined,
): Result<readonly string[] | undefined, ToolError> => {
  if (given === undefined) return ok(undefined);
  const listed = typeof given === "string" ? splitText(given) : given;
  if (listed === undefined)
    return err(
      invalidField(
        "fields",
        "begins like JSON but is not a JSON list of texts",
        'Write ["Name","Email"], or Name,Email.',
      ),
    );
  const codes = [...new Set(listed.map((code) => code.trim()).filter((code) => code !== ""))];
  if (codes.length > maxFieldCodes)
    return err(invalidField("fields", `names ${codes.length} fields`, `kintone takes at most ${maxFieldCodes}.`));
  return ok(codes.length === 0 ? undefined : codes);
};

const splitText = (text: string): readonly string[] | undefined => {
  if (!text.trim().startsWith("[")) return text.split(/[,\n]/);
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every((code) => typeof code === "string") ? parsed : undefined;
  } catch {
    return undefined; // not JSON
  }
};
