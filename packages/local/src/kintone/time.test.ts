import { describe, expect, it } from "vitest";
import { addMonths, dayAt, parseDate, parseInstant, startOfDay, utcMinute } from "./time.ts";

describe("times", () => {
  it("reads date-times with Z and with offsets, down to the minute", () => {
    const read = (text: string) => {
      const instant = parseInstant(text, "UTC");
      return instant === undefined ? undefined : utcMinute(instant);
    };
    expect(read("2026-01-02T03:04:05Z")).toBe("2026-01-02T03:04:00Z");
    expect(read("2026-01-02T03:04Z")).toBe("2026-01-02T03:04:00Z");
    expect(read("2026-01-02T03:04:05.678+09:00")).toBe("2026-01-01T18:04:00Z");
    expect(read("2026-01-02T03:04:05-0530")).toBe("2026-01-02T08:34:00Z");
    expect(read("2026-01-02")).toBe("2026-01-02T00:00:00Z");
    expect(read("2026-01-02T03:04:05")).toBeUndefined();
    expect(read("2026-02-30T00:00:00Z")).toBeUndefined();
    expect(read("2026-01-02T24:00:00Z")).toBeUndefined();
  });

  it("knows where a day begins, also when the clocks change", () => {
    expect(utcMinute(startOfDay({ year: 2026, month: 3, day: 12 }, "Asia/Tokyo"))).toBe("2026-03-11T15:00:00Z");
    expect(utcMinute(startOfDay({ year: 2026, month: 3, day: 8 }, "America/New_York"))).toBe("2026-03-08T05:00:00Z");
    expect(utcMinute(startOfDay({ year: 2026, month: 3, day: 9 }, "America/New_York"))).toBe("2026-03-09T04:00:00Z");
    expect(dayAt(Date.parse("2026-03-11T15:00:00Z"), "Asia/Tokyo")).toEqual({ year: 2026, month: 3, day: 12 });
  });

  it("keeps to the calendar", () => {
    expect(addMonths({ year: 2026, month: 1, day: 31 }, 1)).toEqual({ year: 2026, month: 2, day: 28 });
    expect(addMonths({ year: 2026, month: 1, day: 15 }, -1)).toEqual({ year: 2025, month: 12, day: 15 });
    expect(parseDate("2026-2-3")).toEqual({ year: 2026, month: 2, day: 3 });
    expect(parseDate("2025-02-29")).toBeUndefined();
  });
});
