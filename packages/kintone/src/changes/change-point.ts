import { invalidField, type ToolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";

/** Where a reading of changes begins. */
export interface ChangePoint {
  /** UTC, in whole minutes, as kintone keeps update times: `2026-01-31T09:30:00Z`. */
  readonly since: string;
  /** How far an earlier reading came that ended midway. */
  readonly midway?: {
    readonly afterRecordId: string;
    /** Where the next reading begins when this one has come to its end. */
    readonly nextSince: string;
  };
}

/** The forms that {@link readChangePoint} takes. */
export const changePointPattern =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)(\/[1-9]\d{0,17}\/\d{4}-\d\d-\d\dT\d\d:\d\d:00Z)?$/;

/**
 * Reads a time with `Z` or an offset, or what {@link writeChangePoint} wrote. Seconds are dropped, so that the minute is read from its
 * beginning. Errors: `invalid_input`.
 */
export const readChangePoint = (text: string, field: string): Result<ChangePoint, ToolError> => {
  const [time = "", afterRecordId, then] = text.split("/");
  const [since, next] = [minuteOf(time), then === undefined ? undefined : minuteOf(then)];
  if (!changePointPattern.test(text) || since === undefined || (then !== undefined && next === undefined)) {
    const hint = "Write a time such as 2026-01-31T09:30:00Z, or what the last answer gave as next_since.";
    return err(invalidField(field, "is not a time with Z or an offset", hint));
  }
  return ok({ since, ...(afterRecordId && next ? { midway: { afterRecordId, nextSince: next } } : {}) });
};

/** A point as one text, for a caller to hand back. */
export const writeChangePoint = ({ since, midway }: ChangePoint): string =>
  midway === undefined ? since : `${since}/${midway.afterRecordId}/${midway.nextSince}`;

/** A time as kintone keeps it; undefined for what is none. */
export const minuteOf = (time: string | number): string | undefined => {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : `${date.toISOString().slice(0, 16)}:00Z`;
};
