import { isObject, type ToolError } from "@tsunagu/core";
import { err, ok, Result } from "neverthrow";
import type { RecordToCheck } from "../fields/check-record.ts";
import type { BulkRequestInput } from "./bulk-input.ts";
import type { BulkPart } from "./in-chunks.ts";
import { dataError, type RecordData, readRecordData } from "./record-data.ts";

/** A write that is ready to be sent, and the records in it that can be checked. */
export interface PreparedRequest {
  readonly app: string;
  readonly toCheck: readonly RecordToCheck[];
  /** The write, with the records of `toCheck` as they came out of the check. */
  part(checked: readonly RecordData[]): BulkPart;
}

/** Prepares the writes of a bulk request. Errors: `invalid_input`, naming the request and the record. */
export const prepareRequests = (requests: readonly BulkRequestInput[]): Result<readonly PreparedRequest[], ToolError> =>
  Result.combine(requests.map(prepare));

/** What a bulk request answered about one of its writes: the records by id and revision, null where kintone says none. */
export const recordsOf = (
  request: BulkRequestInput,
  answer: unknown,
): readonly { readonly id: string | null; readonly revision: string | null }[] => {
  const given = isObject(answer) ? answer : {};
  if (request.operation === "delete_records") return request.record_ids.map((id) => ({ id, revision: null }));
  if (request.operation === "update_assignees") return [{ id: request.record_id, revision: textOf(given["revision"]) }];
  return request.records.map((record, index) => {
    const answered = itemOf(given["records"], index);
    const own = "id" in record && typeof record.id === "string" ? record.id : null;
    return isObject(answered)
      ? { id: textOf(answered["id"]) ?? own, revision: textOf(answered["revision"]) }
      : { id: textOf(itemOf(given["ids"], index)) ?? own, revision: textOf(itemOf(given["revisions"], index)) };
  });
};

type Of<Operation extends BulkRequestInput["operation"]> = Extract<BulkRequestInput, { operation: Operation }>;

const prepare = (request: BulkRequestInput, index: number): Result<PreparedRequest, ToolError> => {
  const path = ["requests", index];
  const app = request.kintone_app_id;
  switch (request.operation) {
    case "add_records":
      return prepareAdd(request, path);
    case "update_records":
      return prepareUpdate(request, path);
    case "delete_records":
      return prepareDelete(request, path);
    case "update_statuses": {
      const records = request.records.map(withoutAbsent);
      return ok({ app, toCheck: [], part: () => put("records/status", { app, records }) });
    }
    case "update_assignees": {
      const { record_id: id, assignees, revision } = request;
      return ok({
        app,
        toCheck: [],
        part: () => put("record/assignees", { app, id, assignees, ...withoutAbsent({ revision }) }),
      });
    }
  }
};

const prepareAdd = ({ kintone_app_id: app, records }: Of<"add_records">, path: Path) =>
  Result.combine(records.map((record, row) => readRecordData(record, [...path, "records", row]))).map((values) => ({
    app,
    toCheck: values.map((record, row) => checked([...path, "records", row], record, "add")),
    part: (checked: readonly RecordData[]): BulkPart => ({
      method: "POST",
      endpointName: "records",
      payload: { app, records: checked },
    }),
  }));

const prepareUpdate = ({ kintone_app_id: app, records, upsert }: Of<"update_records">, path: Path) => {
  const unnamed = records.findIndex(({ id, updateKey }) => (id === undefined) === (updateKey === undefined));
  if (unnamed >= 0) {
    const hint = "id is the value of $id; updateKey a unique field and its value.";
    return err(dataError([...path, "records", unnamed], "has to have either id or updateKey", hint));
  }
  return Result.combine(
    records.map(({ record, ...named }, row) =>
      readRecordData(record, [...path, "records", row, "record"]).map((values) => ({ ...named, record: values })),
    ),
  ).map((values) => ({
    app,
    toCheck: values.map(({ record }, row) =>
      checked([...path, "records", row, "record"], record, upsert ? "add" : "update"),
    ),
    part: (checked: readonly RecordData[]) =>
      put("records", {
        app,
        upsert,
        records: values.map((value, row) => withoutAbsent({ ...value, record: checked[row] })),
      }),
  }));
};

const prepareDelete = ({ kintone_app_id: app, record_ids, revisions }: Of<"delete_records">, path: Path) => {
  if (revisions !== undefined && revisions.length !== record_ids.length) {
    const problem = `holds ${revisions.length} revisions for ${record_ids.length} records`;
    return err(dataError([...path, "revisions"], problem, "Give one for each record, -1 for any."));
  }
  const payload = { app, ids: record_ids, ...withoutAbsent({ revisions }) };
  return ok({ app, toCheck: [], part: (): BulkPart => ({ method: "DELETE", endpointName: "records", payload }) });
};

type Path = readonly (string | number)[];

const put = (endpointName: BulkPart["endpointName"], payload: object): BulkPart => ({
  method: "PUT",
  endpointName,
  payload,
});

const checked = (path: Path, record: RecordData, operation: RecordToCheck["operation"]): RecordToCheck => ({
  path,
  record,
  operation,
});

const withoutAbsent = (given: object): object =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

const itemOf = (list: unknown, index: number): unknown => (Array.isArray(list) ? list[index] : undefined);

const textOf = (value: unknown): string | null =>
  typeof value === "string" || typeof value === "number" ? String(value) : null;
