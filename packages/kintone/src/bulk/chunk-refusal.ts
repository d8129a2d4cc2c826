import type { ToolError } from "@tsunagu/core";
import { fateUnknown } from "../http/errors.ts";
import { chunkError } from "../write/upsert-failure.ts";
import type { RowProblem } from "./input-row.ts";
import type { PreparedRow } from "./prepare-row.ts";

/**
 * Whether kintone refused what was sent, so that nothing of it was written, for a reason that may lie in some of its
 * rows.
 */
export const isRefusal = ({ code, origin }: ToolError): boolean =>
  refusals.has(code) && !ofTheApp.has(origin?.code ?? "");

/** Whether rows that were to be added may have been added all the same. */
export const isFateUnknown = (error: ToolError): boolean => error.hint === fateUnknown || error.code === "upstream";

/** The rows that an error names, each with its field. Empty when it names none. */
export const namedProblems = (error: ToolError, rows: readonly PreparedRow[]): readonly RowProblem[] =>
  (chunkError(error, { rows }).issues ?? []).flatMap(({ path, message }) => {
    const [, row, ...field] = path;
    if (typeof row !== "number" || !rows.some((each) => each.row === row)) return [];
    const named = (field[0] === "record" && field.length > 1 ? field.slice(1) : field).join(".");
    return [{ row, field: named || null, reason: message, written: "no" as const }];
  });

const refusals: ReadonlySet<ToolError["code"]> = new Set([
  "invalid_input",
  "conflict",
  "not_found",
  "too_large",
  "forbidden",
]);

/** Codes that say something of the app, whatever the rows hold. */
const ofTheApp: ReadonlySet<string> = new Set(["GAIA_AP01", "GAIA_NO01", "GAIA_IL23"]);
