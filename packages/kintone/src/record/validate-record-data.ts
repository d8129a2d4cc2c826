import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { readFormFields } from "../fields/form-fields.ts";
import { appId, fieldCode, milliseconds, recordOutput, requestTimeout } from "../schema.ts";
import { noteCodes, problemCodes } from "../validation/finding.ts";
import { validateRecord } from "../validation/validate-record.ts";
import { unwrapRecord } from "../write/record-data.ts";

const mostFindings = 200;

const finding = <Codes extends readonly [string, ...string[]]>(codes: Codes) =>
  z.object({
    path: z.array(z.union([z.string(), z.number()])).describe("Where in the input, from `record_data` on."),
    field: z.string().nullable().describe("Code of the field or table column; null for the record as a whole."),
    code: z.enum(codes),
    message: z.string(),
  });

/**
 * Checks a record against an app's form without writing anything.
 *
 * @see kintone REST API, Get Form Fields; kintone API, field types
 */
export const kintoneValidateRecordData = kintoneTool({
  name: "kintone_validate_record_data",
  title: "Validate a kintone record before writing",
  description:
    "Checks a record against the fields of a kintone app, without writing it: unknown field codes, required fields, choices, numbers with digits and " +
    "range, dates and times, lengths, links, users, attachments, tables row by row, and fields that cannot be written. Answers `valid` and every error " +
    "with its place, so that the record can be repaired before kintone_add_record, kintone_update_record or kintone_upsert_records. " +
    "Duplicate values and lookups are not checked; `notes` names them.",
  effect: { kind: "read" },
  permissions: ["app:view records or add records"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      record_data: z
        .record(fieldCode(), z.unknown())
        .describe('The record to check: field code to value, as {"Name": {"value": "Sato"}}. JSON, not Python.'),
      operation: z
        .enum(["add", "update"])
        .default("add")
        .describe("What the record is for. add: required fields must be there. update: fields that are left out stay."),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      valid: z.boolean(),
      error_count: z.int().min(0),
      errors: z.array(finding(problemCodes)).describe(`What is wrong, at most the first ${mostFindings}.`),
      notes: z.array(finding(noteCodes)).describe("What was not checked, and what kintone does to a valid value."),
      record: recordOutput().nullable().describe("The record, ready to be written; null when it is not valid."),
      validated_record_object: recordOutput().nullable().describe("The same."),
      validated_record_data: z.string().nullable().describe("The same as JSON text."),
    }),

  execute: ({ kintone_app_id, record_data, operation, request_timeout }, { session, signal }) =>
    readFormFields(session, kintone_app_id, { signal, timeoutMs: milliseconds(request_timeout) }).map(
      ({ properties }) => {
        const record = unwrapRecord(record_data);
        const { errors, notes } = validateRecord(record, properties, operation, ["record_data"]);
        const valid = errors.length === 0;
        return {
          valid,
          error_count: errors.length,
          errors: errors.slice(0, mostFindings).map((error) => ({ ...error, path: [...error.path] })),
          notes: notes.slice(0, mostFindings).map((note) => ({ ...note, path: [...note.path] })),
          record: valid ? { ...record } : null,
          validated_record_object: valid ? { ...record } : null,
          validated_record_data: valid ? JSON.stringify(record) : null,
        };
      },
    ),

  present: ({ valid, error_count, errors, notes }) => {
    const lines = [...errors, ...notes].map(({ path, message }) => `- ${path.join(".")}: ${message}`);
    const more = error_count > errors.length ? [`- and ${error_count - errors.length} more errors`] : [];
    const verdict = valid ? "The record is valid." : `The record is not valid: ${error_count} errors.`;
    return [{ type: "text", text: [verdict, ...lines, ...more].join("\n") }];
  },
});
