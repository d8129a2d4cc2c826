import type { App } from "../app.ts";
import type { RecordInput } from "../definitions.ts";
import { ADMINISTRATOR, type Directory } from "../directory.ts";
import { ErrorCollector } from "../errors.ts";
import type { FileShelf } from "../files.ts";
import { newAuthorship, newValues } from "./draft.ts";
import type { Entity, StoredRecord } from "./values.ts";

/** What seeding needs from the store. */
export interface SeedContext {
  readonly directory: Directory;
  readonly files: FileShelf;
  readonly timeZone: string;
  readonly now: () => Date;
}

/** Adds records past validation, all at one time. Only values that cannot be read at all are refused. */
export const seedRecords = (app: App, inputs: Iterable<RecordInput>, store: SeedContext): number | undefined => {
  const context = {
    store,
    appId: app.id,
    errors: new ErrorCollector(),
    journal: undefined,
    user: ADMINISTRATOR,
    now: store.now().getTime(),
    nextRowId: () => app.table.nextRowId(),
  };
  const status = app.process?.states[0]?.name ?? "";
  let last: StoredRecord | undefined;
  for (const input of inputs) {
    const values = newValues(app, input, "record", context);
    const authorship = newAuthorship(app, input, "record", context);
    context.errors.throwIfAny();
    last = { id: app.table.nextId(), revision: 1, ...authorship, status, assignees: NOBODY, values };
    app.table.insert(last);
  }
  return last?.id;
};

const NOBODY: readonly Entity[] = [];
