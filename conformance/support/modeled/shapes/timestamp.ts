import type { TimestampFormat } from "../models.ts";

/** A point in time as a format writes it: text, or a number of seconds. */
export function writeTimestamp(format: TimestampFormat, date: Date): string | number {
  switch (format) {
    case "iso8601":
      return date.toISOString().replace(".000Z", "Z");
    case "rfc822":
      return date.toUTCString();
    case "unixTimestamp":
      return date.getTime() / 1000;
  }
}

/** The point in time that a text or a number of seconds stands for; anything else is given back as it is. */
export function readTimestamp(format: TimestampFormat, written: unknown): unknown {
  if (format === "unixTimestamp") return typeof written === "number" ? new Date(written * 1000) : written;
  if (typeof written !== "string" || !shapes[format].test(written)) return written;
  return new Date(written);
}

const shapes = {
  iso8601: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  rfc822: /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/,
};
