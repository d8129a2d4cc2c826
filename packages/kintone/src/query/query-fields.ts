import type { ToolError } from "@tsunagu/core";
import { errAsync, okAsync, type ResultAsync } from "neverthrow";
import { type FormField, recentFormFields } from "../fields/form-fields.ts";
import type { KintoneSession, RequestOptions } from "../session.ts";
import type { QueryField } from "./condition.ts";

/**
 * The fields of an app that a query can name, those inside tables included; undefined where the credential may not read
 * the form, so that kintone itself has to check the query.
 */
export const readQueryFields = (
  session: KintoneSession,
  app: string,
  options: Omit<RequestOptions, "repeatable">,
): ResultAsync<ReadonlyMap<string, QueryField> | undefined, ToolError> =>
  recentFormFields(session, app, options)
    .map(({ properties }) => queryFields(properties))
    .orElse((error) => (error.code === "forbidden" ? okAsync(undefined) : errAsync(error)));

const queryFields = (properties: Readonly<Record<string, FormField>>): ReadonlyMap<string, QueryField> =>
  new Map(
    Object.entries(properties).flatMap(([code, { type, fields }]) => [
      [code, { type }] as const,
      ...Object.entries(fields ?? {}).map(([cell, inner]) => [cell, { type: inner.type, inTable: true }] as const),
    ]),
  );
