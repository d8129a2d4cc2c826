import type { App } from "../app.ts";
import { invalidJson } from "../errors.ts";
import type { Field } from "../fields.ts";
import { parseInstant } from "../time.ts";
import { type Cells, cellValue, isWritten } from "./cells.ts";
import { defaultValue } from "./defaults.ts";
import { readEntity, readValue } from "./read-value.ts";
import { type RowContext, readRows } from "./subtable.ts";
import { attachmentsOf, rowsOf, type StoredRecord, type Value } from "./values.ts";

/** The values of a new record: what was sent, defaults for the rest. */
export const newValues = (app: App, cells: Cells, path: string, context: RowContext): Value[] =>
  app.fields.slots.map((field) =>
    isWritten(cells, field.code) ? readField(field, cells, path, undefined, context) : defaultValue(field, context),
  );

/** The values of a record after an update: what was sent over what was there. */
export const mergedValues = (
  app: App,
  before: StoredRecord,
  cells: Cells,
  path: string,
  context: RowContext,
): Value[] =>
  app.fields.slots.map((field) => {
    const value = before.values[field.slot ?? -1] ?? "";
    return isWritten(cells, field.code) ? readField(field, cells, path, value, context) : value;
  });

/** Author and times of a new record: the caller and now, unless they are given (as imports may). */
export const newAuthorship = (
  app: App,
  cells: Cells,
  path: string,
  context: RowContext,
): Pick<StoredRecord, "creator" | "modifier" | "createdAt" | "updatedAt"> => {
  const authorship = { creator: context.user, modifier: context.user, createdAt: context.now, updatedAt: context.now };
  for (const field of app.fields.all) {
    if (field.slot !== undefined || !isWritten(cells, field.code)) continue;
    const raw = cellValue(cells, field.code, path);
    if (field.type === "CREATOR")
      authorship.creator = readEntity("USER", raw, { path: `${path}.${field.code}` }, context);
    if (field.type === "MODIFIER")
      authorship.modifier = readEntity("USER", raw, { path: `${path}.${field.code}` }, context);
    if (field.type === "CREATED_TIME") authorship.createdAt = readTime(field, raw, path, context);
    if (field.type === "UPDATED_TIME") authorship.updatedAt = readTime(field, raw, path, context);
  }
  return authorship;
};

const readField = (field: Field, cells: Cells, path: string, before: Value | undefined, context: RowContext): Value => {
  const raw = cellValue(cells, field.code, path);
  const fieldPath = `${path}.${field.code}`;
  if (field.inner !== undefined) return readRows(field.inner, raw, fieldPath, rowsOf(before), context);
  const place = { path: fieldPath, numberPath: `${path}[${field.code}]`, attached: attachmentsOf(before) };
  return readValue(field, raw, place, context);
};

const readTime = (field: Field, raw: unknown, path: string, context: RowContext): number => {
  if (typeof raw !== "string") throw invalidJson(`${path}.${field.code}.value must be text.`);
  const instant = parseInstant(raw, context.store.timeZone);
  if (instant === undefined)
    context.errors.add(
      `${path}.${field.code}.value`,
      "The value must be a date and time such as 2026-01-31T09:30:00Z.",
    );
  return instant ?? context.now;
};
