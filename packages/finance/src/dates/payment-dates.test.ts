import { addMonths, formatDate, parseDate } from "@underwatt/engine";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { endOfMonth, isBusinessDay, rollDay, type BusinessDayRule } from "./business-day.ts";
import { paymentDates } from "./payment-dates.ts";
import { usBankHolidays } from "./us-bank-holidays.ts";

function day(text: string): number {
  return parseDate(text) ?? NaN;
}

const none = new Set<number>();

describe("the Federal Reserve's holidays", () => {
  // Federal Reserve Board, "Holidays observed by the Federal Reserve System 2024-2028".
  it("are those it publishes for 2026 and 2027, where those on a Saturday are not kept", () => {
    const open = [...usBankHolidays(2026, 2027)].filter((each) => isBusinessDay(each, none)).map(formatDate);
    expect(open).toEqual([
      "2026-01-01",
      "2026-01-19",
      "2026-02-16",
      "2026-05-25",
      "2026-06-19",
      "2026-09-07",
      "2026-10-12",
      "2026-11-11",
      "2026-11-26",
      "2026-12-25",
      "2027-01-01",
      "2027-01-18",
      "2027-02-15",
      "2027-05-31",
      "2027-07-05",
      "2027-09-06",
      "2027-10-11",
      "2027-11-11",
      "2027-11-25",
    ]);
  });

  it("leave a Friday before a Saturday holiday open", () => {
    expect(isBusinessDay(day("2026-07-03"), usBankHolidays(2026, 2026))).toBe(true);
  });
});

describe("a day that is none for payments", () => {
  const holidays = usBankHolidays(2026, 2027);
  test.each<[string, BusinessDayRule, string]>([
    ["2026-05-30", "following", "2026-06-01"],
    ["2026-05-30", "modified-following", "2026-05-29"],
    ["2026-05-23", "modified-following", "2026-05-26"],
    ["2026-05-25", "preceding", "2026-05-22"],
    ["2026-05-25", "unadjusted", "2026-05-25"],
    ["2026-05-27", "following", "2026-05-27"],
    ["2027-07-04", "following", "2027-07-06"],
  ])("%s %s", (due, rule, paid) => {
    expect(formatDate(rollDay(day(due), rule, holidays))).toBe(paid);
  });

  it("becomes a business day, in its own month if modified", () => {
    fc.assert(
      fc.property(fc.integer({ min: day("1960-01-01"), max: day("2100-01-01") }), (due) => {
        const paid = rollDay(due, "modified-following", none);
        expect(isBusinessDay(paid, none)).toBe(true);
        expect(formatDate(paid).slice(0, 7)).toBe(formatDate(due).slice(0, 7));
        expect(Math.abs(paid - due)).toBeLessThanOrEqual(2);
      }),
    );
  });
});

describe("payment dates", () => {
  const terms = { everyMonths: 3, payments: 5, rule: "modified-following", holidays: none } as const;

  it("are counted from the start, through short months", () => {
    const found = paymentDates({ ...terms, start: day("2026-08-31") });
    expect(found.map(({ due }) => formatDate(due))).toEqual([
      "2026-11-30",
      "2027-02-28",
      "2027-05-31",
      "2027-08-31",
      "2027-11-30",
    ]);
    expect(found.map(({ paid }) => formatDate(paid))).toEqual([
      "2026-11-30",
      "2027-02-26",
      "2027-05-31",
      "2027-08-31",
      "2027-11-30",
    ]);
  });

  it("keep to the end of the month if so agreed, leap years included", () => {
    const found = paymentDates({ ...terms, start: day("2027-02-28"), everyMonths: 6, payments: 4, endOfMonth: true });
    expect(found.map(({ due }) => formatDate(due))).toEqual(["2027-08-31", "2028-02-29", "2028-08-31", "2029-02-28"]);
    const middle = paymentDates({ ...terms, start: day("2027-02-27"), endOfMonth: true });
    expect(middle.map(({ due }) => due)).toEqual(
      [3, 6, 9, 12, 15].map((months) => addMonths(day("2027-02-27"), months)),
    );
  });

  it("are whole months apart", () => {
    expect(() => paymentDates({ ...terms, start: 0, everyMonths: 0 })).toThrow("every 0 months");
    expect(paymentDates({ ...terms, start: 0, payments: 0 })).toEqual([]);
    expect(formatDate(endOfMonth(day("2028-02-10")))).toBe("2028-02-29");
  });
});
