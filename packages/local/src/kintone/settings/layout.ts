import { invalidInput, invalidJson, KintoneError } from "../errors.ts";
import type { Field, FieldTable } from "../fields.ts";
import { objectAt, type Parameters, requiredText } from "../parameters.ts";

/** A field, or a label, blank space or border, in a row. */
export type LayoutElement = Readonly<Record<string, unknown>> & { readonly type: string; readonly code?: string };

/** A row of a form: of fields, a table, or a group with rows of its own. */
export type LayoutRow =
  | { readonly type: "ROW"; readonly fields: readonly LayoutElement[] }
  | { readonly type: "SUBTABLE"; readonly code: string; readonly fields: readonly LayoutElement[] }
  | { readonly type: "GROUP"; readonly code: string; readonly layout: readonly LayoutRow[] };

/** A form's rows from top to bottom, as the API answers them. */
export type FormLayout = readonly LayoutRow[];

/** One row for each field that an app's definition lists; the fields that every app has are not placed. */
export const initialLayout = (fields: FieldTable): FormLayout => withPlaced([], fields.all.filter(mustBePlaced));

/** The layout with a row more for each of the given fields, at the end, as kintone places new fields. */
export const withPlaced = (layout: FormLayout, fields: readonly Field[]): FormLayout => [
  ...layout,
  ...fields.map(rowOf),
];

/** The layout with every table as its columns now are, and without the fields that are gone. */
export const fittedTo = (layout: FormLayout, fields: FieldTable, renamed: ReadonlyMap<string, string>): FormLayout =>
  layout.flatMap((row): readonly LayoutRow[] => {
    if (row.type === "GROUP") {
      const field = fields.byCode.get(renamed.get(row.code) ?? row.code);
      const inside = fittedTo(row.layout, fields, renamed);
      return field === undefined ? inside : [{ ...row, code: field.code, layout: inside }];
    }
    if (row.type === "SUBTABLE") {
      const field = fields.byCode.get(renamed.get(row.code) ?? row.code);
      if (field?.inner === undefined) return [];
      const kept = fittedElements(row.fields, field.inner, renamed);
      const added = field.inner.all.filter(({ code }) => !kept.some((element) => element.code === code));
      return [{ type: "SUBTABLE", code: field.code, fields: [...kept, ...added.map(elementOf)] }];
    }
    const kept = fittedElements(row.fields, fields, renamed);
    return kept.length === 0 ? [] : [{ type: "ROW", fields: kept }];
  });

/**
 * Reads a layout: every field that was added to the form is in it once. A field left out is GAIA_FN11, an unknown one
 * GAIA_FC01, and a table whose columns do not match CB_VA01.
 *
 * @see kintone REST API, Update Form Layout
 */
export const readLayout = (raw: readonly unknown[], fields: FieldTable): FormLayout => {
  const placed: string[] = [];
  const layout = raw.map((row, index) => readRow(row, `layout[${index}]`, fields, placed, true));
  const repeated = placed.find((code, index) => placed.indexOf(code) !== index);
  if (repeated !== undefined) throw invalidInput("layout", `Field ${repeated} is placed twice.`);
  const missing = fields.all.filter((field) => mustBePlaced(field) && !placed.includes(field.code));
  if (missing.length > 0) {
    const codes = missing.map(({ code }) => code).join(",");
    throw new KintoneError(400, "GAIA_FN11", `The form was not updated: the layout lacks the fields (code: ${codes}).`);
  }
  return layout;
};

const SYSTEM_TYPES: ReadonlySet<string> = new Set([
  "RECORD_NUMBER",
  "CREATOR",
  "CREATED_TIME",
  "MODIFIER",
  "UPDATED_TIME",
  "STATUS",
  "STATUS_ASSIGNEE",
  "CATEGORY",
]);

const mustBePlaced = ({ type }: Field): boolean => !SYSTEM_TYPES.has(type);

const elementOf = ({ type, code }: Field): LayoutElement => ({ type, code, size: { width: "193" } });

const rowOf = (field: Field): LayoutRow => {
  if (field.inner !== undefined) return { type: "SUBTABLE", code: field.code, fields: field.inner.all.map(elementOf) };
  if (field.type === "GROUP") return { type: "GROUP", code: field.code, layout: [] };
  return { type: "ROW", fields: [elementOf(field)] };
};

const fittedElements = (
  elements: readonly LayoutElement[],
  fields: FieldTable,
  renamed: ReadonlyMap<string, string>,
): readonly LayoutElement[] =>
  elements.flatMap((element) => {
    if (element.code === undefined) return [element];
    const code = renamed.get(element.code) ?? element.code;
    return fields.byCode.has(code) ? [{ ...element, code }] : [];
  });

const readRow = (raw: unknown, path: string, fields: FieldTable, placed: string[], atTop: boolean): LayoutRow => {
  const row = objectAt(raw, path);
  const type = requiredText(row, "type", `${path}.type`);
  if (type === "ROW") return { type, fields: readElements(row, path, fields, placed) };
  if (!atTop || (type !== "SUBTABLE" && type !== "GROUP"))
    throw invalidInput(`${path}.type`, `${type} cannot stand here.`);
  const field = knownField(requiredText(row, "code", `${path}.code`), fields);
  if (field.type !== type) throw invalidInput(`${path}.code`, `Field ${field.code} is no ${type}.`);
  placed.push(field.code);
  if (type === "GROUP") {
    const inside = listAt(row, "layout", path).map((inner, index) =>
      readRow(inner, `${path}.layout[${index}]`, fields, placed, false),
    );
    return { type, code: field.code, layout: inside };
  }
  return { type, code: field.code, fields: readColumns(row, path, field) };
};

const readColumns = (row: Parameters, path: string, { code, inner }: Field): readonly LayoutElement[] => {
  const elements = listAt(row, "fields", path).map((raw, index) => readElement(raw, `${path}.fields[${index}]`));
  const given = elements.map((element) => element.code ?? "").toSorted();
  const wanted = (inner?.all ?? []).map((column) => column.code).toSorted();
  if (given.join("\n") !== wanted.join("\n"))
    throw invalidInput(`${path}.fields`, `The columns of table ${code} are not all there, or there are others.`);
  return elements;
};

const readElements = (row: Parameters, path: string, fields: FieldTable, placed: string[]): readonly LayoutElement[] =>
  listAt(row, "fields", path).map((raw, index) => {
    const element = readElement(raw, `${path}.fields[${index}]`);
    if (!WITHOUT_CODE.has(element.type)) placed.push(knownField(element.code ?? "", fields).code);
    return element;
  });

const WITHOUT_CODE: ReadonlySet<string> = new Set(["LABEL", "SPACER", "HR"]);

const readElement = (raw: unknown, path: string): LayoutElement => {
  const element = objectAt(raw, path);
  const type = requiredText(element, "type", `${path}.type`);
  if (WITHOUT_CODE.has(type)) return { ...element, type };
  return { ...element, type, code: requiredText(element, "code", `${path}.code`) };
};

const knownField = (code: string, fields: FieldTable): Field => {
  const field = fields.byCode.get(code);
  if (field === undefined) throw new KintoneError(400, "GAIA_FC01", `The field (code: ${code}) was not found.`);
  return field;
};

const listAt = (row: Parameters, name: string, path: string): readonly unknown[] => {
  const list = row[name];
  if (!Array.isArray(list)) throw invalidJson(`${path}.${name} must be an array.`);
  return list;
};
