const MINUTE_MS = 60_000;

/** A civil date. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** `YYYY-MM-DDTHH:MM:00Z`: kintone keeps minutes and shows UTC. */
export const utcMinute = (epochMs: number): string =>
  `${new Date(Math.floor(epochMs / MINUTE_MS) * MINUTE_MS).toISOString().slice(0, 16)}:00Z`;

/** The civil date at an instant in a time zone. */
export const dayAt = (epochMs: number, timeZone: string): Day => {
  const { year, month, day } = civilParts(epochMs, timeZone);
  return { year, month, day };
};

/** The wall-clock time `HH:MM` at an instant in a time zone. */
export const clockAt = (epochMs: number, timeZone: string): string => {
  const { hour, minute } = civilParts(epochMs, timeZone);
  return `${pad(hour)}:${pad(minute)}`;
};

/** The instant at which a civil date begins in a time zone. */
export const startOfDay = (day: Day, timeZone: string): number => {
  const asIfUtc = Date.UTC(day.year, day.month - 1, day.day);
  const firstGuess = asIfUtc - offsetAt(asIfUtc, timeZone);
  return asIfUtc - offsetAt(firstGuess, timeZone);
};

/** Moves a civil date by whole days. */
export const addDays = (day: Day, days: number): Day =>
  fromUtc(new Date(Date.UTC(day.year, day.month - 1, day.day + days)));

/** Moves a civil date by whole months; a day the month lacks becomes the month's last. */
export const addMonths = (day: Day, months: number): Day => {
  const first = new Date(Date.UTC(day.year, day.month - 1 + months, 1));
  const year = first.getUTCFullYear();
  const month = first.getUTCMonth() + 1;
  return { year, month, day: Math.min(day.day, daysInMonth(year, month)) };
};

/** How many days a month has. */
export const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** 0 (Sunday) to 6. */
export const weekday = (day: Day): number => new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay();

/** `YYYY-MM-DD`. */
export const dateText = (day: Day): string => `${String(day.year).padStart(4, "0")}-${pad(day.month)}-${pad(day.day)}`;

/** Reads `YYYY-MM-DD` (one-digit months and days too); undefined when it is no date. */
export const parseDate = (text: string): Day | undefined => {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return exists ? { year, month, day } : undefined;
};

/** Reads `HH:MM` (seconds are dropped); undefined when it is no time. */
export const parseTime = (text: string): string | undefined => {
  const match = /^(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?$/.exec(text);
  if (match === null) return undefined;
  const [hour, minute] = [Number(match[1]), Number(match[2])];
  return hour <= 23 && minute <= 59 ? `${pad(hour)}:${pad(minute)}` : undefined;
};

/** Reads a date-time with `Z` or an offset, or a date alone (its start in `timeZone`); undefined when it is neither. */
export const parseInstant = (text: string, timeZone: string): number | undefined => {
  const [, date = "", clock = "", zone = ""] = DATE_TIME.exec(text) ?? [];
  const day = parseDate(date === "" ? text : date);
  if (day === undefined) return undefined;
  if (date === "") return startOfDay(day, timeZone);
  const offset = zone === "Z" ? "Z" : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const epochMs = Date.parse(`${date}T${clock}:00${offset}`);
  return Number.isNaN(epochMs) ? undefined : epochMs;
};

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

const pad = (value: number): string => String(value).padStart(2, "0");

const fromUtc = (date: Date): Day => ({
  year: date.getUTCFullYear(),
  month: date.getUTCMonth() + 1,
  day: date.getUTCDate(),
});

const offsetAt = (epochMs: number, timeZone: string): number => {
  const parts = civilParts(epochMs, timeZone);
  const wallClock = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute);
  return wallClock - Math.floor(epochMs / MINUTE_MS) * MINUTE_MS;
};

const formatters = new Map<string, Intl.DateTimeFormat>();

const civilParts = (epochMs: number, timeZone: string): Day & { hour: number; minute: number } => {
  const options = {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  } as const;
  const formatter = formatters.get(timeZone) ?? new Intl.DateTimeFormat("en-US", options);
  formatters.set(timeZone, formatter);
  const parts = new Map(formatter.formatToParts(epochMs).map((part) => [part.type, Number(part.value)]));
  const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return { year: of("year"), month: of("month"), day: of("day"), hour: of("hour"), minute: of("minute") };
};
