import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { type FormField, readFormFields } from "../fields/form-fields.ts";
import { appId, milliseconds, requestTimeout } from "../schema.ts";

/**
 * Reads the fields of an app's form.
 *
 * @see kintone REST API, Get Form Fields
 */
export const kintoneGetFields = kintoneTool({
  name: "kintone_get_fields",
  title: "Get kintone fields",
  description:
    "Reads the fields of a kintone app: codes, types, labels, choices, what is required and unique, and the fields inside tables. " +
    "Call it before querying or writing records: queries and records name fields by code, not by label. " +
    "Types RECORD_NUMBER, CALC, STATUS, STATUS_ASSIGNEE and CATEGORY can be read but not written.",
  effect: { kind: "read" },
  permissions: ["app:view records or add records"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      detail_level: z
        .boolean()
        .default(false)
        .describe(
          "true gives each field's full definition (default values, limits, lookup and related-record settings). false gives the main properties.",
        ),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      app_id: z.string(),
      revision: z.string().describe("Revision of the form."),
      field_count: z.int().min(0),
      fields: z
        .record(z.string(), z.looseObject({ code: z.string(), type: z.string() }))
        .describe("The fields by field code, sorted by code."),
    }),

  execute: ({ kintone_app_id, detail_level, request_timeout }, { session, signal }) =>
    readFormFields(session, kintone_app_id, { signal, timeoutMs: milliseconds(request_timeout) }).map(
      ({ properties, revision }) => {
        const fields = detail_level ? sorted(properties) : mainProperties(properties);
        return { app_id: kintone_app_id, revision, field_count: Object.keys(fields).length, fields };
      },
    ),

  present: ({ fields }) => [{ type: "text", text: JSON.stringify(fields, null, 2) }],
});

/** Types that hold no value of a record. */
const layoutTypes: ReadonlySet<string> = new Set(["GROUP", "REFERENCE_TABLE"]);

const mainProperties = (fields: Readonly<Record<string, FormField>>): Record<string, FormField> =>
  Object.fromEntries(
    Object.entries(sorted(fields))
      .filter(([, field]) => !layoutTypes.has(field.type))
      .map(([key, { code, type, label, required, unique, options, lookup, fields: cells }]) => [
        key,
        {
          code,
          type,
          ...(label === undefined ? {} : { label }),
          ...(required === undefined ? {} : { required }),
          ...(unique === undefined ? {} : { unique }),
          ...(options === undefined ? {} : { options }),
          ...(lookup === undefined ? {} : { lookup: true }),
          ...(cells === undefined ? {} : { fields: mainProperties(cells) }),
        },
      ]),
  );

const sorted = (fields: Readonly<Record<string, FormField>>): Record<string, FormField> =>
  Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
