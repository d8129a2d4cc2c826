import type { FormField } from "../fields/form-fields.ts";
import { readOnlyProblem } from "../fields/writable.ts";
import { commentText, propertyName, quoted } from "./source-text.ts";
import { readShape, type Shape, writeShape } from "./value-shapes.ts";

/** The form of an app whose records are to be typed. */
export interface TypedForm {
  readonly appId: string;
  readonly properties: Readonly<Record<string, FormField>>;
}

/**
 * Writes a TypeScript module for the records of an app: `App12Record` and `App12RecordInput`, which are types, and
 * `app12Record` and `app12RecordInput`, which are zod schemas of the same. The record is one as kintone answers it, with all
 * its fields; the input is one to write, of whose fields any may be left out. Choices are unions; numbers are texts when they are
 * read. The same form gives the same text, whatever the order of its fields. The module needs zod 4.3 or later.
 */
export const recordTypes = ({ appId, properties }: TypedForm): string => {
  const name = `App${appId}Record`;
  const read = shapeOf(properties, "read");
  const write = shapeOf(properties, "write");
  const system = [
    member("$id", "read", undefined, wrapped("__ID__", text)),
    member("$revision", "read", undefined, wrapped("__REVISION__", text)),
  ];
  return [
    `// The records of kintone app ${appId}. Written by \`tsunagu kintone types --app ${appId}\`; write it anew when the form changes.`,
    'import * as z from "zod";',
    "",
    "/** A record as kintone answers it. Numbers are texts, times are UTC; a field that a permission hides is not there. */",
    `export type ${name} = ${block([...system, ...read].map(({ type }) => type))};`,
    "",
    "/** A record to write: fields that are left out stay as they are, or take their default in a new record. */",
    `export type ${name}Input = ${block(write.map(({ type }) => type))};`,
    "",
    `export const ${lowered(name)} = z.object(${block([...system, ...read].map(({ schema }) => schema))}) satisfies z.ZodType<${name}>;`,
    "",
    `export const ${lowered(name)}Input = z.strictObject(${block(write.map(({ schema }) => schema))}) satisfies z.ZodType<${name}Input>;`,
    "",
  ].join("\n");
};

type Use = "read" | "write";

const text: Shape = { type: "string", schema: "z.string()" };

const shapeOf = (fields: Readonly<Record<string, FormField>>, use: Use): readonly Shape[] =>
  Object.values(fields)
    .toSorted((left, right) => (left.code < right.code ? -1 : 1))
    .flatMap((field) => {
      const value =
        field.type === "SUBTABLE" ? tableShape(field, use) : use === "read" ? readShape(field) : writeShape(field);
      if (value === undefined) return [];
      return [
        member(field.code, use, commentOf(field, use), use === "read" ? wrapped(field.type, value) : written(value)),
      ];
    });

const tableShape = ({ fields = {} }: FormField, use: Use): Shape => {
  const cells = shapeOf(fields, use);
  const value = [block(cells.map(({ type }) => type)), block(cells.map(({ schema }) => schema))] as const;
  return use === "read"
    ? {
        type: `{ id: string; value: ${value[0]} }[]`,
        schema: `z.array(z.object({ id: z.string(), value: z.object(${value[1]}) }))`,
      }
    : {
        type: `{ id?: string | null; value: ${value[0]} }[]`,
        schema: `z.array(z.strictObject({ id: z.string().nullable().exactOptional(), value: z.strictObject(${value[1]}) }))`,
      };
};

const wrapped = (fieldType: string, { type, schema }: Shape): Shape => ({
  type: `{ type: ${quoted(fieldType)}; value: ${type} }`,
  schema: `z.object({ type: z.literal(${quoted(fieldType)}), value: ${schema} })`,
});

/** kintone ignores the type in a record to write, so that what was read may be sent. */
const written = ({ type, schema }: Shape): Shape => ({
  type: `{ value: ${type} }`,
  schema: `z.object({ value: ${schema} }).exactOptional()`,
});

const member = (code: string, use: Use, comment: string | undefined, { type, schema }: Shape): Shape => {
  const above = comment === undefined ? "" : `/** ${comment} */\n`;
  const mark = use === "write" ? "?" : "";
  return { type: `${above}${propertyName(code)}${mark}: ${type};`, schema: `${propertyName(code)}: ${schema},` };
};

const commentOf = (field: FormField, use: Use): string | undefined => {
  const { code, label } = field;
  const notes = [
    label === undefined || label === code ? "" : commentText(label),
    use === "write" && field["required"] === true ? "required" : "",
    use === "write" && readOnlyProblem(field, "update") !== undefined ? "of a new record only" : "",
  ].filter((note) => note !== "");
  return notes.length === 0 ? undefined : notes.join("; ");
};

const block = (members: readonly string[]): string =>
  members.length === 0 ? "{}" : `{\n${members.map(indented).join("\n")}\n}`;

const indented = (lines: string): string => lines.replaceAll(/^(?=.)/gm, "  ");

const lowered = (name: string): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
