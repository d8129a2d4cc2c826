import { type ToolError, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok, type Result } from "neverthrow";
import { kintoneTool } from "../connector.ts";
import { checkRecords } from "../fields/check-record.ts";
import {
  appId,
  checkFields,
  milliseconds,
  recordData,
  recordIdInput,
  requestTimeout,
  updateKeyObject,
} from "../schema.ts";
import { renamed, withInputPaths } from "../write/input-paths.ts";
import { readRecordData } from "../write/record-data.ts";
import { readUpdateKey, type UpdateKey } from "../write/update-key.ts";

/**
 * Changes one record.
 *
 * @see kintone REST API, Update Record
 */
export const kintoneUpdateRecord = kintoneTool({
  name: "kintone_update_record",
  title: "Update a kintone record",
  description:
    "Changes fields of one kintone record, named by `record_id` or by `updateKey`, not both. Call kintone_get_fields first for the " +
    "field codes. Fields that are left out stay. A table is replaced as a whole: send back every row that is to stay, with its " +
    "`id`; rows without an id are new. Attachments likewise: repeat the fileKey of each that is to stay. Record numbers, " +
    "calculated fields, status, assignee, category, creator and times cannot be written.",
  effect: { kind: "write", idempotent: false },
  permissions: ["app:edit records"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      record_id: recordIdInput()
        .optional()
        .describe("Id of the record: the value of `$id`. Not together with updateKey."),
      updateKey: z
        .union([updateKeyObject(), z.string().min(1).max(1000)])
        .optional()
        .describe(
          'A unique field and its value in place of the id, as {"field": "Code", "value": "A-1"}; or the field code alone, with updateKeyValue.',
        ),
      updateKeyValue: z.string().min(1).max(64).optional().describe("The value, when updateKey is a field code alone."),
      record_data: recordData().describe(
        'The fields to change: field code to value, as {"Name": {"value": "Sato"}}. JSON, not Python. null empties a field.',
      ),
      revision: z
        .string()
        .regex(/^(-1|\d{1,18})$/, "has to be a whole number")
        .optional()
        .describe(
          "The record's `$revision` as it was read; when it was changed meanwhile, the answer is a conflict. Without it the change is made in any case.",
        ),
      check_fields: checkFields(),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      app_id: z.string(),
      record_id: z
        .string()
        .nullable()
        .describe("null when the record was named by updateKey: kintone does not answer its id."),
      revision: z.string(),
      updateKey: z.object({ field: z.string(), value: z.string() }).optional(),
      response: z.object({ revision: z.string() }).describe("kintone's own answer."),
    }),

  plan: ({ kintone_app_id, record_id, updateKey, updateKeyValue, record_data }) => {
    const key =
      record_id ??
      JSON.stringify(updateKey ?? null) + (updateKeyValue === undefined ? "" : ` = ${JSON.stringify(updateKeyValue)}`);
    return `Changes the fields ${Object.keys(record_data).join(", ")} of record ${key} in kintone app ${kintone_app_id}.`;
  },

  execute: (
    { kintone_app_id: app, record_data, revision, check_fields, request_timeout, ...key },
    { session, signal },
  ) => {
    const options = { signal, timeoutMs: milliseconds(request_timeout) };
    const read = readTarget(key).andThen((target) =>
      readRecordData(record_data, ["record_data"]).map((record) => ({ target, record })),
    );
    return read.asyncAndThen(({ target, record: given }) =>
      checkRecords(session, app, [{ path: ["record_data"], record: given, operation: "update" }], {
        ...options,
        checkFields: check_fields,
      })
        .andThen(([record = given]) => {
          const change = { app, record, ...(revision === undefined ? {} : { revision }) };
          const repeatable = false;
          return session.request("updateRecord", (client) => client.record.updateRecord({ ...change, ...target }), {
            ...options,
            repeatable,
          });
        })
        .mapErr((error) => withInputPaths(error, renamed("record", "record_data")))
        .map((response) => ({
          app_id: app,
          record_id: "id" in target ? target.id : null,
          revision: response.revision,
          ...("updateKey" in target ? { updateKey: target.updateKey } : {}),
          response: { revision: response.revision },
        })),
    );
  },

  present: ({ app_id, record_id, updateKey, revision }) => {
    const key = record_id ?? `${updateKey?.field} = ${updateKey?.value}`;
    return [{ type: "text", text: `Updated record ${key} of app ${app_id} (revision ${revision}).` }];
  },
});

interface TargetInput {
  readonly record_id?: string | undefined;
  readonly updateKey?: unknown;
  readonly updateKeyValue?: string | undefined;
}

const readTarget = (input: TargetInput): Result<{ id: string } | { updateKey: UpdateKey }, ToolError> => {
  if (input.record_id !== undefined && input.updateKey !== undefined) return err(oneTarget("are both given"));
  if (input.record_id !== undefined) return ok({ id: input.record_id });
  if (input.updateKey === undefined) return err(oneTarget("are both missing"));
  return readUpdateKey(input.updateKey, input.updateKeyValue).map((updateKey) => ({ updateKey }));
};

const oneTarget = (problem: string): ToolError =>
  toolError("invalid_input", `record_id and updateKey ${problem}.`, {
    issues: [{ path: ["record_id"], message: `and updateKey ${problem}` }],
    hint: "Give one of the two.",
  });
