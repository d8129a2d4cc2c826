import type { ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { errAsync, okAsync, ResultAsync } from "neverthrow";
import { kintoneTool } from "../connector.ts";
import { describeFields, fieldDescription } from "../describe/describe-fields.ts";
import { describeProcess, processDescription } from "../describe/describe-process.ts";
import { fieldText, processText } from "../describe/describe-text.ts";
import { readFormFields } from "../fields/form-fields.ts";
import { appId, milliseconds, requestTimeout } from "../schema.ts";

const longestDescription = 1000;

/**
 * Says what has to be known about an app before its records are written.
 *
 * @see kintone REST API, Get Form Fields; Get App; Get Process Management Settings
 */
export const kintoneDescribeApp = kintoneTool({
  name: "kintone_describe_app",
  title: "Describe a kintone app",
  description:
    "Says in one compact answer what has to be known before a kintone app's records are queried or written: the app's name, each field's code, type, label, " +
    "choices, limits and default, what is required, unique or read only, lookups and what they fill, the columns of tables, and the statuses and " +
    "actions of its process. Call it first when the app is not known. Works with an API token. For full definitions use kintone_get_fields.",
  effect: { kind: "read" },
  permissions: ["app:view records or add records"],

  input: () => z.strictObject({ kintone_app_id: appId(), request_timeout: requestTimeout() }),

  output: () =>
    z.object({
      app_id: z.string(),
      name: z.string().nullable(),
      description: z
        .string()
        .nullable()
        .describe(`What the app's administrator wrote about it, at most ${longestDescription} characters.`),
      code: z.string().nullable().describe("The app code, which record numbers begin with."),
      revision: z.string().describe("Revision of the form."),
      fields: z.array(fieldDescription()),
      fields_omitted: z.int().min(0),
      process: processDescription().nullable(),
      unreadable: z
        .array(z.object({ part: z.enum(["app", "process"]), reason: z.string() }))
        .describe("What the credential may not read; it is null above."),
    }),

  execute: ({ kintone_app_id, request_timeout }, { session, signal }) => {
    const options = { signal, timeoutMs: milliseconds(request_timeout), repeatable: true };
    return readFormFields(session, kintone_app_id, options).andThen(({ properties, revision }) => {
      const { fields, omitted } = describeFields(properties);
      const app = session.request("getApp", (client) => client.app.getApp({ id: kintone_app_id }), options);
      const process = session.request(
        "getProcessManagement",
        (client) => client.app.getProcessManagement({ app: kintone_app_id }),
        options,
      );
      return ResultAsync.combine([orReason(app), orReason(process.map(describeProcess))]).map(([about, flow]) => ({
        app_id: kintone_app_id,
        name: about.value?.name ?? null,
        description: about.value?.description?.slice(0, longestDescription) ?? null,
        code: about.value?.code || null,
        revision,
        fields,
        fields_omitted: omitted,
        process: flow.value,
        unreadable: [
          ...(about.reason === null ? [] : [{ part: "app" as const, reason: about.reason }]),
          ...(flow.reason === null ? [] : [{ part: "process" as const, reason: flow.reason }]),
        ],
      }));
    });
  },

  present: ({ app_id, name, description, fields, fields_omitted, process, unreadable }) => {
    const lines = [
      `kintone app ${app_id}${name === null ? "" : `: ${name}`}`,
      ...(description ? [description] : []),
      "Fields, by code:",
      ...fields.map((field) => fieldText(field)),
      ...(fields_omitted > 0 ? [`- and ${fields_omitted} more`] : []),
      ...(process === null ? [] : [processText(process)]),
      ...unreadable.map(({ part, reason }) => `Not readable, ${part}: ${reason}`),
    ];
    return [{ type: "text", text: lines.join("\n") }];
  },
});

interface Part<T> {
  readonly value: T | null;
  /** Why the part may not be read. */
  readonly reason: string | null;
}

/** A part that the credential may not read is left out with the reason; every other error stays one. */
const orReason = <T>(reading: ResultAsync<T, ToolError>): ResultAsync<Part<T>, ToolError> =>
  reading
    .map((value): Part<T> => ({ value, reason: null }))
    .orElse((error) =>
      error.code === "forbidden" ? okAsync({ value: null, reason: error.message }) : errAsync(error),
    );
