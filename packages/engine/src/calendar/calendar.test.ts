import fc from "fast-check";
import { expect, test } from "vitest";
import { makeCalendar } from "./calendar.ts";
import { formatDate, parseDate } from "./civil-date.ts";

test("starts on the first of the month, whichever day it was given", () => {
  const { months, starts } = makeCalendar(parseDate("2026-11-17") ?? NaN, 4);
  expect(months).toBe(4);
  expect([...starts].map(formatDate)).toEqual(["2026-11-01", "2026-12-01", "2027-01-01", "2027-02-01", "2027-03-01"]);
});

test("its months have 28 to 31 days and years 365 or 366", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 50_000 }), (start) => {
      const { starts } = makeCalendar(start, 48);
      const lengths = [...starts].slice(1).map((end, month) => end - (starts[month] ?? NaN));
      expect(lengths.every((days) => days >= 28 && days <= 31)).toBe(true);
      // Any four years in a row hold one leap day, save around 2100.
      const total = (starts[48] ?? NaN) - (starts[0] ?? NaN);
      expect([1460, 1461]).toContain(total);
      expect((starts[0] ?? NaN) <= start && start < (starts[1] ?? NaN)).toBe(true);
    }),
  );
});
