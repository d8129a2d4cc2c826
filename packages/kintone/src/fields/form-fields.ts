import { isObject, type ToolError, toolError } from "@tsunagu/core";
import { err, ok, okAsync, type ResultAsync } from "neverthrow";
import type { KintoneSession, RequestOptions } from "../session.ts";

/** A field of a form, as kintone describes it. */
export interface FormField {
  readonly type: string;
  readonly code: string;
  readonly label?: string;
  /** The fields of a table, by code. */
  readonly fields?: Readonly<Record<string, FormField>>;
  readonly [property: string]: unknown;
}

/** The fields of an app, by code, and the form's revision. */
export interface FormFields {
  readonly properties: Readonly<Record<string, FormField>>;
  readonly revision: string;
}

interface Entry {
  readonly form: FormFields;
  readonly readAt: number;
}

const lifetimeMs = 60_000;
const mostApps = 200;

/** Of one session each, so that no credential ever sees what another one read. */
const caches = new WeakMap<KintoneSession, Map<string, Entry>>();

/**
 * Reads an app's form fields now, and keeps them for {@link recentFormFields}.
 *
 * @see kintone REST API, Get Form Fields
 */
export const readFormFields = (
  session: KintoneSession,
  app: string,
  options: Omit<RequestOptions, "repeatable">,
): ResultAsync<FormFields, ToolError> =>
  session
    .request("getFormFields", (client) => client.app.getFormFields({ app }), { ...options, repeatable: true })
    .andThen(({ properties, revision }) => {
      if (!isObject(properties)) return err(toolError("upstream", "kintone's answer holds no fields."));
      const form = { properties: properties as FormFields["properties"], revision: String(revision) };
      remember(session, app, form);
      return ok(form);
    });

/** An app's form fields, at most a minute old. */
export const recentFormFields = (
  session: KintoneSession,
  app: string,
  options: Omit<RequestOptions, "repeatable">,
): ResultAsync<FormFields, ToolError> => {
  const entry = caches.get(session)?.get(app);
  return entry !== undefined && Date.now() - entry.readAt < lifetimeMs
    ? okAsync(entry.form)
    : readFormFields(session, app, options);
};

/** Drops what is kept of an app's form, because it has been changed. */
export const forgetFormFields = (session: KintoneSession, app: string): void => {
  caches.get(session)?.delete(app);
};

const remember = (session: KintoneSession, app: string, form: FormFields): void => {
  const cache = caches.get(session) ?? new Map<string, Entry>();
  caches.set(session, cache);
  cache.delete(app);
  cache.set(app, { form, readAt: Date.now() });
  const [oldest] = cache.keys();
  if (cache.size > mostApps && oldest !== undefined) cache.delete(oldest);
};
