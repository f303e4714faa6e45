import { describe, expect, it } from "vitest";
import { macrs, type RecoveryYears } from "./macrs.ts";

const classes: RecoveryYears[] = [3, 5, 7, 15];

describe.each(classes)("property of %d years", (years) => {
  it("is written off in full, in one year more than its class", () => {
    const all = Array.from({ length: years + 1 }, (_, index) => macrs(100, years, index + 1));
    expect(all.reduce((sum, each) => sum + each, 0)).toBeCloseTo(100, 9);
    expect(Math.min(...all)).toBeGreaterThan(0);
    expect(macrs(100, years, years + 2)).toBe(0);
  });

  // Publication 946, "Figuring the deduction without tables": declining balance (200 %, for 15 years 150 %), half a year in
  // the first, straight line over what is left once that is more. The tables round so that they come to 100 %.
  it("follows the rule behind the table", () => {
    const rate = (years === 15 ? 1.5 : 2) / years;
    let left = 100;
    for (let year = 1; year <= years + 1; year++) {
      const remaining = years - (year === 1 ? 0 : year - 1.5);
      const full = Math.max(left * rate, left / Math.max(1, remaining));
      const share = year === 1 ? (left * rate) / 2 : Math.min(left, remaining < 1 ? left : full);
      expect(macrs(100, years, year)).toBeCloseTo(share, 1);
      left -= share;
    }
  });
});

it("has years from 1", () => {
  expect(macrs(1_000_000, 5, 2)).toBe(320_000);
  expect(macrs(100, 5, 0)).toBeNaN();
  expect(macrs(100, 5, 1.5)).toBeNaN();
});
