import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { certain, uncertain } from "../fixture.ts";
import {
  formatCell,
  formatEstimate,
  formatExact,
  formatFigure,
  formatNumber,
  formatProbability,
  formatQuantity,
  gradeMark,
} from "./index.ts";

describe("formatNumber", () => {
  it.each([
    [0, "0"],
    [-0, "0"],
    [1.36363, "1.364"],
    [220000, "220,000"],
    [218432, "218,432"],
    [5010720000, "5,011,000,000"],
    [0.0123, "0.0123"],
    [-1234.56, "-1,235"],
    [3.1e25, "3.1e25"],
    [NaN, "undefined"],
    [Infinity, "infinite"],
  ])("%d is %s", (value, text) => expect(formatNumber(value)).toBe(text));

  it("rounds to the digits asked for", () => {
    expect(formatNumber(219876, 2)).toBe("220,000");
    expect(formatExact(5010720000)).toBe("5,010,720,000");
    expect(formatExact(0.1 + 0.2)).toBe("0.3");
  });

  it("stays within half a unit of the fourth digit", () => {
    fc.assert(
      fc.property(fc.double({ min: -1e15, max: 1e15, noNaN: true }), (value) => {
        const shown = Number(formatNumber(value).replaceAll(",", ""));
        expect(Math.abs(shown - value)).toBeLessThanOrEqual(Math.abs(value) * 5.01e-4);
      }),
    );
  });
});

describe("formatQuantity", () => {
  it.each([
    [5010720000, "USD/yr", "5.01 billion USD/yr"],
    [1.25e9, "USD/month", "1.25 billion USD/month"],
    [1.75e12, "USD", "1.75 trillion USD"],
    [999999600, "USD", "1 billion USD"],
    [220000, "GPU", "220,000 GPU"],
    [300 / 220, "kW/GPU", "1.364 kW/GPU"],
    [11, "%", "11 %"],
    [2.1739, "%", "2.17 %"],
    [151.82, "%", "152 %"],
    [99.953, "%", "99.953 %"],
    [99.9991, "%", "99.9991 %"],
    [1.5182, "", "1.52"],
    [1234.56, "", "1,235"],
    [419, "", "419"],
    [2.6, "USD/GPU/h", "2.60 USD/GPU/h"],
    [3, "USD/GPU/h", "3 USD/GPU/h"],
    [0.0042, "USD/request", "0.0042 USD/request"],
    [36, "month", "36 months"],
    [1, "month", "1 month"],
    [1.5, "yr", "1.5 years"],
    [0.62, "probability", "62 %"],
    [3.1e25, "FLOP", "3.1e25 FLOP"],
    [7, "", "7"],
    [-4.2e9, "USD", "-4.2 billion USD"],
  ])("%d %s is %s", (value, unit, text) => expect(formatQuantity(value, unit)).toBe(text));

  it("gives every digit when asked", () => {
    expect(formatQuantity(5010720000, "USD/yr", { exact: true })).toBe("5,010,720,000 USD/yr");
  });
});

/** The same error for every statistic, of 16 replicates. */
const allOff = (error: number) => ({
  degrees: 15,
  p5: error,
  p10: error,
  p50: error,
  p90: error,
  p95: error,
  mean: error,
});

describe("formatFigure", () => {
  it.each([
    ["certain", certain(2.6, "USD/GPU/h"), "2.60 USD/GPU/h"],
    ["date", certain("2026-06-06", "date"), "2026-06-06"],
    [
      "interval",
      uncertain([3.12e9, 3.26e9, 3.85e9, 4.19e9, 4.3e9], 2e6, "USD/yr"),
      "3.85 [3.26 to 4.19] billion USD/yr",
    ],
    [
      "few samples",
      uncertain([3.12e9, 3.26e9, 3.85e9, 4.19e9, 4.3e9], 2e8, "USD/yr", { errors: allOff(2e8) }),
      "3.9 [3.3 to 4.2] billion USD/yr",
    ],
    ["heavy tail", uncertain([1, 1.2, 3, 9, 12], 500, "USD"), "3.0 [1.2 to 9.0] USD"],
    ["share", uncertain([5, 5.51, 7.84, 11.05, 12], 0.02, "%"), "7.8 [5.5 to 11.1] %"],
    [
      "dates",
      uncertain(["2026-05-28", "2026-05-30", "2026-06-08", "2026-06-30", "2026-07-09"], null, "date"),
      "2026-06-08 [2026-05-30 to 2026-06-30]",
    ],
    ["payback", uncertain([22, 24.3, 31.2, null, null], 0.05, "month"), "31.2 [24.3 to never] months"],
    ["late payback", uncertain([4.59, 5.152, 10.09, null, null], null, "yr"), "10.1 [5.2 to never] years"],
    [
      "payback that is mostly never",
      uncertain([4.59, 5.152, null, null, null], null, "yr"),
      "never [5.2 years or more in 90 % of cases]",
    ],
    [
      "day that is mostly never",
      uncertain(["2026-05-28", "2026-05-30", null, null, null], null, "date"),
      "never [2026-05-30 or later in 90 % of cases]",
    ],
    ["payback that is never", uncertain([null, null, null, null, null], null, "yr"), "never"],
    ["ratio", uncertain([1.34, 1.351, 1.393, 1.423, 1.43], 1e-4, ""), "1.39 [1.35 to 1.42]"],
    [
      "claimed range",
      uncertain([4.9996e9, 5.1e9, 5.47e9, 5.88e9, 6.0004e9], 1e6, "USD/yr", { kind: "claim" }),
      "5 to 6 billion USD/yr",
    ],
    [
      "claimed price",
      uncertain([3.4992, 3.6, 3.97, 4.4, 4.9994], 1e-3, "USD/GPU/h", { kind: "claim" }),
      "3.50 to 5.00 USD/GPU/h",
    ],
    ["claimed share", uncertain([1.002, 1.2, 2.25, 4.2, 5.009], 0.01, "%", { kind: "claim" }), "1 to 5.01 %"],
    [
      "computed claim",
      uncertain([3.12e9, 3.26e9, 3.85e9, 4.19e9, 4.3e9], 2e6, "USD/yr", { kind: "claim", uses: ["claims.a"] }),
      "3.85 [3.26 to 4.19] billion USD/yr",
    ],
    ["mostly nothing", uncertain([0, 0, 0, 1.15e7, 2e7], 1e4, "USD"), "0.0 [0.0 to 11.5] million USD"],
    ["no payback", certain(null, "month", { undefined: 1 }), "never"],
    ["no root", certain(null, "%", { undefined: 1 }), "undefined"],
    [
      "partly undefined",
      uncertain([7, 8, 10, 12, 13], 0.01, "%", { undefined: 0.2 }),
      "10.0 [8.0 to 12.0] % (undefined in 20 %)",
    ],
    ["probability", certain(0.62, "probability", { uncertain: true, se: 0.011 }), "62 % ± 1"],
    ["certain test", certain(1, "probability"), "yes"],
    ["series", { ...certain(0, "USD/month"), series: [0, 2e8, null] }, "0 to 200 million USD/month"],
  ])("%s", (_, figure, text) => expect(formatFigure(figure)).toBe(text));

  it("shows one statistic or all digits", () => {
    const rent = uncertain([3.12e9, 3.26e9, 3.85e9, 4.19e9, 4.3e9], 2e6, "USD/yr");
    expect(formatFigure(rent, { show: "p90" })).toBe("4.19 billion USD/yr");
    expect(formatFigure(rent, { exact: true })).toBe("3,850,000,000 USD/yr");
    expect(formatQuantity(2.1739130434, "%", { exact: true })).toBe("2.1739130434 %");
  });

  it("gives each number only the digits that its own interval supports", () => {
    const rent = uncertain([3.12e9, 3.263e9, 3.852e9, 4.194e9, 4.3e9], 2e8, "USD/yr");
    // t is 2.13: an error of 0.1 makes an interval 0.43 wide, which leaves the first decimal open.
    const errors = { ...allOff(2e6), p50: 0.1e9, p90: 0.3e9, p95: 30e9 };
    const figure = { ...rent, mean: 3.8431e9, errors };
    expect(formatFigure(figure)).toBe("3.9 [3.26 to 4] billion USD/yr");
    expect(formatFigure(figure, { show: "p50" })).toBe("3.9 billion USD/yr");
    expect(formatFigure(figure, { show: "mean" })).toBe("3.84 billion USD/yr");
    expect(formatFigure({ ...figure, errors: { ...errors, mean: 0.1e9 } }, { show: "mean" })).toBe(
      "3.8 billion USD/yr",
    );
    // Wider than itself: one digit.
    expect(formatFigure(figure, { show: "p95" })).toBe("4 billion USD/yr");
    // The same error of two replicates says far less: t is 12.7.
    const two = { ...figure, errors: { ...allOff(0.02e9), degrees: 1 } };
    expect(formatFigure(two, { show: "p50" })).toBe("3.9 billion USD/yr");
    expect(formatFigure({ ...figure, errors: allOff(0.02e9) }, { show: "p50" })).toBe("3.85 billion USD/yr");
  });

  it("rounds the ends of a series and of a claimed range as well", () => {
    const cash = { ...certain(0, "USD/month"), uncertain: true, series: [1.234e8, 2.345e8, null] };
    expect(formatFigure(cash)).toBe("123 to 235 million USD/month");
    const errors = { ...allOff(0), p50: [8e6, 1e5, 0] };
    expect(formatFigure({ ...cash, errors })).toBe("120 to 235 million USD/month");
    const range = uncertain([3.4912, 3.6, 3.97, 4.4, 4.9794], 0.02, "USD/GPU/h", {
      kind: "claim",
      errors: allOff(0.03),
    });
    expect(formatFigure(range)).toBe("3.50 to 5.00 USD/GPU/h");
  });

  it("has no digit that the interval around the truth could not have", () => {
    const number = fc.double({ min: 0.01, max: 1e7, noNaN: true });
    const share = fc.double({ min: 1e-6, max: 3, noNaN: true });
    fc.assert(
      fc.property(number, share, (value, off) => {
        const error = value * off;
        const shown = Number(
          formatFigure(uncertain([0, 0, value, value * 2, value * 2], 0, "GPU", { errors: allOff(error) }), {
            show: "p50",
          })
            .replace(/ million| GPU/g, "")
            .replaceAll(",", ""),
        );
        const digits = String(shown)
          .replace(/^0\.0*|\./g, "")
          .replace(/0+$/, "");
        // The last digit printed is worth at least a tenth of the interval's width, or is the only one.
        const size = value >= 999_950 ? value / 1e6 : value;
        const width = (2 * 2.1314 * error * size) / value;
        const last = 10 ** (Math.floor(Math.log10(shown)) + 1 - digits.length);
        expect(digits.length === 1 || last > width * 0.0999).toBe(true);
        expect(Math.abs(shown - size)).toBeLessThanOrEqual(Math.max(width, size * 0.07));
      }),
    );
  });

  it("does not round a chance to certainty", () => {
    expect(formatProbability(0.0004, 0.0001)).toBe("under 0.1 %");
    expect(formatProbability(0.9999, 0.0001)).toBe("over 99.9 %");
    expect(formatProbability(0.622, 0.002)).toBe("62.2 % ± 0.2");
    expect(formatProbability(0.622, 0.0025)).toBe("62 % ± 0.3");
    expect(formatProbability(0.622, 0.03)).toBe("60 % ± 3");
    expect(formatProbability(0.07, 0.04, 3)).toBe("7 % ± 4");
    expect(formatProbability(null, 0)).toBe("undefined");
  });

  it("never throws, and never shows a number that is none", () => {
    const cell = fc.oneof(fc.double(), fc.constant(null), fc.constant("2026-06-06"));
    const unit = fc.constantFrom("USD/yr", "%", "", "date", "probability", "month", "constructor");
    fc.assert(
      fc.property(fc.tuple(cell, cell, cell, cell, cell), fc.option(fc.double()), unit, (points, se, of) => {
        expect(formatFigure(uncertain(points, se, of))).not.toMatch(/NaN|Infinity|null|\[object/);
        expect(formatCell(points[0], of)).not.toMatch(/NaN|Infinity|null|\[object/);
      }),
    );
  });
});

describe("formatEstimate", () => {
  it.each([
    [83.31e6, 82.84e6, 83.78e6, "USD", "83.3 million USD", "82.8 to 83.8 million USD"],
    [4.836e9, 4.83e9, 4.842e9, "USD", "4.84 billion USD", "4.83 to 4.84 billion USD"],
    [5e5, 0, 1.2e6, "USD", "0.5 million USD", "0 to 1.2 million USD"],
    [-15e9, -15e9, -15e9, "USD", "-15 billion USD", "certain"],
    [3.25, null, null, "USD", "3.25 USD", "unseen"],
    [null, null, null, "USD", "undefined", ""],
  ])("%d within %d to %d %s", (value, low, high, unit, text, interval) => {
    expect(formatEstimate({ value, se: null, low, high }, unit)).toEqual({ value: text, interval });
  });
});

describe("gradeMark", () => {
  it("counts from hard to soft", () => {
    expect(gradeMark({ assumption: 3, disclosed: 2, estimate: 1, opinion: 0 })).toEqual({
      letters: "DEA",
      counts: "D2 E1 A3",
      label: "2 disclosed, 1 estimate, 3 assumptions",
      softest: "assumption",
    });
    expect(gradeMark({})).toEqual({ letters: "", counts: "", label: "" });
  });
});
