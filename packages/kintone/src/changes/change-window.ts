import { type ToolError, toolError } from "@tsunagu/core";
import { err, ok, type Result, type ResultAsync } from "neverthrow";
import { type FormField, readFormFields } from "../fields/form-fields.ts";
import { bothConditions } from "../query/parse.ts";
import type { KintoneSession, RequestOptions } from "../session.ts";
import { type ChangePoint, minuteOf, writeChangePoint } from "./change-point.ts";

/** The records of an app that were changed since a point, and the point from which to read next. */
export interface ChangeWindow {
  /** Holds for the changed records. Read them by ascending id. */
  readonly condition: string;
  /** Code of the field that says when a record was last changed. */
  readonly updatedTime: string;
  /** Code of the field that says when it was added; undefined when the credential does not see it. */
  readonly createdTime: string | undefined;
  /** Where the next reading begins, once this one has ended. */
  next(end: { readonly truncated: boolean; readonly lastRecordId: string | undefined }): string;
}

/**
 * How far the next reading goes back behind the newest change of this one. kintone sets a record's time when it begins to write
 * it, and the record can be read only when the request has ended: one that takes less than this is never missed.
 */
const overlapMs = 5 * 60_000;

/**
 * Opens a window on an app's changes. The newest update time is read before any record is, so whatever changes while records are read
 * lies in the next window; the price is that changes of the last minutes come twice. `condition` narrows the records. Errors:
 * `unsupported` when the credential does not see the field of update times, and those of the calls.
 *
 * @see kintone REST API, Get Records; Get Form Fields
 */
export const openChangeWindow = (
  session: KintoneSession,
  app: string,
  { point, condition }: { readonly point: ChangePoint; readonly condition: string },
  calls: Omit<RequestOptions, "repeatable">,
): ResultAsync<ChangeWindow, ToolError> =>
  readFormFields(session, app, calls)
    .andThen(({ properties }) => timeFields(properties))
    .andThen(({ updatedTime, createdTime }) => {
      const { since, midway } = point;
      const changed = `${updatedTime} >= "${since}"`;
      const left = midway === undefined ? changed : `${changed} and $id > ${midway.afterRecordId}`;
      const window = { condition: bothConditions(condition, left), updatedTime, createdTime };
      const whole =
        midway === undefined
          ? newestChange(session, app, updatedTime, calls).map((newest) => pointAfter(newest, since))
          : ok(midway.nextSince);
      return whole.map((nextSince): ChangeWindow => ({ ...window, next: (end) => nextPoint(since, nextSince, end) }));
    });

const timeFields = (
  form: Readonly<Record<string, FormField>>,
): Result<Pick<ChangeWindow, "updatedTime" | "createdTime">, ToolError> => {
  const codeOf = (type: string): string | undefined => Object.values(form).find((field) => field.type === type)?.code;
  const updatedTime = codeOf("UPDATED_TIME");
  if (updatedTime !== undefined) return ok({ updatedTime, createdTime: codeOf("CREATED_TIME") });
  const hint = "Let the app's field permissions show it, or compare known revisions with kintone_get_changes.";
  return err(toolError("unsupported", "This credential does not see when the app's records were changed.", { hint }));
};

/** When any of the app's records was last changed; undefined in an app without records. */
const newestChange = (
  session: KintoneSession,
  app: string,
  code: string,
  calls: Omit<RequestOptions, "repeatable">,
): ResultAsync<string | undefined, ToolError> =>
  session
    .request(
      "getRecords",
      (client) => client.record.getRecords({ app, fields: [code], query: `order by ${code} desc limit 1` }),
      { ...calls, repeatable: true },
    )
    .andThen(({ records }) => {
      const time: unknown = records[0]?.[code]?.value;
      if (records.length === 0) return ok(undefined);
      if (typeof time === "string" && minuteOf(time) !== undefined) return ok(time);
      return err(toolError("upstream", "kintone's answer does not say when the record was changed."));
    });

/** Never in the future, and never before the point that was asked for. */
const pointAfter = (newest: string | undefined, since: string): string => {
  if (newest === undefined) return since;
  const safe = minuteOf(Math.min(Date.parse(newest), Date.now()) - overlapMs) ?? since;
  return safe > since ? safe : since;
};

const nextPoint = (
  since: string,
  nextSince: string,
  { truncated, lastRecordId }: Parameters<ChangeWindow["next"]>[0],
): string =>
  truncated && lastRecordId !== undefined
    ? writeChangePoint({ since, midway: { afterRecordId: lastRecordId, nextSince } })
    : nextSince;
