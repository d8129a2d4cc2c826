import { invalidField, type ToolError } from "@tsunagu/core";
import type { RecordFormat } from "@tsunagu/kintone";
import { err, ok, type Result } from "neverthrow";

/** The form of a file to import: what the caller says, or what the key's ending does. Errors: `invalid_input`. */
export const importFormat = (format: RecordFormat | undefined, key: string): Result<RecordFormat, ToolError> => {
  if (format !== undefined) return ok(format);
  const ending = /\.([^./]+)$/.exec(key)?.[1]?.toLowerCase() ?? "";
  const found = endings[ending];
  if (found !== undefined) return ok(found);
  const problem =
    ending === "" ? "the key has no ending that says what it is" : `.${ending} is no form that is imported`;
  return err(invalidField("format", problem, "Give csv or jsonl, if the object is one of them."));
};

const endings: Readonly<Record<string, RecordFormat>> = { csv: "csv", txt: "csv", jsonl: "jsonl", ndjson: "jsonl" };
