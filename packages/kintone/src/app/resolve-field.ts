import type { ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok, type Result } from "neverthrow";
import { kintoneTool } from "../connector.ts";
import { type FormField, recentFormFields } from "../fields/form-fields.ts";
import { nearCodes } from "../fields/near-codes.ts";
import { ambiguous, type Candidate, sameName, unknownName } from "../resolve/unresolved.ts";
import { appId, milliseconds, requestTimeout } from "../schema.ts";

/**
 * Finds the one field that a code or a label means.
 *
 * @see kintone REST API, Get Form Fields
 */
export const kintoneResolveField = kintoneTool({
  name: "kintone_resolve_field",
  title: "Find a kintone field by label",
  description:
    "Finds the one field of a kintone app that is meant by a field code or by the label that people see, columns of tables included, and " +
    "answers with its code, which queries and records take. A code counts before labels; a label has to be whole, only width, capitals " +
    "and blanks around it do not matter. When several fields have the label, the answer is an error that lists them. For all fields at " +
    "once call kintone_describe_app.",
  effect: { kind: "read" },
  permissions: ["app:view records or add records"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      field: z.string().min(1).max(128).describe("Field code, or the field's label."),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      code: z.string(),
      type: z.string(),
      label: z.string().nullable(),
      table: z.string().nullable().describe("Code of the table that the field is a column of."),
    }),

  execute: ({ kintone_app_id, field, request_timeout }, { session, signal }) =>
    recentFormFields(session, kintone_app_id, { signal, timeoutMs: milliseconds(request_timeout) }).andThen(
      ({ properties }) => resolve(field.trim(), placesOf(properties)),
    ),

  present: ({ code, type, table }) => [
    { type: "text", text: `${code}: ${type}${table === null ? "" : `, a column of ${table}`}` },
  ],
});

interface Place {
  readonly code: string;
  readonly type: string;
  readonly label: string | null;
  readonly table: string | null;
}

const placesOf = (properties: Readonly<Record<string, FormField>>, table: string | null = null): readonly Place[] =>
  Object.entries(properties).flatMap(([code, { type, label, fields }]) => [
    { code, type, label: label ?? null, table },
    ...placesOf(fields ?? {}, code),
  ]);

const resolve = (name: string, places: readonly Place[]): Result<Place, ToolError> => {
  const named = places.filter(({ code }) => code === name);
  const labelled = named.length > 0 ? named : places.filter(({ label }) => label !== null && sameName(label, name));
  const [only] = labelled;
  if (only === undefined) return err(unknownName("field", name, near(name, places)));
  return labelled.length === 1 ? ok(only) : err(ambiguous("field", name, labelled.map(candidate)));
};

const near = (name: string, places: readonly Place[]): readonly Candidate[] => {
  const fields = places.map(
    ({ code, type, label }) => [code, { code, type, ...(label !== null && { label }) }] as const,
  );
  const codes = nearCodes(name, Object.fromEntries(fields));
  return places.filter(({ code }) => codes.includes(code)).map(candidate);
};

const candidate = ({ code, type, label, table }: Place): Candidate => ({
  value: code,
  label: `${label ?? code} (${type}${table === null ? "" : ` in table ${table}`})`,
});
