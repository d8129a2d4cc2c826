import type { FieldDefinition, ProcessDefinition } from "./definitions.ts";
import { completeDefinition } from "./field-defaults.ts";
import type { Value } from "./records/values.ts";

/** A field of an app, or of one of its tables. */
export interface Field {
  readonly code: string;
  readonly type: string;
  /** As the form-fields API answers it: every property kintone would list is there. */
  readonly definition: FieldDefinition & { readonly code: string; readonly label: string };
  /** Where a record (or row) keeps this field's value; undefined for fields that are computed or only laid out. */
  readonly slot: number | undefined;
  /** The fields of a SUBTABLE's rows. */
  readonly inner: FieldTable | undefined;
}

/** The fields of an app or of a table, by code and by place. */
export interface FieldTable {
  readonly all: readonly Field[];
  readonly slots: readonly Field[];
  readonly byCode: ReadonlyMap<string, Field>;
}

/** Builds an app's fields: those listed, and those kintone gives to every app. */
export const appFields = (
  fields: Readonly<Record<string, FieldDefinition>>,
  process: ProcessDefinition | undefined,
): FieldTable => {
  const types = new Set(Object.values(fields).map((field) => field.type));
  const codes = new Set(Object.entries(fields).map(([key, field]) => field.code ?? key));
  const added = Object.entries(systemFields(process)).filter(
    ([code, field]) => !types.has(field.type) && !codes.has(code),
  );
  return fieldTable({ ...fields, ...Object.fromEntries(added) });
};

/** What a field holds when nothing was entered. */
export const emptyValue = (field: Field): Value => (LIST_TYPES.has(field.type) ? [] : "");

/** Types whose value is a list. */
export const LIST_TYPES: ReadonlySet<string> = new Set([
  "CHECK_BOX",
  "MULTI_SELECT",
  "FILE",
  "USER_SELECT",
  "GROUP_SELECT",
  "ORGANIZATION_SELECT",
  "SUBTABLE",
]);

const SLOTLESS_TYPES: ReadonlySet<string> = new Set([
  "RECORD_NUMBER",
  "CREATOR",
  "CREATED_TIME",
  "MODIFIER",
  "UPDATED_TIME",
  "STATUS",
  "STATUS_ASSIGNEE",
  "CATEGORY",
  "GROUP",
  "REFERENCE_TABLE",
  "LABEL",
  "SPACER",
  "HR",
]);

const KNOWN_TYPES: ReadonlySet<string> = new Set([
  ...LIST_TYPES,
  ...SLOTLESS_TYPES,
  "SINGLE_LINE_TEXT",
  "MULTI_LINE_TEXT",
  "RICH_TEXT",
  "NUMBER",
  "CALC",
  "RADIO_BUTTON",
  "DROP_DOWN",
  "DATE",
  "TIME",
  "DATETIME",
  "LINK",
]);

/** Builds a table of exactly these fields. */
export const fieldTable = (fields: Readonly<Record<string, FieldDefinition>>): FieldTable => {
  let nextSlot = 0;
  const all = Object.entries(fields).map(([key, given]): Field => {
    if (!KNOWN_TYPES.has(given.type)) throw new TypeError(`Field ${key}: ${given.type} is not a kintone field type.`);
    const code = given.code ?? key;
    const inner = given.type === "SUBTABLE" ? fieldTable(given.fields ?? {}) : undefined;
    const definition = completeDefinition({ ...given, code, label: given.label ?? code });
    const slot = SLOTLESS_TYPES.has(given.type) ? undefined : nextSlot++;
    return {
      code,
      type: given.type,
      slot,
      inner,
      definition: inner === undefined ? definition : { ...definition, fields: definitionsByCode(inner) },
    };
  });
  return {
    all,
    slots: all.filter((field) => field.slot !== undefined),
    byCode: new Map(all.map((field) => [field.code, field])),
  };
};

/** The same table, its fields' definitions changed by what `change` gives. */
export const withDefinition = (
  { all }: FieldTable,
  change: (field: Field) => Readonly<Record<string, unknown>>,
): FieldTable => {
  const changed = all.map((field): Field => ({ ...field, definition: { ...field.definition, ...change(field) } }));
  return {
    all: changed,
    slots: changed.filter((field) => field.slot !== undefined),
    byCode: new Map(changed.map((field) => [field.code, field])),
  };
};

const definitionsByCode = (table: FieldTable): Record<string, FieldDefinition> =>
  Object.fromEntries(table.all.map((field) => [field.code, field.definition]));

const systemFields = (process: ProcessDefinition | undefined): Record<string, FieldDefinition> => ({
  Record_number: { type: "RECORD_NUMBER", label: "Record number" },
  Created_by: { type: "CREATOR", label: "Created by" },
  Created_datetime: { type: "CREATED_TIME", label: "Created datetime" },
  Updated_by: { type: "MODIFIER", label: "Updated by" },
  Updated_datetime: { type: "UPDATED_TIME", label: "Updated datetime" },
  Status: { type: "STATUS", label: "Status", enabled: process?.enable ?? false },
  Assignee: { type: "STATUS_ASSIGNEE", label: "Assignee", enabled: process?.enable ?? false },
  Categories: { type: "CATEGORY", label: "Categories", enabled: false },
});
