import { isObject, type ToolContext, type ToolError, toolError } from "@tsunagu/core";
import { err, ok, type Result, type ResultAsync } from "neverthrow";
import type { KintoneClient } from "../http/client.ts";
import { milliseconds } from "../schema.ts";
import type { KintoneSession } from "../session.ts";

/** What every tool over an app's settings is told. */
export interface SettingsInput {
  readonly kintone_app_id: string;
  readonly request_timeout?: number | undefined;
}

/** What a tool's calls are made with. */
export type SettingsContext = Pick<ToolContext<KintoneSession>, "session" | "signal">;

/** Which app's settings were changed, and the revision that those being prepared have since. */
export interface ChangedSettings {
  readonly app_id: string;
  readonly revision: string;
}

/** Reads settings by one call. */
export const readSettings = <T>(
  { request_timeout }: Pick<SettingsInput, "request_timeout">,
  { session, signal }: SettingsContext,
  operation: string,
  call: (client: KintoneClient) => Promise<T>,
): ResultAsync<T, ToolError> =>
  session.request(operation, call, { signal, timeoutMs: milliseconds(request_timeout), repeatable: true });

/** Changes settings being prepared by one call. A conflict of revisions is told in words of settings. */
export const changeSettings = <T extends object>(
  { kintone_app_id, request_timeout }: SettingsInput,
  { session, signal }: SettingsContext,
  operation: string,
  call: (client: KintoneClient) => Promise<T>,
): ResultAsync<ChangedSettings & { readonly answer: T }, ToolError> =>
  session
    .request(operation, call, { signal, timeoutMs: milliseconds(request_timeout), repeatable: false })
    .mapErr(settingsConflict)
    .andThen((answer) => readRevision(answer).map((revision) => ({ app_id: kintone_app_id, revision, answer })));

/** kintone has one code for records and settings that were changed meanwhile. */
export const settingsConflict = (error: ToolError): ToolError =>
  error.origin?.code === "GAIA_CO02"
    ? toolError("conflict", "The app's settings were changed meanwhile; nothing was changed now.", {
        origin: error.origin,
        hint: "Read the settings again with preview: true, and send their present revision.",
      })
    : error;

const readRevision = (answer: object): Result<string, ToolError> => {
  const revision = isObject(answer) ? answer["revision"] : undefined;
  return typeof revision === "string" || typeof revision === "number"
    ? ok(String(revision))
    : err(toolError("upstream", "The settings were changed, but kintone's answer does not hold their revision."));
};
