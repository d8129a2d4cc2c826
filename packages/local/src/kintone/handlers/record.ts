import { type Call, openApp } from "../call.ts";
import { ErrorCollector } from "../errors.ts";
import { showRecord } from "../records/view.ts";
import { addRecord, checkRevision, updateRecord } from "../records/write.ts";
import { readRecordKey, readRevision, recordOfCall, requireRecord } from "./find-record.ts";

/** `GET record.json`. */
export const getRecord = (call: Call): unknown => {
  const app = openApp(call, "view");
  return { record: showRecord(app, recordOfCall(app, call, "id")) };
};

/** `POST record.json`. */
export const postRecord = (call: Call): unknown => {
  const context = { ...call, app: openApp(call, "add"), errors: new ErrorCollector() };
  const record = addRecord(call.parameters.record, "record", context);
  context.errors.throwIfAny();
  return { id: String(record.id), revision: String(record.revision) };
};

/** `PUT record.json`. */
export const putRecord = (call: Call): unknown => {
  const app = openApp(call, "edit");
  const context = { ...call, app, errors: new ErrorCollector() };
  const key = readRecordKey(app, call.parameters, "");
  const before = requireRecord(app, key);
  checkRevision(before, readRevision(call.parameters, ""));
  const record = updateRecord(before, call.parameters.record, "record", context);
  context.errors.throwIfAny();
  return { revision: String(record.revision) };
};
