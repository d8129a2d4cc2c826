import * as z from "@tsunagu/core/zod";
import type { KintoneClient } from "../http/client.ts";
import { fieldCode } from "../schema.ts";

const columnProperty = () =>
  z.looseObject({
    type: z
      .string()
      .regex(/^[A-Z_]{1,32}$/, "has to be a field type in capital letters, such as SINGLE_LINE_TEXT")
      .describe("Field type, such as SINGLE_LINE_TEXT, NUMBER, DROP_DOWN or SUBTABLE."),
    code: fieldCode().optional().describe("Field code."),
    label: z.string().min(1).max(1000).optional().describe("Field name as people see it."),
  });

const fieldProperty = () =>
  columnProperty().extend({
    fields: z.record(fieldCode(), columnProperty()).optional().describe("Of a SUBTABLE: its columns, by code."),
  });

type FieldProperties = z.infer<ReturnType<typeof fieldProperties>>;
type FieldParameters = Parameters<KintoneClient["app"]["updateFormFields"]>[0]["properties"];

/** Most fields of one app, and so of one change. */
const maxFields = 500;

/** Definitions of fields, by code, as kintone's API has them; what of a type's own settings is wrong kintone says itself. */
export const fieldProperties = () =>
  z
    .record(fieldCode(), fieldProperty())
    .refine((properties) => Object.keys(properties).length > 0, "has to name at least one field")
    .refine((properties) => Object.keys(properties).length <= maxFields, `may name at most ${maxFields} fields`);

/**
 * New fields with the code and the label that kintone wants of each: the key they stand under, where none is given. The
 * label of a table is not filled in, since a table that is there is named only to add columns to it.
 */
export const withCodes = (properties: FieldProperties): FieldProperties =>
  Object.fromEntries(
    Object.entries(properties).map(([key, { fields, ...field }]) => {
      const named = field.type === "SUBTABLE" ? { code: key, ...field } : { code: key, label: key, ...field };
      return [key, { ...named, ...(fields && { fields: withCodes(fields) }) }];
    }),
  );

/** The same as the client's parameter. Its type knows the settings of each field type; here kintone itself checks them. */
export const fieldParameters = (properties: FieldProperties): FieldParameters => properties as FieldParameters;
