import { type Call, checkPermission, openApp } from "../call.ts";
import { ErrorCollector, invalidInput, invalidJson } from "../errors.ts";
import { objectAt, optionalBoolean, optionalInteger, optionalList, requiredList } from "../parameters.ts";
import { addRecord, checkRevision, deleteRecord, updateRecord, type WriteContext } from "../records/write.ts";
import { findRecord, lookUpRecord, type RecordKey, readRecordKey, readRevision, requireRecord } from "./find-record.ts";

const MAX_RECORDS = 100;

/** `POST records.json`. */
export const postRecords = (call: Call): unknown => {
  const context = { ...call, app: openApp(call, "add"), errors: new ErrorCollector() };
  const records = readBatch(call, "added").map((record, index) => addRecord(record, `records[${index}]`, context));
  context.errors.throwIfAny();
  return {
    ids: records.map((record) => String(record.id)),
    revisions: records.map((record) => String(record.revision)),
  };
};

/** `PUT records.json`, with or without `upsert`. */
export const putRecords = (call: Call): unknown => {
  const app = openApp(call, "edit");
  const context = { ...call, app, errors: new ErrorCollector() };
  const upsert = optionalBoolean(call.parameters, "upsert");
  if (upsert) checkPermission(call.principal, app, ["add"]);
  const records = readBatch(call, "updated").map((raw, index) =>
    upsert ? upsertOne(raw, `records[${index}]`, context) : updateOne(raw, `records[${index}]`, context),
  );
  context.errors.throwIfAny();
  return { records };
};

/** `DELETE records.json`. */
export const deleteRecords = (call: Call): unknown => {
  const app = openApp(call, "delete");
  const ids = requiredList(call.parameters, "ids");
  if (ids.length < 1 || ids.length > MAX_RECORDS)
    throw invalidInput("ids", `Between 1 and ${MAX_RECORDS} records can be deleted at once.`);
  const revisions = optionalList(call.parameters, "revisions");
  if (revisions !== undefined && revisions.length !== ids.length)
    throw invalidInput("revisions", "Give one revision for each id.");
  ids.forEach((id, index) => {
    const number = optionalInteger({ id }, "id", `ids[${index}]`);
    if (number === undefined) throw invalidJson(`ids[${index}] must be a number.`);
    const record = findRecord(app, number);
    checkRevision(record, optionalInteger({ revision: revisions?.[index] }, "revision", `revisions[${index}]`));
    deleteRecord(record, { ...call, app });
  });
  return {};
};

const readBatch = (call: Call, verb: string): readonly unknown[] => {
  const records = requiredList(call.parameters, "records");
  if (records.length > MAX_RECORDS)
    throw invalidInput("records", `At most ${MAX_RECORDS} records can be ${verb} at once.`);
  return records;
};

interface Updated {
  readonly id: string;
  readonly revision: string;
  readonly operation?: "INSERT" | "UPDATE";
}

const updateOne = (raw: unknown, path: string, context: WriteContext): Updated => {
  const item = objectAt(raw, path);
  const before = requireRecord(context.app, readRecordKey(context.app, item, `${path}.`));
  checkRevision(before, readRevision(item, `${path}.`));
  const record = updateRecord(before, item.record, path, context);
  return { id: String(record.id), revision: String(record.revision) };
};

const upsertOne = (raw: unknown, path: string, context: WriteContext): Updated => {
  const item = objectAt(raw, path);
  const key =
    item.id === undefined && item.updateKey === undefined ? undefined : readRecordKey(context.app, item, `${path}.`);
  const before = key === undefined ? undefined : lookUpRecord(context.app, key);
  if (before !== undefined) return { ...updateOne(raw, path, context), operation: "UPDATE" };
  const record = addRecord(withKey(item.record, key, path), path, context);
  return { id: String(record.id), revision: String(record.revision), operation: "INSERT" };
};

/** A record inserted by upsert takes the update key's value, unless it states the field itself. */
const withKey = (record: unknown, key: RecordKey | undefined, path: string): unknown => {
  if (key?.kind !== "key") return record;
  return { [key.field.code]: { value: key.value }, ...objectAt(record ?? {}, path) };
};
