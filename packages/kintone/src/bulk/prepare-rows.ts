import { toToolError } from "@tsunagu/core";
import type { KintoneSession } from "../session.ts";
import { uploadFiles } from "./import-files.ts";
import type { ImportOptions } from "./import-options.ts";
import type { ImportRules } from "./import-rules.ts";
import type { InputRow, RowProblem } from "./input-row.ts";
import { type PreparedRow, prepareRow } from "./prepare-row.ts";

/** Checks rows, and uploads the files that they name. */
export const prepareRows = async (
  input: readonly InputRow[],
  rules: ImportRules,
  session: KintoneSession,
  { attachmentsDir, dryRun, signal, timeoutMs }: ImportOptions,
): Promise<{ readonly prepared: readonly PreparedRow[]; readonly problems: readonly RowProblem[] }> => {
  const prepared: PreparedRow[] = [];
  const problems: RowProblem[] = [];
  for (const row of input) {
    const checked = prepareRow(row, rules);
    if (checked.isErr()) problems.push(...checked.error);
    else if (attachmentsDir === undefined || dryRun) prepared.push(checked.value);
    else {
      try {
        const upload = { attachmentsDir, signal, timeoutMs };
        prepared.push({
          ...checked.value,
          record: await uploadFiles(checked.value.record, rules.form, session, upload),
        });
      } catch (thrown) {
        const error = toToolError(thrown, () => {
          throw thrown;
        });
        if (!ofTheRow.has(error.code)) throw thrown;
        problems.push({ row: row.row, field: null, reason: error.message, written: "no" });
      }
    }
  }
  return { prepared, problems };
};

const ofTheRow: ReadonlySet<string> = new Set(["not_found", "forbidden", "too_large"]);
