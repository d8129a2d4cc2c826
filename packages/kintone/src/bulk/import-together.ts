import { ToolFailure, toolError } from "@tsunagu/core";
import { orThrow } from "../read/reader.ts";
import type { KintoneSession } from "../session.ts";
import { checkAtomic } from "../write/upsert.ts";
import { inHundreds } from "../write/upsert-chunks.ts";
import type { ImportOptions, ImportSummary } from "./import-options.ts";
import type { ImportRules } from "./import-rules.ts";
import type { InputRow, RowProblem } from "./input-row.ts";
import { prepareRows } from "./prepare-rows.ts";
import { writeRowsTogether } from "./write-rows.ts";

/** Records that kintone writes as one: 20 requests of 100. */
const maxTogether = 2000;

/**
 * Imports all rows or none, at most 2,000. Throws a ToolFailure: `too_large`; `unsupported` with OAuth above 100 rows;
 * and when a row is wrong, what is wrong with it, nothing being written.
 */
export const importTogether = async (
  session: KintoneSession,
  rows: AsyncGenerator<InputRow, void>,
  rules: ImportRules,
  options: ImportOptions & { readonly timeoutMs: number },
): Promise<ImportSummary> => {
  const input: InputRow[] = [];
  for await (const row of rows) {
    if (input.length === maxTogether) throw tooMany();
    input.push(row);
  }
  orThrow(checkAtomic(inHundreds(input), input.length, session));
  const { prepared, problems } = await prepareRows(input, rules, session, options);
  if (problems.length > 0) throw await refused(problems, options);
  const { added, updated } = await writeRowsTogether(inHundreds(prepared), rules, session, options);
  const counts = { rows: input.length, added, updated, failed: 0, unknown: 0 };
  options.onProgress?.(counts);
  return { ...counts, dryRun: false };
};

const refused = async (problems: readonly RowProblem[], { onProblems }: ImportOptions): Promise<ToolFailure> => {
  await onProblems?.(problems);
  const issues = problems.slice(0, 50).map(({ row, field, reason }) => ({
    path: [row, ...(field === null ? [] : [field])],
    message: reason,
  }));
  const [first] = problems;
  const message = `Row ${first?.row}, ${first?.field ?? "the row"}: ${first?.reason}`;
  return new ToolFailure(toolError("invalid_input", message, { issues, hint: "Nothing was written." }));
};

const tooMany = (): ToolFailure =>
  new ToolFailure(
    toolError("too_large", `The file holds more than ${maxTogether} rows, the most that kintone writes as one.`, {
      hint: "Import fewer rows at once, or leave atomic out.",
    }),
  );
