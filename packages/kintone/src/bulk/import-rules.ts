import type { ToolError } from "@tsunagu/core";
import { err, ok, type ResultAsync } from "neverthrow";
import { type FormField, readFormFields } from "../fields/form-fields.ts";
import type { KintoneSession, RequestOptions } from "../session.ts";
import { checkUpdateKey, type FieldChoice, type KeyKind } from "./import-fields.ts";

/** What rows are checked against. */
export interface ImportRules extends FieldChoice {
  readonly form: Readonly<Record<string, FormField>>;
  readonly revision: string;
  /** How the update key names a record; undefined when every row is added. */
  readonly keyKind: KeyKind | undefined;
  /** The app's code, which record numbers may begin with. */
  readonly appCode: string;
  /** Attachments are taken from this directory; undefined when there is none. */
  readonly attachmentsDir: string | undefined;
}

/** Reads the form and checks the update key against it. Errors: `invalid_input`, and those of the call. */
export const readRules = (
  session: KintoneSession,
  app: string,
  choice: FieldChoice & Pick<ImportRules, "attachmentsDir">,
  options: Omit<RequestOptions, "repeatable">,
): ResultAsync<ImportRules, ToolError> =>
  readFormFields(session, app, options).andThen(({ properties, revision }) => {
    const key = choice.updateKey === undefined ? ok(undefined) : checkUpdateKey(choice.updateKey, properties);
    if (key.isErr()) return err(key.error);
    const rules = { ...choice, form: properties, revision, keyKind: key.value, appCode: "" };
    if (key.value !== "id" || choice.updateKey === "$id") return ok(rules);
    return session
      .request("getApp", (client) => client.app.getApp({ id: app }), { ...options, repeatable: true })
      .map(({ code }) => ({ ...rules, appCode: code }));
  });
