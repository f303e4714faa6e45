import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnsAt, pieces } from "./columns.fixture.ts";
import { describeTraffic } from "./describe.ts";
import { generateRequests } from "./generate/generate-requests.ts";
import { independentLengths, uniformLength } from "./generate/lengths.ts";
import { constantRate } from "./generate/rate-profile.ts";
import type { RequestColumns } from "./requests.ts";

describe("traffic described", () => {
  test("by hand", () => {
    const requests: RequestColumns = {
      count: 4,
      arrival: Float64Array.of(10, 11, 11, 14),
      input: Int32Array.of(1, 2, 3, 4),
      output: Int32Array.of(40, 30, 20, 10),
      tier: Uint8Array.of(0, 2, 2, 0),
    };
    const statistics = describeTraffic([requests], 2);
    // Gaps 1, 0, 3: mean 4/3, variance 14/9. Bins of 2 s from 10 s: 3, 0, 1 requests; the mean rate brings 1.5 in one.
    expect(statistics).toMatchObject({ requests: 4, first: 10, last: 14, meanRate: 0.75, bin: 2, peakToMean: 2 });
    expect(statistics.gapCv).toBeCloseTo(Math.sqrt(14 / 9) / (4 / 3), 12);
    expect(statistics.correlation).toBeCloseTo(-1, 12);
    expect(statistics.tierShares).toEqual([0.5, 0, 0.5]);
    expect(statistics.input).toEqual({ mean: 2.5, sd: Math.sqrt(1.25), least: 1, most: 4, p50: 2, p90: 4, p99: 4 });
  });

  test("is that of the process it came from", () => {
    const arrivals = { rate: constantRate(20), cv: 2 };
    const lengths = independentLengths(uniformLength(1, 1000), uniformLength(1, 100));
    const { meanRate, gapCv, input, output } = describeTraffic(
      generateRequests({ seed: 2, arrivals, lengths, count: 50_000 }),
    );
    expect(Math.abs(meanRate / 20 - 1)).toBeLessThan((4 * 2) / Math.sqrt(50_000));
    // The squared cv of gamma gaps: variance of (gap - 1)^2 is cv^4 (2 + 6 cv^2).
    expect(Math.abs(gapCv * gapCv - 4)).toBeLessThan(4 * 4 * Math.sqrt((2 + 6 * 4) / 50_000) + 0.05);
    expect(Math.abs(input.p90 - 900)).toBeLessThan((4 * 1000 * 0.3) / Math.sqrt(50_000));
    expect(Math.abs(output.mean - 50.5)).toBeLessThan((4 * 29) / Math.sqrt(50_000));
  });

  test("is the same in pieces, and agrees with two passes over all", () => {
    const gaps = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 2, maxLength: 50 });
    const size = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(gaps, size, (gaps, size) => {
        let time = 0;
        const columns = columnsAt(gaps.map((gap) => (time += gap)));
        columns.input.forEach((_, i, input) => (input[i] = 1 + ((i * 7919) % 101)));
        const statistics = describeTraffic([columns]);
        expect(describeTraffic(pieces(columns, size))).toEqual(statistics);
        const values = [...columns.input].sort((a, b) => a - b);
        const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
        expect(statistics.input.mean).toBeCloseTo(mean, 9);
        expect(statistics.input.p50).toBe(values[Math.ceil(values.length * 0.5) - 1]);
        expect(statistics.input.p99).toBe(values[Math.ceil(values.length * 0.99) - 1]);
        expect(statistics.input.sd ** 2).toBeCloseTo(
          values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length,
          6,
        );
      }),
    );
  });

  test("of too few requests says so with NaN", () => {
    expect(describeTraffic([])).toMatchObject({ requests: 0, meanRate: NaN, gapCv: NaN, peakToMean: NaN });
    expect(describeTraffic([columnsAt([5])])).toMatchObject({ requests: 1, first: 5, meanRate: NaN, gapCv: NaN });
    expect(describeTraffic([]).input.mean).toBeNaN();
    expect(describeTraffic([columnsAt([5, 20])])).toMatchObject({ meanRate: 1 / 15, gapCv: 0, peakToMean: NaN });
  });

  test("refuses bins of no length", () => {
    expect(() => describeTraffic([], 0)).toThrow("a bin must last a positive number of seconds, got 0");
  });
});
