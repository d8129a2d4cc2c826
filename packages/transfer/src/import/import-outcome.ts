import { type JsonObject, type JsonValue, type ToolError, toolError } from "@tsunagu/core";
import type { ImportSummary } from "@tsunagu/kintone";
import { err, ok, type Result } from "neverthrow";
import type { ProblemReport } from "./problem-report.ts";

/** What an import came to, and what became of its report. */
export interface ImportEnd {
  readonly imported: Result<ImportSummary, ToolError>;
  readonly problems: Pick<ProblemReport, "first" | "count">;
  readonly report: Result<string | null, ToolError>;
  readonly onRowError: "fail" | "report";
}

/**
 * The answer, or the error when not all went well: rows that failed are an error unless the caller asked for a report of them, or only for a
 * check; a report that could not be stored is one in any case. `partial` when something was written, `invalid_input` when nothing was.
 */
export const importOutcome = ({
  imported,
  problems,
  report,
  onRowError,
}: ImportEnd): Result<ImportSummary, ToolError> => {
  const reported = detailsOf(report);
  if (imported.isErr()) {
    const { error } = imported;
    return err(toolError(error.code, error.message, { ...error, details: { ...error.details, ...reported } }));
  }
  const summary = imported.value;
  const { dryRun, rows, added, updated, failed, unknown } = summary;
  const rowsFailed = problems.count > 0 && onRowError === "fail" && !dryRun;
  if (!rowsFailed && report.isOk()) return ok(summary);

  const wroteNothing = rowsFailed && added + updated + unknown === 0;
  const message = rowsFailed
    ? `${failed + unknown} of ${rows} rows were not imported, ${added + updated} were.`
    : "The rows are done, but the report of those that failed could not be stored.";
  const partial = {
    done: { rows, added, updated, failed, unknown },
    failed: problems.first.map((problem): JsonValue => ({ ...problem })),
    remaining: [],
  };
  return err(
    toolError(wroteNothing ? "invalid_input" : "partial", message, {
      hint: report.isErr() ? `The report: ${report.error.message}` : "Correct these rows and import them again.",
      issues: problems.first.map(({ row, field, reason }) => ({
        path: ["rows", row, ...(field === null ? [] : [field])],
        message: reason,
      })),
      ...(wroteNothing ? {} : { partial }),
      details: { ...reported, problems_omitted: problems.count - problems.first.length },
    }),
  );
};

const detailsOf = (report: Result<string | null, ToolError>): JsonObject =>
  report.match(
    (uri): JsonObject => (uri === null ? {} : { report_s3_uri: uri }),
    (error) => ({ report_error: error.message }),
  );
