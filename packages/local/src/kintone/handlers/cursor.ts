import { type Call, checkPermission, openApp } from "../call.ts";
import { invalidInput } from "../errors.ts";
import { optionalInteger, optionalText, requiredText } from "../parameters.ts";
import { showRecord } from "../records/view.ts";
import { matchingIds, readFields } from "./records-read.ts";

const DEFAULT_SIZE = 100;
const MAX_SIZE = 500;

/** `POST records/cursor.json`: which records are in it is fixed now, their values when a page is read. */
export const postCursor = (call: Call): unknown => {
  const app = openApp(call, "view");
  const size = optionalInteger(call.parameters, "size") ?? DEFAULT_SIZE;
  if (size < 1 || size > MAX_SIZE) throw invalidInput("size", `The value must be from 1 to ${MAX_SIZE}.`);
  const fields = readFields(call);
  const recordIds = matchingIds(app, optionalText(call.parameters, "query") ?? "", call);
  const cursor = call.store.cursors.add({ app, fields, size, recordIds });
  return { id: cursor.id, totalCount: String(recordIds.length) };
};

/** `GET records/cursor.json`: deleted records leave a page short, even empty, while `next` is true. */
export const getCursor = (call: Call): unknown => {
  const cursor = call.store.cursors.get(requiredText(call.parameters, "id"));
  checkPermission(call.principal, cursor.app, ["view"]);
  const { ids, next } = call.store.cursors.take(cursor);
  const records = ids.flatMap((id) => {
    const record = cursor.app.table.get(id);
    return record === undefined ? [] : [showRecord(cursor.app, record, cursor.fields)];
  });
  return { records, next };
};

/** `DELETE records/cursor.json`. */
export const deleteCursor = (call: Call): unknown => {
  const cursor = call.store.cursors.get(requiredText(call.parameters, "id"));
  checkPermission(call.principal, cursor.app, ["view"]);
  call.store.cursors.delete(cursor);
  return {};
};
