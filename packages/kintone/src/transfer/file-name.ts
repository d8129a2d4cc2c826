import { type ToolError, toolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";

/** Most bytes of a file name in UTF-8. */
export const maxFileNameBytes = 255;

/** A file name for kintone: without its path, checked. Errors: `invalid_input` for a name that kintone or a person's disk refuses. */
export const checkFileName = (given: string, path: readonly (string | number)[]): Result<string, ToolError> => {
  const name = given.split(/[\\/]/).at(-1)?.trim() ?? "";
  const problem = problemOf(name);
  if (problem === undefined) return ok(name);
  return err(
    toolError("invalid_input", `${path.join(".")}: ${problem}`, {
      issues: [{ path, message: problem }],
      hint: 'Give another name in file_names, without \\ / : * ? " < > | and of at most 255 bytes in UTF-8.',
    }),
  );
};

const problemOf = (name: string): string | undefined => {
  if (name === "" || name === "." || name === "..") return "is no file name";
  const forbidden = [...name].find(
    (character) => ':*?"<>|'.includes(character) || character < " " || character === "\u007f",
  );
  if (forbidden !== undefined) return `holds ${JSON.stringify(forbidden)}, which a file name may not`;
  const bytes = Buffer.byteLength(name);
  return bytes > maxFileNameBytes ? `takes ${bytes} bytes, more than ${maxFileNameBytes}` : undefined;
};
