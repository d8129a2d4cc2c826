import type { FieldDefinition } from "../definitions.ts";
import { invalidInput, KintoneError } from "../errors.ts";
import { type Field, type FieldTable, fieldTable } from "../fields.ts";
import { objectAt, optionalText, type Parameters, requiredText } from "../parameters.ts";
import { allCodes } from "./app-settings.ts";
import { checkFieldCode, checkOptions, isAddable } from "./field-rules.ts";

/** The fields of a form after a change, and the codes that were changed: old → new. */
export interface ChangedForm {
  readonly fields: FieldTable;
  readonly renamed: ReadonlyMap<string, string>;
}

/**
 * Adds fields, and columns to tables that are there. A code that is taken is CB_VA01.
 *
 * @see kintone REST API, Add Form Fields
 */
export const addFields = (fields: FieldTable, properties: Parameters): FieldTable => {
  const definitions = definitionsOf(fields);
  const taken = new Set(allCodes(fields));
  for (const [key, raw] of Object.entries(properties)) {
    const path = `properties[${key}]`;
    const given = objectAt(raw, path);
    const table = fields.byCode.get(key);
    if (table?.inner === undefined || given.type !== "SUBTABLE") {
      definitions[key] = newField(key, given, path, taken);
      continue;
    }
    const columns = newColumns(given, path, taken);
    definitions[key] = { ...table.definition, fields: { ...definitionsOf(table.inner), ...columns } };
  }
  return fieldTable(definitions);
};

/**
 * Changes fields and table columns, each named by its present code; what is not given stays. A type cannot be changed.
 * An unknown code is GAIA_FC01. Choices are replaced as given; records keep the labels they hold.
 *
 * @see kintone REST API, Update Form Fields
 */
export const updateFields = (fields: FieldTable, properties: Parameters): ChangedForm => {
  const renamed = new Map<string, string>();
  const changed = changedDefinitions(fields, properties, "properties", renamed);
  const others = new Set(allCodes(fields).filter((code) => !renamed.has(code)));
  for (const [code, next] of renamed) {
    if (others.has(next)) throw invalidInput(`properties[${code}].code`, `The field code ${next} is taken.`);
    others.add(next);
  }
  return { fields: fieldTable(changed), renamed };
};

/**
 * Deletes fields and table columns. An unknown code is GAIA_FC01.
 *
 * @see kintone REST API, Delete Form Fields
 */
export const deleteFields = (fields: FieldTable, codes: readonly string[]): FieldTable => {
  const known = new Set(allCodes(fields));
  for (const code of codes) {
    if (!known.has(code)) throw fieldNotFound(code);
    if (PROCESS_TYPES.has(fields.byCode.get(code)?.type ?? ""))
      throw invalidInput("fields", `The field ${code} cannot be deleted.`);
  }
  const left = (table: FieldTable): Record<string, FieldDefinition> =>
    Object.fromEntries(
      table.all
        .filter((field) => !codes.includes(field.code))
        .map((field) => [
          field.code,
          field.inner === undefined ? field.definition : { ...field.definition, fields: left(field.inner) },
        ]),
    );
  return fieldTable(left(fields));
};

const PROCESS_TYPES: ReadonlySet<string> = new Set(["STATUS", "STATUS_ASSIGNEE", "CATEGORY"]);

const fieldNotFound = (code: string): KintoneError =>
  new KintoneError(400, "GAIA_FC01", `The field (code: ${code}) was not found.`);

const definitionsOf = (table: FieldTable): Record<string, FieldDefinition> =>
  Object.fromEntries(table.all.map((field) => [field.code, field.definition]));

const newField = (key: string, given: Parameters, path: string, taken: Set<string>): FieldDefinition => {
  const type = requiredText(given, "type", `${path}.type`);
  if (!isAddable(type)) throw invalidInput(`${path}.type`, `A field of type ${type} cannot be added.`);
  const code = requiredText(given, "code", `${path}.code`);
  if (code !== key) throw invalidInput(`${path}.code`, "The code must be the key it stands under.");
  checkFieldCode(code, `${path}.code`);
  if (taken.has(code)) throw invalidInput(`${path}.code`, `The field code ${code} is taken.`);
  taken.add(code);
  const definition = { ...given, type, code, label: requiredText(given, "label", `${path}.label`) };
  checkOptions(definition, path);
  return type === "SUBTABLE" ? { ...definition, fields: newColumns(given, path, taken) } : definition;
};

const newColumns = (given: Parameters, path: string, taken: Set<string>): Record<string, FieldDefinition> =>
  Object.fromEntries(
    Object.entries(objectAt(given.fields, `${path}.fields`)).map(([key, raw]) => {
      const columnPath = `${path}.fields[${key}]`;
      const column = objectAt(raw, columnPath);
      if (column.type === "SUBTABLE" || column.type === "GROUP" || column.type === "REFERENCE_TABLE")
        throw invalidInput(`${columnPath}.type`, `A table has no column of type ${column.type}.`);
      return [key, newField(key, column, columnPath, taken)];
    }),
  );

const changedDefinitions = (
  fields: FieldTable,
  properties: Parameters,
  path: string,
  renamed: Map<string, string>,
): Record<string, FieldDefinition> => {
  for (const code of Object.keys(properties)) if (!fields.byCode.has(code)) throw fieldNotFound(code);
  return Object.fromEntries(
    fields.all.map((field) => {
      const given = properties[field.code];
      const changed =
        given === undefined ? field.definition : changedField(field, objectAt(given, path), path, renamed);
      return [changed.code ?? field.code, changed];
    }),
  );
};

const changedField = (
  field: Field,
  given: Parameters,
  parent: string,
  renamed: Map<string, string>,
): FieldDefinition => {
  const path = `${parent}[${field.code}]`;
  const type = requiredText(given, "type", `${path}.type`);
  if (type !== field.type) throw invalidInput(`${path}.type`, `The type of a field cannot be changed (${field.type}).`);
  const code = optionalText(given, "code") ?? field.code;
  checkFieldCode(code, `${path}.code`);
  if (code !== field.code) renamed.set(field.code, code);
  const label = optionalText(given, "label") ?? field.definition.label;
  const definition = { ...field.definition, ...given, type, code, label };
  checkOptions(definition, path);
  if (field.inner === undefined) return definition;
  const columns = given.fields === undefined ? {} : objectAt(given.fields, `${path}.fields`);
  return { ...definition, fields: changedDefinitions(field.inner, columns, `${path}.fields`, renamed) };
};
