import { KintoneError } from "../errors.ts";
import { addDays, addMonths, type Day, dayAt, daysInMonth, weekday } from "../time.ts";

/** The days from `first` up to, not including, `end`. */
export interface Period {
  readonly first: Day;
  readonly end: Day;
}

/**
 * The days a date function of the query language stands for; undefined when there is no such function.
 * Wrong argument counts are GAIA_IL08, a bad day or weekday GAIA_IQ23, a bad unit GAIA_IQ25.
 */
export const datePeriod = (
  name: string,
  values: readonly string[],
  now: number,
  timeZone: string,
): Period | undefined => {
  const today = dayAt(now, timeZone);
  const fixed = SINGLE_DAYS[name];
  if (fixed !== undefined) return noArguments(name, values, oneDay(addDays(today, fixed)));
  if (name === "FROM_TODAY") return oneDay(inCalendar(fromToday(today, values)));
  const [, which = "", unit = ""] = /^(THIS|LAST|NEXT)_(WEEK|MONTH|YEAR)$/.exec(name) ?? [];
  const shift = SHIFTS[which];
  if (shift === undefined) return undefined;
  if (unit === "WEEK") return week(name, addDays(today, 7 * shift), values);
  if (unit === "MONTH") return month(name, addMonths({ ...today, day: 1 }, shift), values);
  const year = { year: today.year + shift, month: 1, day: 1 };
  return noArguments(name, values, { first: year, end: { ...year, year: year.year + 1 } });
};

const SINGLE_DAYS: Readonly<Record<string, number>> = { TODAY: 0, YESTERDAY: -1, TOMORROW: 1 };
const SHIFTS: Readonly<Record<string, number>> = { THIS: 0, LAST: -1, NEXT: 1 };
const WEEKDAYS = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"];

const oneDay = (first: Day): Period => ({ first, end: addDays(first, 1) });

const noArguments = (name: string, values: readonly string[], period: Period): Period => {
  if (values.length > 0) throw argumentCount(name);
  return period;
};

const fromToday = (today: Day, values: readonly string[]): Day => {
  const [count = "", unit = ""] = values;
  if (values.length !== 2) throw argumentCount("FROM_TODAY");
  if (!/^-?\d{1,6}$/.test(count)) throw new KintoneError(400, "GAIA_IQ23", "FROM_TODAY takes a whole number first.");
  switch (unit) {
    case "DAYS":
      return addDays(today, Number(count));
    case "WEEKS":
      return addDays(today, 7 * Number(count));
    case "MONTHS":
      return addMonths(today, Number(count));
    case "YEARS":
      return addMonths(today, 12 * Number(count));
    default:
      throw new KintoneError(400, "GAIA_IQ25", "FROM_TODAY takes DAYS, WEEKS, MONTHS or YEARS second.");
  }
};

const inCalendar = (day: Day): Day => {
  if (day.year >= 1 && day.year <= 9998) return day;
  throw new KintoneError(400, "GAIA_IQ23", "FROM_TODAY leads out of the calendar.");
};

const week = (name: string, day: Day, values: readonly string[]): Period => {
  const sunday = addDays(day, -weekday(day));
  const [wanted] = values;
  if (wanted === undefined) return { first: sunday, end: addDays(sunday, 7) };
  if (values.length > 1) throw argumentCount(name);
  const index = WEEKDAYS.indexOf(wanted);
  if (index < 0) throw new KintoneError(400, "GAIA_IQ23", `${name} takes a weekday from SUNDAY to SATURDAY.`);
  return oneDay(addDays(sunday, index));
};

const month = (name: string, first: Day, values: readonly string[]): Period => {
  const [wanted] = values;
  if (wanted === undefined) return { first, end: addMonths(first, 1) };
  if (values.length > 1) throw argumentCount(name);
  if (wanted === "LAST") return oneDay({ ...first, day: daysInMonth(first.year, first.month) });
  const isDay = /^\d{1,2}$/.test(wanted) && Number(wanted) >= 1 && Number(wanted) <= 31;
  if (!isDay) throw new KintoneError(400, "GAIA_IQ23", `${name} takes a day from 1 to 31, or LAST.`);
  const exists = Number(wanted) <= daysInMonth(first.year, first.month);
  return oneDay(exists ? { ...first, day: Number(wanted) } : addMonths(first, 1));
};

const argumentCount = (name: string): KintoneError =>
  new KintoneError(400, "GAIA_IL08", `${name} is given the wrong number of arguments.`);
