import { type ToolError, toolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";
import type { StoreImportOutcome } from "./import-from-store.ts";

/**
 * An import as it went, or an error when rows of it failed: `partial` when others were written, `invalid_input` when none was. A check
 * that writes nothing has found what it was for.
 */
export const failedRows = (imported: StoreImportOutcome): Result<StoreImportOutcome, ToolError> => {
  const { errors, omitted, report, summary } = imported;
  const { dryRun, rows, added, updated, failed, unknown } = summary;
  if (dryRun || errors.length === 0) return ok(imported);
  const wroteNothing = added + updated + unknown === 0;
  const done = { rows, added, updated, failed, unknown };
  return err(
    toolError(
      wroteNothing ? "invalid_input" : "partial",
      `${failed + unknown} of ${rows} rows were not imported, ${added + updated} were.`,
      {
        hint: "Correct these rows and import them again.",
        issues: errors.map(({ row, field, reason }) => ({
          path: ["rows", row, ...(field === null ? [] : [field])],
          message: reason,
        })),
        ...(wroteNothing ? {} : { partial: { done, failed: errors.map((each) => ({ ...each })), remaining: [] } }),
        details: { errors_omitted: omitted, report: report === null ? null : { ...report } },
      },
    ),
  );
};
