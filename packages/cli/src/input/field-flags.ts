import { ToolFailure, toolError } from "@tsunagu/core";

/**
 * Reads `--<field> value` and `--<field>=value` as input fields, all of them as text for `coerceInput` to read.
 * A flag without a value means true; one that is given again makes a list.
 */
export const readFieldFlags = (words: readonly string[]): Readonly<Record<string, unknown>> => {
  const fields: Record<string, unknown> = {};
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    const flag = /^--([a-z_][a-z0-9_]*)(?:=(.*))?$/is.exec(word);
    if (flag?.[1] === undefined) {
      const hint =
        "Input fields are --<field> <value>; one that is named like an option of this command goes into --input.";
      throw new ToolFailure(
        toolError("invalid_input", `${JSON.stringify(word)} is neither an option nor the value of one.`, { hint }),
      );
    }
    const next = words[index + 1];
    const follows = flag[2] === undefined && next !== undefined && !next.startsWith("--");
    if (follows) index++;
    const value = flag[2] ?? (follows ? next : "true");
    const before = fields[flag[1]];
    fields[flag[1]] = before === undefined ? value : [before, value].flat();
  }
  return fields;
};
