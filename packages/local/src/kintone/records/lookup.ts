import type { App } from "../app.ts";
import type { LookupDefinition } from "../definitions.ts";
import { KintoneError } from "../errors.ts";
import { emptyValue, type Field } from "../fields.ts";
import { isPermitted, type Principal } from "../principal.ts";
import type { Store } from "../store.ts";
import { type Cells, isWritten } from "./cells.ts";
import { type StoredRecord, textOf, type Value } from "./values.ts";

/** Who writes where, as far as lookups care. */
export interface LookupContext {
  readonly app: App;
  readonly store: Store;
  readonly principal: Principal;
}

/** Takes out of a record as sent the fields that lookups fill: what is sent for them is ignored, as in kintone. */
export const withoutCopiedFields = (app: App, cells: Cells): Cells => {
  const copied = new Set(lookupsOf(app).flatMap(({ lookup }) => lookup.fieldMappings.map((mapping) => mapping.field)));
  return copied.size === 0 ? cells : Object.fromEntries(Object.entries(cells).filter(([code]) => !copied.has(code)));
};

/**
 * Fills the fields that lookups copy, wherever the lookup's key was sent. An empty key clears them.
 * Lookups inside tables are not followed.
 */
export const applyLookups = (values: Value[], cells: Cells, context: LookupContext): void => {
  for (const { field, lookup } of lookupsOf(context.app)) {
    if (!isWritten(cells, field.code)) continue;
    const key = textOf(values[field.slot ?? -1]);
    const source = key === "" ? undefined : findSource(field, lookup, key, context);
    for (const { field: code, relatedField } of lookup.fieldMappings) {
      const target = context.app.fields.byCode.get(code);
      if (target?.slot === undefined) continue;
      values[target.slot] = source === undefined ? emptyValue(target) : copiedValue(source, relatedField);
    }
  }
};

interface Source {
  readonly app: App;
  readonly record: StoredRecord;
}

const lookupsOf = (app: App): { field: Field; lookup: LookupDefinition }[] =>
  app.fields.slots.flatMap((field) =>
    field.definition.lookup === undefined ? [] : [{ field, lookup: field.definition.lookup }],
  );

const findSource = (field: Field, lookup: LookupDefinition, key: string, context: LookupContext): Source => {
  const app = context.store.app(Number(lookup.relatedApp.app));
  const keyField = app?.fields.byCode.get(lookup.relatedKeyField);
  if (app === undefined || keyField === undefined || !isPermitted(context.principal, app, "view"))
    throw noSource(field, key);
  const record = findRecord(app, keyField, key);
  if (record === undefined) throw noSource(field, key);
  return { app, record };
};

const findRecord = (app: App, keyField: Field, key: string): StoredRecord | undefined => {
  if (keyField.type === "RECORD_NUMBER") return app.table.get(Number(key.split("-").at(-1)));
  if (keyField.definition.unique !== true) {
    throw new KintoneError(400, "GAIA_LO03", `The lookup's key field ${keyField.code} must prohibit duplicate values.`);
  }
  const owner = app.table.owner(keyField, key);
  return owner === undefined ? undefined : app.table.get(owner);
};

const copiedValue = ({ app, record }: Source, code: string): Value => {
  const field = app.fields.byCode.get(code);
  if (field?.type === "RECORD_NUMBER") return app.recordNumber(record.id);
  return field?.slot === undefined ? "" : (record.values[field.slot] ?? "");
};

const noSource = (field: Field, key: string): KintoneError =>
  new KintoneError(
    400,
    "GAIA_LO04",
    `The lookup field ${field.code} finds no ${key} in its source app, or the app may not be viewed.`,
  );
