import { isObject } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";
import type { FormField } from "../fields/form-fields.ts";
import { validateRecord } from "../validation/validate-record.ts";
import type { RecordData } from "../write/record-data.ts";
import { maxUpdateKeyValue } from "../write/update-key.ts";
import type { UpsertRow } from "../write/upsert-rows.ts";
import { useOf } from "./import-fields.ts";
import { type LocalFile, mapFiles, withoutPaths } from "./import-files.ts";
import type { ImportRules } from "./import-rules.ts";
import type { InputRow, RowProblem } from "./input-row.ts";

/** A row that passed every check that can be made here. */
export type PreparedRow = UpsertRow;

/** Makes a row ready to be sent, or says everything that is wrong with it. */
export const prepareRow = (
  { row, record, problem }: InputRow,
  rules: ImportRules,
): Result<PreparedRow, readonly RowProblem[]> => {
  const wrong = (field: string | null, reason: string): RowProblem => ({ row, field, reason, written: "no" });
  if (problem !== undefined) return err([{ row, ...problem }]);
  const uses = Object.keys(record).map((code) => ({ code, use: useOf(code, rules.form, rules) }));
  const unknown = uses.flatMap(({ code, use }) => (typeof use === "object" ? [wrong(code, use.problem)] : []));
  const written: RecordData = {};
  for (const { code, use } of uses) {
    const value = record[code];
    const field = rules.form[code];
    if (use === "write" && value !== undefined && field !== undefined) written[code] = withWritableCells(value, field);
  }
  const key = readKey(record, rules);
  const problems = [
    ...unknown,
    ...(key.isErr() ? [wrong(rules.updateKey ?? null, key.error)] : []),
    ...fileProblems(written, rules).map(({ field, reason }) => wrong(field, reason)),
    ...valueProblems(written, rules).map(({ field, reason }) => wrong(field, reason)),
  ];
  if (problems.length > 0 || key.isErr()) return err(problems);
  return ok({ row, key: key.value, record: written, revision: undefined });
};

const readKey = (
  record: RecordData,
  { updateKey, keyKind, appCode }: ImportRules,
): Result<UpsertRow["key"], string> => {
  if (updateKey === undefined) return ok(undefined);
  const value = String(record[updateKey]?.value ?? "").trim();
  if (value === "") return err("is empty, and it names the record");
  if (keyKind === "field") {
    return [...value].length > maxUpdateKeyValue
      ? err(`has more than ${maxUpdateKeyValue} characters, and kintone finds no record by it`)
      : ok({ updateKey: { field: updateKey, value } });
  }
  const id = appCode !== "" && value.startsWith(`${appCode}-`) ? value.slice(appCode.length + 1) : value;
  return /^[1-9]\d{0,17}$/.test(id) ? ok({ id }) : err(`${JSON.stringify(value.slice(0, 40))} is no record number`);
};

/** Tables of an export hold calculated cells, which cannot be written. */
const withWritableCells = (given: { value: unknown }, { fields }: FormField): { value: unknown } => {
  if (fields === undefined || !Array.isArray(given.value)) return given;
  const isWritable = ([code]: readonly [string, unknown]): boolean => fields[code]?.type !== "CALC";
  const rows = given.value.map((row: unknown) =>
    isObject(row) && isObject(row["value"])
      ? { ...row, value: Object.fromEntries(Object.entries(row["value"]).filter(isWritable)) }
      : row,
  );
  return { value: rows };
};

type Found = Pick<RowProblem, "field" | "reason">;

const fileProblems = (record: RecordData, { form, attachmentsDir }: ImportRules): readonly Found[] => {
  const problems: Found[] = [];
  mapFiles(record, form, (file: LocalFile, field) => {
    if (attachmentsDir === undefined)
      problems.push({ field, reason: `names the file ${file.path}, and no attachments directory is given` });
    return file;
  });
  return problems;
};

/** A row that changes nothing but is named by its key is fine. What is required is known for new records only. */
const valueProblems = (record: RecordData, { form, updateKey }: ImportRules): readonly Found[] => {
  if (updateKey !== undefined && Object.keys(record).length === 0) return [];
  const { errors } = validateRecord(withoutPaths(record, form), form, updateKey === undefined ? "add" : "update", []);
  return errors.map(({ path, field, message }) => ({ field: path.join(".") || field, reason: message }));
};
