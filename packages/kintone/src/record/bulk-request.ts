import { type ToolError, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { okAsync, type ResultAsync } from "neverthrow";
import { kintoneTool } from "../connector.ts";
import { type CheckOptions, checkRecords } from "../fields/check-record.ts";
import { checkFields, milliseconds, requestTimeout } from "../schema.ts";
import type { KintoneSession } from "../session.ts";
import { type BulkRequestInput, bulkRequestInput } from "../write/bulk-input.ts";
import { type PreparedRequest, prepareRequests, recordsOf } from "../write/bulk-parts.ts";
import type { BulkPart } from "../write/in-chunks.ts";
import { withInputPaths } from "../write/input-paths.ts";

const mostRequests = 20;

/**
 * Makes several writes, also to several apps, as one.
 *
 * @see kintone REST API, Bulk Request
 */
export const kintoneBulkRequest = kintoneTool({
  name: "kintone_bulk_request",
  title: "Make kintone changes as one",
  description:
    "Carries out up to 20 writes in order, all or nothing, also across apps of one space: add, update, upsert and delete records, run " +
    "process actions, set assignees. When one fails, all are taken back, and the error names its place in the list, counted from 0. " +
    "Up to 100 records each. A later request cannot use an id that an earlier one made. With API tokens, give the tokens of all apps. " +
    "Not possible with OAuth.",
  effect: { kind: "destroy", idempotent: false },
  permissions: ["app:add, edit or delete records, as each request needs"],

  input: () =>
    z.strictObject({
      requests: z
        .array(bulkRequestInput())
        .min(1)
        .max(mostRequests)
        .describe(
          'The writes in order, as [{"operation": "add_records", "kintone_app_id": "12", "records": [{"Name": {"value": "Sato"}}]}, ' +
            '{"operation": "delete_records", "kintone_app_id": "13", "record_ids": ["5"]}].',
        ),
      check_fields: checkFields(),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      results: z
        .array(
          z.object({
            operation: z.string(),
            app_id: z.string(),
            records: z
              .array(z.object({ id: z.string().nullable(), revision: z.string().nullable() }))
              .describe("The records of the request, in its order; revision null of those deleted."),
          }),
        )
        .describe("What became of each request, in order."),
    }),

  effectOf: ({ requests }) =>
    requests.some(({ operation }) => operation === "delete_records")
      ? { kind: "destroy", idempotent: false }
      : { kind: "write", idempotent: false },

  plan: ({ requests }) => `Carries out as one: ${requests.map(planned).join("; ")}.`,

  execute: ({ requests, check_fields, request_timeout }, { session, signal }) => {
    const options = { signal, timeoutMs: milliseconds(request_timeout) };
    return prepareRequests(requests).asyncAndThen((prepared) =>
      checkAll(session, prepared, { ...options, checkFields: check_fields })
        .andThen((parts) =>
          session
            .request("bulkRequest", (client) => client.bulkRequest({ requests: [...parts] }), {
              ...options,
              repeatable: false,
            })
            .mapErr((error) => failedRequest(error, requests)),
        )
        .map(({ results }) => ({
          results: requests.map((request, index) => ({
            operation: request.operation,
            app_id: request.kintone_app_id,
            records: [...recordsOf(request, results[index])],
          })),
        })),
    );
  },

  present: ({ results }) => [
    {
      type: "text",
      text: results
        .map(({ operation, app_id, records }) => `${operation}: ${records.length} in app ${app_id}`)
        .join("\n"),
    },
  ],
});

const planned = (request: BulkRequestInput): string => {
  const count =
    request.operation === "delete_records"
      ? request.record_ids.length
      : request.operation === "update_assignees"
        ? 1
        : request.records.length;
  const operation = request.operation === "update_records" && request.upsert ? "upsert_records" : request.operation;
  return `${operation} (${count}) in kintone app ${request.kintone_app_id}`;
};

/** The writes as they are sent, each one's records checked against the form of its app. */
const checkAll = (
  session: KintoneSession,
  prepared: readonly PreparedRequest[],
  options: CheckOptions,
): ResultAsync<readonly BulkPart[], ToolError> =>
  prepared.reduce<ResultAsync<readonly BulkPart[], ToolError>>(
    (before, { app, toCheck, part }) =>
      before.andThen((parts) =>
        checkRecords(session, app, toCheck, options).map((records) => [...parts, part(records)]),
      ),
    okAsync([]),
  );

/** kintone's error, with the place of the request that failed in front and its lists by the input's names. */
const failedRequest = (error: ToolError, requests: readonly BulkRequestInput[]): ToolError => {
  const index = error.details?.["request_index"];
  if (typeof index !== "number") return error;
  const { code, message, ...more } = withInputPaths(error, (path) =>
    path[0] === "requests" && path[2] === "ids" ? [...path.slice(0, 2), "record_ids", ...path.slice(3)] : path,
  );
  const operation = requests[index]?.operation ?? "request";
  return toolError(code, `requests.${index} (${operation}) failed, and nothing was written: ${message}`, {
    ...more,
    issues: more.issues ?? [{ path: ["requests", index], message }],
  });
};
