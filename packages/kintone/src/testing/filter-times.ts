import { textOf } from "./filter-values.ts";

/** Who asks, and when and where: what query functions depend on. */
export interface Asker {
  readonly user: string;
  readonly primaryOrganization: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Hours before UTC; the time zone has no summer time. */
  readonly offsetHours: number;
}

type Operand =
  | string
  | number
  | { readonly function: string; readonly arguments?: readonly (string | number)[] | undefined };

const minute = 60_000;
const day = 24 * 60 * minute;
const weekdays = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"];

/** Whether a date, time or date-time may not be compared with this. */
export const refusesTime = (type: string, operand: Operand, asker: Asker): boolean => {
  if (typeof operand !== "object") return operand !== "" && Number.isNaN(instantOf(type, textOf(operand), asker));
  return type === "TIME" || functionSpan(operand, asker) === undefined;
};

/** Whether a value stands to an operand, which is a span of time, as the operator says; `!=` counts as `=` here. */
export const timeHolds = (type: string, operator: string, own: string, operand: Operand, asker: Asker): boolean => {
  const at = instantOf(type, own, asker);
  const [from, to] = spanOf(type, operand, asker);
  if (operator === ">") return at >= to;
  if (operator === ">=") return at >= from;
  if (operator === "<") return at < from;
  return operator === "<=" ? at < to : at >= from && at < to;
};

type Span = readonly [from: number, to: number];

const spanOf = (type: string, operand: Operand, asker: Asker): Span => {
  if (typeof operand !== "object") {
    const at = instantOf(type, textOf(operand), asker);
    return [at, at + (type === "DATE" ? day : minute)];
  }
  const local = functionSpan(operand, asker) ?? [Number.NaN, Number.NaN];
  if (type === "DATE") return local[1] - local[0] < day ? [startOfDay(local[0]), startOfDay(local[0]) + day] : local;
  return [local[0] - asker.offsetHours * 60 * minute, local[1] - asker.offsetHours * 60 * minute];
};

/** Milliseconds: since the epoch, for DATE at midnight UTC, for TIME since midnight. NaN for what is not one. */
const instantOf = (type: string, text: string, asker: Asker): number => {
  if (type === "TIME") {
    const [, hour = "", minutes = ""] = /^(\d{1,2}):(\d\d)(?::\d\d(?:\.\d+)?)?$/.exec(text) ?? [];
    return hour !== "" && Number(hour) < 24 && Number(minutes) < 60
      ? (Number(hour) * 60 + Number(minutes)) * minute
      : Number.NaN;
  }
  const midnight = dateOf(text);
  if (!Number.isNaN(midnight)) return type === "DATE" ? midnight : midnight - asker.offsetHours * 60 * minute;
  const written = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d)(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.exec(text);
  const date = dateOf(written?.[1] ?? "");
  if (written === null || Number.isNaN(date)) return Number.NaN;
  if (type === "DATE") return date;
  const [sign, hours, minutes] = written[6] === "Z" ? [1, 0, 0] : zoneOf(written[6] ?? "");
  return date + (Number(written[2]) * 60 + Number(written[3]) - sign * (hours * 60 + minutes)) * minute;
};

const zoneOf = (zone: string): readonly [number, number, number] => [
  zone.startsWith("-") ? -1 : 1,
  Number(zone.slice(1, 3)),
  Number(zone.slice(-2)),
];

const dateOf = (text: string): number => {
  const [, year, month, date] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? [];
  if (year === undefined) return Number.NaN;
  const midnight = Date.parse(`${year}-${month?.padStart(2, "0")}-${date?.padStart(2, "0")}T00:00:00Z`);
  return new Date(midnight).getUTCDate() === Number(date) ? midnight : Number.NaN;
};

const startOfDay = (at: number): number => Math.floor(at / day) * day;

/** The span that a function stands for, by the asker's wall clock read as UTC; undefined for what kintone does not take. */
const functionSpan = (
  { function: name, arguments: given = [] }: Exclude<Operand, string | number>,
  { now, offsetHours }: Asker,
): Span | undefined => {
  const wall = now + offsetHours * 60 * minute;
  const today = startOfDay(wall);
  const text = given.join(", ");
  const oneDay = (from: number): Span => [from, from + day];
  if (name === "FROM_TODAY") {
    const [, count = "", unit = ""] = /^(-?\d{1,6}), (DAYS|WEEKS|MONTHS|YEARS)$/.exec(text) ?? [];
    if (unit === "") return undefined;
    if (unit === "DAYS" || unit === "WEEKS") return oneDay(today + Number(count) * (unit === "DAYS" ? 1 : 7) * day);
    return oneDay(monthsAway(today, Number(count) * (unit === "YEARS" ? 12 : 1)));
  }
  const [which, unit] = /^(THIS|LAST|NEXT)_(WEEK|MONTH|YEAR)$/.exec(name)?.slice(1) ?? [];
  const shift = which === "LAST" ? -1 : which === "NEXT" ? 1 : 0;
  if (unit === "WEEK") {
    const sunday = today - new Date(today).getUTCDay() * day + shift * 7 * day;
    if (text === "") return [sunday, sunday + 7 * day];
    return weekdays.includes(text) ? oneDay(sunday + weekdays.indexOf(text) * day) : undefined;
  }
  const clock = new Date(today);
  const [year, month] = [clock.getUTCFullYear(), clock.getUTCMonth()];
  if (unit === "MONTH") {
    const [first, next] = [Date.UTC(year, month + shift, 1), Date.UTC(year, month + shift + 1, 1)];
    if (text === "") return [first, next];
    if (text === "LAST") return oneDay(next - day);
    return /^([1-9]|[12]\d|3[01])$/.test(text) ? oneDay(Math.min(first + (Number(text) - 1) * day, next)) : undefined;
  }
  if (text !== "") return undefined;
  if (unit === "YEAR") return [Date.UTC(year + shift, 0, 1), Date.UTC(year + shift + 1, 0, 1)];
  if (name === "NOW") return [Math.floor(wall / minute) * minute, Math.floor(wall / minute) * minute + minute];
  const days = { TODAY: 0, YESTERDAY: -1, TOMORROW: 1 }[name];
  return days === undefined ? undefined : oneDay(today + days * day);
};

/** The same day some months away; the month's last where it lacks the day. */
const monthsAway = (today: number, months: number): number => {
  const from = new Date(today);
  const first = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1);
  const last = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0);
  return Math.min(first + (from.getUTCDate() - 1) * day, last);
};
