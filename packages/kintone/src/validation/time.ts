import { type Check, problem } from "./finding.ts";

/** Checks a DATE: `2026-01-31`. */
export const checkDate: Check = (value) => {
  if (typeof value !== "string") return problem("wrong_shape", 'is not a text such as "2026-01-31"');
  if (isDate(value)) return [];
  const hint = value.includes("T") ? "; the field takes a date without a time" : "";
  return problem("not_a_date", `${shown(value)} is not a date such as 2026-01-31${hint}`);
};

/** Checks a TIME: `09:30`. */
export const checkTime: Check = (value) => {
  if (typeof value !== "string") return problem("wrong_shape", 'is not a text such as "09:30"');
  return isClock(value) ? [] : problem("not_a_time", `${shown(value)} is not a time such as 09:30`);
};

/** Checks a DATETIME: `2026-01-31T09:30:00Z`, also with an offset such as `+09:00` or `+0900`, or a date alone. */
export const checkDateTime: Check = (value) => {
  if (typeof value !== "string") return problem("wrong_shape", 'is not a text such as "2026-01-31T09:30:00+09:00"');
  const [, date, clock = "", zone] = dateTime.exec(value) ?? [];
  if (date === undefined) return isDate(value) ? [] : problem("not_a_datetime", `${shown(value)} ${noDateTime}`);
  if (!isDate(date) || !isClock(clock)) return problem("not_a_datetime", `${shown(value)} ${noDateTime}`);
  if (zone === undefined)
    return problem("not_a_datetime", `${shown(value)} says no time zone; add Z for UTC, or an offset such as +09:00`);
  return isZone(zone) ? [] : problem("not_a_datetime", `${shown(value)} has no valid offset; write +09:00, or Z`);
};

const dateTime = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?$/;
const noDateTime = "is not a date and time such as 2026-01-31T09:30:00+09:00";

const isDate = (text: string): boolean => {
  const [, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
};

const isClock = (text: string): boolean => {
  const [, hour, minute, second = "0"] = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/.exec(text) ?? [];
  return Number(hour) <= 23 && Number(minute) <= 59 && Number(second) <= 59;
};

const isZone = (zone: string): boolean => zone === "Z" || (zone.slice(1, 3) <= "14" && zone.slice(-2) <= "59");

const shown = (value: string): string => JSON.stringify(value.slice(0, 40));
