import type { App } from "../app.ts";
import { type Call, openApp } from "../call.ts";
import { invalidInput, invalidJson, KintoneError } from "../errors.ts";
import { objectAt, optionalText, type Parameters, requiredInteger, requiredList, requiredText } from "../parameters.ts";
import { readEntity } from "../records/read-value.ts";
import type { Entity, StoredRecord } from "../records/values.ts";
import { checkRevision, touched } from "../records/write.ts";
import type { ProcessSettings } from "../settings/process.ts";
import { findRecord, readRevision } from "./find-record.ts";

const MAX_RECORDS = 100;
const MAX_ASSIGNEES = 100;

/** `PUT record/status.json`. */
export const putStatus = (call: Call): unknown => {
  const record = changeStatus(openApp(call, "edit"), call.parameters, "", call);
  return { revision: String(record.revision) };
};

/** `PUT records/status.json`. */
export const putStatuses = (call: Call): unknown => {
  const app = openApp(call, "edit");
  const items = requiredList(call.parameters, "records");
  if (items.length > MAX_RECORDS)
    throw invalidInput("records", `At most ${MAX_RECORDS} records can be updated at once.`);
  const records = items.map((item, index) =>
    changeStatus(app, objectAt(item, `records[${index}]`), `records[${index}].`, call),
  );
  return { records: records.map((record) => ({ id: String(record.id), revision: String(record.revision) })) };
};

/** `PUT record/assignees.json`. */
export const putAssignees = (call: Call): unknown => {
  const app = openApp(call, "edit");
  processOf(app);
  const before = findRecord(app, requiredInteger(call.parameters, "id"));
  checkRevision(before, readRevision(call.parameters, ""));
  const codes = requiredList(call.parameters, "assignees");
  if (codes.length > MAX_ASSIGNEES) throw invalidInput("assignees", `At most ${MAX_ASSIGNEES} assignees are possible.`);
  const assignees = codes.map((code, index) => readAssignee(code, `assignees[${index}]`, call));
  const record = { ...before, ...touched(before, call), assignees };
  app.table.replace(record, call.journal);
  return { revision: String(record.revision) };
};

/** Runs an action. As on kintone, that raises the revision by two. */
const changeStatus = (app: App, parameters: Parameters, path: string, call: Call): StoredRecord => {
  const process = processOf(app);
  const before = findRecord(app, requiredInteger(parameters, "id", `${path}id`));
  checkRevision(before, readRevision(parameters, path));
  const name = requiredText(parameters, "action", `${path}action`);
  const action = process.actions.find((entry) => entry.name === name && entry.from === before.status);
  if (action === undefined) {
    throw new KintoneError(
      400,
      "GAIA_IL03",
      `Record ${before.id} has status ${before.status}, from which there is no action ${name}.`,
    );
  }
  const assignee = optionalText(parameters, "assignee");
  const assignees = assignee === undefined ? [] : [readAssignee(assignee, `${path}assignee`, call)];
  const record = { ...before, ...touched(before, call), revision: before.revision + 2, status: action.to, assignees };
  app.table.replace(record, call.journal);
  return record;
};

const processOf = (app: App): ProcessSettings => {
  const { process } = app;
  if (process?.enable !== true) throw new KintoneError(400, "GAIA_ST02", "Process management is off in this app.");
  return process;
};

const readAssignee = (code: unknown, path: string, call: Call): Entity => {
  if (typeof code !== "string") throw invalidJson(`${path} must be text.`);
  return readEntity("USER", { code }, { path }, call);
};
