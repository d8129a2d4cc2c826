import { isObject } from "@tsunagu/core";
import type { FormField } from "../fields/form-fields.ts";
import { quoted } from "./source-text.ts";

/** A value as TypeScript and as zod say it. */
export interface Shape {
  readonly type: string;
  readonly schema: string;
}

/** What a field's value is in a record that kintone answers; undefined for types without one. Tables are not here. */
export const readShape = (field: FormField): Shape | undefined => {
  if (field["enabled"] === false) return undefined;
  return choiceShape(field, "read") ?? readShapes[field.type];
};

/** What a field's value may be in a record to write; undefined for what cannot be written. Tables are not here. */
export const writeShape = (field: FormField): Shape | undefined =>
  choiceShape(field, "write") ?? writeShapes[field.type];

const text: Shape = { type: "string", schema: "z.string()" };
const listOf = ({ type, schema }: Shape): Shape => ({
  type: `{ ${type} }[]`,
  schema: `z.array(z.object({ ${schema} }))`,
});
const one = ({ type, schema }: Shape): Shape => ({ type: `{ ${type} }`, schema: `z.object({ ${schema} })` });
const orNull = ({ type, schema }: Shape): Shape => ({ type: `${type} | null`, schema: `${schema}.nullable()` });
const named: Shape = { type: "code: string; name: string", schema: "code: z.string(), name: z.string()" };
const coded: Shape = { type: "code: string", schema: "code: z.string()" };
const file: Shape = {
  type: "contentType: string; fileKey: string; name: string; size: string",
  schema: "contentType: z.string(), fileKey: z.string(), name: z.string(), size: z.string()",
};

const readShapes: Readonly<Record<string, Shape>> = {
  RECORD_NUMBER: text,
  SINGLE_LINE_TEXT: text,
  MULTI_LINE_TEXT: text,
  RICH_TEXT: text,
  LINK: text,
  NUMBER: text,
  CALC: text,
  STATUS: text,
  CREATED_TIME: text,
  UPDATED_TIME: text,
  DATE: orNull(text),
  TIME: orNull(text),
  DATETIME: orNull(text),
  CREATOR: one(named),
  MODIFIER: one(named),
  USER_SELECT: listOf(named),
  ORGANIZATION_SELECT: listOf(named),
  GROUP_SELECT: listOf(named),
  STATUS_ASSIGNEE: listOf(named),
  CATEGORY: { type: "string[]", schema: "z.array(z.string())" },
  FILE: listOf(file),
};

const writeShapes: Readonly<Record<string, Shape>> = {
  SINGLE_LINE_TEXT: orNull(text),
  MULTI_LINE_TEXT: orNull(text),
  RICH_TEXT: orNull(text),
  LINK: orNull(text),
  NUMBER: { type: "string | number | null", schema: "z.union([z.string(), z.number()]).nullable()" },
  DATE: orNull(text),
  TIME: orNull(text),
  DATETIME: orNull(text),
  CREATED_TIME: text,
  UPDATED_TIME: text,
  CREATOR: one(coded),
  MODIFIER: one(coded),
  USER_SELECT: listOf(coded),
  ORGANIZATION_SELECT: listOf(coded),
  GROUP_SELECT: listOf(coded),
  FILE: listOf({ type: "fileKey: string", schema: "fileKey: z.string()" }),
};

/** One of the choices, or several. An empty choice is null when it is read, and null or empty text when it is written. */
const choiceShape = ({ type, options }: FormField, use: "read" | "write"): Shape | undefined => {
  const isList = type === "CHECK_BOX" || type === "MULTI_SELECT";
  if (!isList && type !== "DROP_DOWN" && type !== "RADIO_BUTTON") return undefined;
  const labels = inOrder(options).map(quoted);
  const choice = labels.length === 0 ? text : { type: labels.join(" | "), schema: `z.enum([${labels.join(", ")}])` };
  if (isList) return { type: `(${choice.type})[]`, schema: `z.array(${choice.schema})` };
  if (use === "read" || labels.length === 0) return orNull(choice);
  return orNull({ type: `${choice.type} | ""`, schema: `z.enum([${[...labels, '""'].join(", ")}])` });
};

const inOrder = (options: unknown): readonly string[] =>
  Object.entries(isObject(options) ? options : {})
    .toSorted(([, left], [, right]) => indexOf(left) - indexOf(right))
    .map(([label]) => label);

const indexOf = (option: unknown): number => Number(isObject(option) ? option["index"] : 0);
