import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalQuantile } from "@underwatt/engine";
import { Random } from "../random.ts";
import type { RequestColumns } from "../requests.ts";
import { standardErrorsOff, moments } from "../statistics.fixture.ts";
import {
  fixedLength,
  independentLengths,
  lengthsOf,
  lognormalLength,
  lognormalLengthThrough,
  uniformLength,
  type Length,
  type Lengths,
} from "./lengths.ts";

function sample(length: Length, count = 40_000): number[] {
  const random = new Random(5, "lengths");
  return Array.from({ length: count }, () => length(random.uniform()));
}

function pairs(lengths: Lengths, count: number): { input: Int32Array; output: Int32Array } {
  const random = new Random(6, "lengths");
  const input = new Int32Array(count);
  const output = new Int32Array(count);
  for (let i = 0; i < count; i++) lengths.draw(random, input, output, i);
  return { input, output };
}

describe("one length", () => {
  test("uniform takes every number of its span as often", () => {
    const drawn = sample(uniformLength(8, 12));
    for (let tokens = 8; tokens <= 12; tokens++) {
      const share = drawn.filter((value) => value === tokens).length / drawn.length;
      expect(Math.abs(share - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / drawn.length));
    }
  });

  test.each([
    [1000, 0.5],
    [5000, 1.4],
  ])("lognormal of mean %d and cv %d has them", (mean, cv) => {
    const drawn = sample(lognormalLength(mean, cv), 100_000);
    expect(standardErrorsOff(drawn, mean)).toBeLessThan(4);
    const squares = drawn.map((tokens) => (tokens / mean - 1) ** 2);
    expect(standardErrorsOff(squares, cv * cv)).toBeLessThan(4);
  });

  test("lognormal goes through its two quantiles, and is one in between", () => {
    const length = lognormalLengthThrough([0.5, 1020], [0.9, 2735]);
    expect(length(0.5)).toBe(1020);
    expect(length(0.9)).toBe(2735);
    const between = Math.log(1020) + (Math.log(2735 / 1020) * normalQuantile(0.7)) / normalQuantile(0.9);
    expect(length(0.7)).toBe(Math.round(Math.exp(between)));
  });

  test("is a whole number of tokens within its bounds, rising with the quantile", () => {
    const lengths = [fixedLength(7), uniformLength(1, 9), lognormalLength(50, 3, 4096), lognormalLength(0.1, 1)];
    const share = fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...lengths), share, share, (length, u, v) => {
        const tokens = length(u);
        expect(Number.isInteger(tokens) && tokens >= 1 && tokens <= 4096).toBe(true);
        if (u <= v) expect(length(v)).toBeGreaterThanOrEqual(tokens);
      }),
    );
  });
});

describe("both lengths", () => {
  test("from a trace come in its pairs, each as often as it stands there, whatever lies behind its last row", () => {
    const trace: RequestColumns = {
      count: 4,
      arrival: new Float64Array(5),
      input: Int32Array.of(10, 20, 20, 40, 999),
      output: Int32Array.of(1, 2, 2, 4, 999),
    };
    const { input, output } = pairs(lengthsOf(trace), 20_000);
    expect(input.every((tokens, i) => tokens === 10 * (output[i] ?? 0))).toBe(true);
    const share = input.filter((tokens) => tokens === 20).length / input.length;
    expect(Math.abs(share - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / input.length));
  });

  test("drawn apart are unrelated", () => {
    const { input, output } = pairs(independentLengths(uniformLength(1, 1000), uniformLength(1, 100)), 20_000);
    const [x, y] = [moments(input), moments(output)];
    const products = Array.from(input, (tokens, i) => (tokens - x.mean) * ((output[i] ?? 0) - y.mean));
    expect(standardErrorsOff(products, 0)).toBeLessThan(4);
  });
});

test.each([
  [() => fixedLength(0), "a fixed length must be a whole number of tokens from 1 to 16777216, got 0"],
  [() => uniformLength(5, 4), "a uniform length goes from its least to its most, got 5 to 4"],
  [() => lognormalLength(-1, 1), "the mean length must be above 0"],
  [() => lognormalLength(10, NaN), "the coefficient of variation of a length must be above 0 and at most 100, got NaN"],
  [() => lognormalLengthThrough([0.5, 100], [0.4, 200]), "the second must have the greater share and more tokens"],
  [() => lognormalLengthThrough([0, 100], [0.4, 200]), "the share of a quantile must be above 0 and below 1, got 0"],
  [
    () => lengthsOf({ count: 0, arrival: new Float64Array(), input: new Int32Array(), output: new Int32Array() }),
    "lengths cannot be drawn from a trace without requests",
  ],
])("refuses %s", (make, message) => {
  expect(make).toThrow(message);
});
