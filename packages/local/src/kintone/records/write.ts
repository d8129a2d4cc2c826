import type { App } from "../app.ts";
import { type ErrorCollector, invalidJson, KintoneError, revisionConflict } from "../errors.ts";
import type { Journal } from "../journal.ts";
import { isPermitted, type Principal } from "../principal.ts";
import type { Store } from "../store.ts";
import { type Cells, isWritten, readCells } from "./cells.ts";
import { mergedValues, newAuthorship, newValues } from "./draft.ts";
import { applyLookups, withoutCopiedFields } from "./lookup.ts";
import type { RowContext } from "./subtable.ts";
import { validateValues } from "./validate.ts";
import {
  type Attachment,
  attachmentsOf,
  isEmptyValue,
  rowsOf,
  type StoredRecord,
  textOf,
  type Value,
} from "./values.ts";

/** One write request: its app, its caller, and where its problems are collected. */
export interface WriteContext {
  readonly app: App;
  readonly store: Store;
  readonly principal: Principal;
  readonly journal: Journal;
  readonly errors: ErrorCollector;
}

/** Adds a record as sent. Bad values go to `context.errors` under `path`; the caller throws once all are collected. */
export const addRecord = (raw: unknown, path: string, context: WriteContext): StoredRecord => {
  const { app, journal } = context;
  const cells = withoutCopiedFields(app, readCells(raw, path));
  refuseReadOnly(cells, path, context, true);
  const values = newValues(app, cells, path, rowContext(context));
  const authorship = newAuthorship(app, cells, path, rowContext(context));
  applyLookups(values, cells, context);
  check(values, undefined, path, context);
  const status = app.process?.states[0]?.name ?? "";
  const record = { id: app.table.nextId(journal), revision: 1, ...authorship, status, assignees: [], values };
  app.table.insert(record, journal);
  return record;
};

/** Updates a record as sent; the result has the next revision. Without a record in the request nothing is updated. */
export const updateRecord = (before: StoredRecord, raw: unknown, path: string, context: WriteContext): StoredRecord => {
  if (raw === undefined) return before;
  const { app, journal } = context;
  const cells = withoutCopiedFields(app, readCells(raw, path));
  refuseReadOnly(cells, path, context, false);
  const values = mergedValues(app, before, cells, path, rowContext(context));
  applyLookups(values, cells, context);
  check(values, before.id, path, context);
  const record = { ...before, ...touched(before, context), values };
  app.table.replace(record, journal);
  context.store.files.release(droppedAttachments(app, before.values, values), journal);
  return record;
};

/** Deletes a record, its comments and its attachments. */
export const deleteRecord = (record: StoredRecord, context: Pick<WriteContext, "app" | "store" | "journal">): void => {
  const { app, journal } = context;
  app.table.remove(record.id, journal);
  journal.onCommit(() => app.comments.delete(record.id));
  context.store.files.release(droppedAttachments(app, record.values, []), journal);
};

/** What every change to a record sets: revision, author and time. */
export const touched = (
  before: StoredRecord,
  { principal, store }: Pick<WriteContext, "principal" | "store">,
): Pick<StoredRecord, "revision" | "modifier" | "updatedAt"> => ({
  revision: before.revision + 1,
  modifier: principal.user,
  updatedAt: store.now().getTime(),
});

/** Refuses a revision that is given, is not -1 and is not the record's. */
export const checkRevision = (record: StoredRecord, revision: number | undefined): void => {
  if (revision !== undefined && revision !== -1 && revision !== record.revision) throw revisionConflict(record.id);
};

const rowContext = ({ app, store, principal, journal, errors }: WriteContext): RowContext => ({
  store,
  appId: app.id,
  errors,
  journal,
  user: principal.user,
  now: store.now().getTime(),
  nextRowId: () => app.table.nextRowId(journal),
});

const READ_ONLY_TYPES: ReadonlySet<string> = new Set(["RECORD_NUMBER", "CALC", "STATUS", "STATUS_ASSIGNEE"]);
const AUTHORSHIP_TYPES: ReadonlySet<string> = new Set(["CREATOR", "MODIFIER", "CREATED_TIME", "UPDATED_TIME"]);

const refuseReadOnly = (cells: Cells, path: string, { app, principal }: WriteContext, adding: boolean): void => {
  if (isWritten(cells, "$id")) throw invalidJson(`${path}.$id cannot be written.`);
  for (const field of app.fields.all) {
    if (!isWritten(cells, field.code)) continue;
    if (READ_ONLY_TYPES.has(field.type)) throw invalidJson(`${path}.${field.code} (${field.type}) cannot be written.`);
    if (AUTHORSHIP_TYPES.has(field.type) && !(adding && isPermitted(principal, app, "manage"))) {
      throw new KintoneError(
        403,
        "GAIA_FU01",
        `Field ${field.code} can be given only when adding, with app management permission.`,
      );
    }
  }
};

const check = (values: readonly Value[], id: number | undefined, path: string, { app, errors }: WriteContext): void => {
  validateValues(app.fields, values, path, errors);
  for (const field of app.fields.slots) {
    const value = values[field.slot ?? -1];
    if (field.definition.unique !== true || isEmptyValue(value)) continue;
    const owner = app.table.owner(field, textOf(value));
    if (owner !== undefined && owner !== id)
      errors.add(`${path}.${field.code}.value`, "Another record has this value already.");
  }
};

const droppedAttachments = (app: App, before: readonly Value[], after: readonly Value[]): Attachment[] => {
  const kept = new Set(allAttachments(app, after).map((attachment) => attachment.fileKey));
  return allAttachments(app, before).filter((attachment) => !kept.has(attachment.fileKey));
};

const allAttachments = (app: App, values: readonly Value[]): Attachment[] =>
  app.fields.slots.flatMap((field) => {
    const value = values[field.slot ?? -1];
    if (field.type === "FILE") return attachmentsOf(value);
    const innerFiles = field.inner?.slots.filter((inner) => inner.type === "FILE") ?? [];
    if (innerFiles.length === 0) return [];
    return rowsOf(value).flatMap((row) => innerFiles.flatMap((inner) => attachmentsOf(row.values[inner.slot ?? -1])));
  });
