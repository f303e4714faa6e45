import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../random.ts";
import { kolmogorovSmirnov, moments, standardErrorsOff } from "../statistics.fixture.ts";
import { arrivalTimes, type Arrivals } from "./arrivals.ts";
import { constantRate, hourlyShape, meanRate, rateSeries, scaledTo, timeByArrivals } from "./rate-profile.ts";

function firstArrivals(arrivals: Arrivals, count: number, seed = 1): number[] {
  const next = arrivalTimes(arrivals, new Random(seed, "arrivals"));
  return Array.from({ length: count }, next);
}

function arrivalsBefore(arrivals: Arrivals, until: number, seed = 1): number[] {
  const next = arrivalTimes(arrivals, new Random(seed, "arrivals"));
  const times: number[] = [];
  for (let time = next(); time < until; time = next()) times.push(time);
  return times;
}

const gapsOf = (times: readonly number[]): number[] => times.slice(1).map((time, i) => time - (times[i] ?? 0));

describe("a constant rate", () => {
  test("with cv 1 is a Poisson process: exponential gaps, counts with their mean for variance, no memory", () => {
    const times = firstArrivals({ rate: constantRate(5) }, 30_001);
    const gaps = gapsOf(times);
    expect(kolmogorovSmirnov(gaps, (x) => 1 - Math.exp(-5 * x))).toBeLessThan(1.95);
    const counts = Array.from({ length: 500 }, (_, bin) => times.filter((t) => Math.floor(t / 10) === bin).length);
    // The index of dispersion of n Poisson counts has a standard error of sqrt(2 / (n - 1)).
    expect(Math.abs(moments(counts).variance / moments(counts).mean - 1)).toBeLessThan(4 * Math.sqrt(2 / 499));
    const products = gaps.slice(1).map((gap, i) => (gap * 5 - 1) * ((gaps[i] ?? 0) * 5 - 1));
    expect(standardErrorsOff(products, 0)).toBeLessThan(4);
  });

  test.each([0.3, 2, 5])("with cv %d has gaps of that variation and the same mean", (cv) => {
    const gaps = gapsOf(firstArrivals({ rate: constantRate(4), cv }, 60_001));
    expect(standardErrorsOff(gaps, 0.25)).toBeLessThan(4);
    const squares = gaps.map((gap) => (4 * gap - 1) ** 2);
    expect(standardErrorsOff(squares, cv * cv)).toBeLessThan(4);
  });

  test("with cv 0 is evenly spaced", () => {
    for (const gap of gapsOf(firstArrivals({ rate: constantRate(4), cv: 0 }, 100))) expect(gap).toBeCloseTo(0.25, 12);
  });

  test.each([0, 0.5, 1, 3])("with cv %d brings rate times span from the first second on", (cv) => {
    const counts = Array.from(
      { length: 3000 },
      (_, seed) => arrivalsBefore({ rate: constantRate(2), cv }, 1.3, seed).length,
    );
    expect(standardErrorsOff(counts, 2.6)).toBeLessThan(4);
  });

  test("is the same bits on every machine", () => {
    expect(firstArrivals({ rate: constantRate(1) }, 3, 42)).toMatchInlineSnapshot(`
      [
        0.6823369087678248,
        0.807649267123751,
        1.9448082666132784,
      ]
    `);
    expect(firstArrivals({ rate: constantRate(1), cv: 3 }, 3, 42)).toMatchInlineSnapshot(`
      [
        10.748890440309331,
        12.601086279459741,
        12.601086279811092,
      ]
    `);
  });
});

describe("a rate that changes", () => {
  const shape = Array.from({ length: 24 }, (_, hour) => (hour === 3 ? 0 : 1 + (hour % 12)));

  test("brings in every hour what the shape says, by the Poisson process and by bursts", () => {
    const rate = hourlyShape(0.5, shape);
    expect(meanRate(rate)).toBeCloseTo(0.5, 12);
    for (const cv of [1, 2]) {
      const days = 5;
      const times = arrivalsBefore({ rate, cv }, days * 86_400);
      const byHour = Array.from({ length: 24 }, () => 0);
      for (const time of times) {
        const hour = Math.floor(time / 3600) % 24;
        byHour[hour] = (byHour[hour] ?? 0) + 1;
      }
      byHour.forEach((count, hour) => {
        const expected = days * 3600 * (rate.rates[hour] ?? 0);
        expect(Math.abs(count - expected)).toBeLessThanOrEqual(4.5 * cv * Math.sqrt(expected));
      });
    }
  });

  test("is Poisson in its own time", () => {
    const rates = [3, 0, 1, 8];
    const times = firstArrivals({ rate: rateSeries(rates, 10, true) }, 20_000);
    const expectedUntil = (time: number): number => {
      const steps = Math.floor(time / 10);
      let sum = Math.floor(steps / 4) * 120 + rates.slice(0, steps % 4).reduce((total, rate) => total + 10 * rate, 0);
      return (sum += (time - steps * 10) * (rates[steps % 4] ?? 0));
    };
    const gaps = gapsOf(times.map(expectedUntil));
    expect(kolmogorovSmirnov(gaps, (x) => 1 - Math.exp(-x))).toBeLessThan(1.95);
  });

  test("an hourly shape can begin at any hour", () => {
    expect(Array.from(hourlyShape(1, shape, 5).rates).slice(0, 3)).toEqual(
      Array.from(hourlyShape(1, shape).rates).slice(5, 8),
    );
  });

  test("a series that does not repeat ends", () => {
    const next = arrivalTimes({ rate: rateSeries([0, 5, 0], 100) }, new Random(3, "arrivals"));
    const times: number[] = [];
    for (let time = next(); time < Infinity; time = next()) times.push(time);
    expect(Math.abs(times.length - 500)).toBeLessThan(4 * Math.sqrt(500));
    expect(times.every((time) => time >= 100 && time < 200)).toBe(true);
    expect(next()).toBe(Infinity);
  });

  test("time by arrivals is the inverse of the integral of the rate", () => {
    const rates = fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 1, maxLength: 6 });
    const steps = fc.array(fc.double({ min: 0.001, max: 30, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(rates, fc.double({ min: 0.1, max: 10, noNaN: true }), steps, (rates, step, expected) => {
        fc.pre(rates.some((rate) => rate > 0.01));
        const next = timeByArrivals(rateSeries(rates, step, true));
        const period = rates.reduce((sum, rate) => sum + rate * step, 0);
        let total = 0;
        for (const more of expected) {
          total += more;
          const time = next(more);
          const whole = Math.floor(time / step + 1e-9);
          let integral = Math.floor(whole / rates.length) * period;
          for (let i = 0; i < whole % rates.length; i++) integral += (rates[i] ?? 0) * step;
          integral += Math.max(0, time - whole * step) * (rates[whole % rates.length] ?? 0);
          expect(Math.abs(integral - total)).toBeLessThan(1e-6 * (1 + total));
        }
      }),
    );
  });

  test("keeps its shape when scaled", () => {
    const scaled = scaledTo(rateSeries([1, 2, 3], 600), 10);
    expect(Array.from(scaled.rates)).toEqual([5, 10, 15]);
  });
});

test.each([
  [() => constantRate(0), "the rate must be a positive number of requests a second, got 0"],
  [() => constantRate(NaN), "the rate must be a positive number of requests a second, got NaN"],
  [() => rateSeries([1, -1], 60), "rate 2 of the series must be zero or more requests a second, got -1"],
  [() => rateSeries([], 60), "a series of rates needs one above zero"],
  [() => rateSeries([1], 0), "a step of the rate must last a positive number of seconds, got 0"],
  [() => hourlyShape(1, [1, 2]), "an hourly shape has 24 numbers (a day) or 168 (a week), got 2"],
  [
    () =>
      hourlyShape(
        1,
        Array.from({ length: 24 }, () => 1),
        24,
      ),
    "the first hour must be one of 0 to 23, got 24",
  ],
  [() => scaledTo(constantRate(1), Infinity), "the mean rate must be a positive number"],
  [
    () => arrivalTimes({ rate: constantRate(1), cv: -1 }, new Random(1, "a")),
    "the coefficient of variation of the gaps must be 0 to 100, got -1",
  ],
])("refuses %s", (make, message) => {
  expect(make).toThrow(message);
});
