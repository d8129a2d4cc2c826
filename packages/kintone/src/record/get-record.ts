import { toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok } from "neverthrow";
import { kintoneTool } from "../connector.ts";
import { recordsText } from "../present/record-text.ts";
import type { KintoneRecord } from "../read/record.ts";
import { appId, milliseconds, recordIdInput, recordOutput, requestTimeout } from "../schema.ts";

/**
 * Reads one record by its id.
 *
 * @see kintone REST API, Get Record
 */
export const kintoneGetRecord = kintoneTool({
  name: "kintone_get_record",
  title: "Get a kintone record",
  description:
    "Reads one record of a kintone app by its id, with all fields that the credential may see, tables and attachments included. " +
    "Its `$revision` can be handed to the updating tools, which then refuse to overwrite a change made meanwhile. " +
    "To find records by their values, use kintone_get_records or kintone_query.",
  effect: { kind: "read" },
  permissions: ["app:view records"],

  input: () =>
    z.strictObject({ kintone_app_id: appId(), record_id: recordIdInput(), request_timeout: requestTimeout() }),

  output: () =>
    z.object({
      app_id: z.string(),
      record_id: z.string(),
      revision: z.string().nullable(),
      record: recordOutput().describe("The record: field code to type and value."),
    }),

  execute: ({ kintone_app_id: app, record_id, request_timeout }, { session, signal }) =>
    session
      .request("getRecord", (client) => client.record.getRecord({ app, id: record_id }), {
        signal,
        timeoutMs: milliseconds(request_timeout),
        repeatable: true,
      })
      .andThen(({ record }: { readonly record?: KintoneRecord }) => {
        if (record === undefined) return err(toolError("upstream", "kintone's answer holds no record."));
        const revision = record["$revision"]?.value;
        return ok({ app_id: app, record_id, revision: typeof revision === "string" ? revision : null, record });
      }),

  present: ({ record }) => [{ type: "text", text: recordsText([record as KintoneRecord]) }],
});
