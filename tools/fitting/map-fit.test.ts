import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fit, logConstantsOf, type FitRow, type FitSetting } from "./map-fit.ts";

/** Numbers between 0 and 1 that look random and are the same each time. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A row whose one figure is the sum of its log constants times slopes, each made up of some coefficients. */
function rowOf(columns: readonly (readonly number[])[], slopes: readonly number[], measured: number): FitRow {
  return {
    columns: columns.map((own) => Int32Array.from(own)),
    measured: Float64Array.of(measured),
    predict(logs, into) {
      into[0] = slopes.reduce((sum, slope, c) => sum + slope * (logs[c] ?? 0), 0);
    },
  };
}

function settingOf(spread: readonly number[], constants: number, scale: number): FitSetting {
  return {
    coefficients: spread.length,
    spread: Float64Array.from(spread),
    starts: new Float64Array(constants),
    scales: Float64Array.of(scale),
    iterations: 60,
  };
}

/**
 * Ridge regression by coordinate descent: the minimum of the sum of squares of errors over `scale` and of coefficients over their
 * spread. `weight` is that of Student's t with four degrees at small errors, 5/4.
 */
function ridge(
  rows: readonly FitRow[],
  slopes: readonly (readonly number[])[],
  spread: readonly number[],
  scale: number,
) {
  const theta = spread.map(() => 0);
  const weight = 5 / 4 / scale ** 2;
  const designs = rows.map(({ columns }, i) => {
    const own = spread.map(() => 0);
    for (const [c, column] of columns.entries()) for (const j of column) own[j] = (own[j] ?? 0) + (slopes[i]?.[c] ?? 0);
    return own;
  });
  for (let sweep = 0; sweep < 5000; sweep++) {
    for (const [j, sd] of spread.entries()) {
      let top = 0;
      let bottom = 1 / sd ** 2;
      for (const [i, design] of designs.entries()) {
        const x = design[j] ?? 0;
        const others = design.reduce((sum, value, k) => sum + (k === j ? 0 : value * (theta[k] ?? 0)), 0);
        top += weight * x * ((rows[i]?.measured[0] ?? 0) - others);
        bottom += weight * x * x;
      }
      theta[j] = top / bottom;
    }
  }
  return theta;
}

describe("a fit", () => {
  it("recovers planted constants of levels from many runs", () => {
    const next = numbers(1);
    // Two constants: each a base and an offset for one of two levels.
    const planted = [0.4, -0.3, 0.2, -0.5, 0.1, -0.15];
    const rows = Array.from({ length: 200 }, () => {
      const level = next() < 0.5 ? 0 : 1;
      const other = next() < 0.5 ? 0 : 1;
      const slopes = [next(), next()];
      const logs = [(planted[0] ?? 0) + (planted[1 + level] ?? 0), (planted[3] ?? 0) + (planted[4 + other] ?? 0)];
      const measured = slopes.reduce((sum, slope, c) => sum + slope * (logs[c] ?? 0), 0);
      return rowOf(
        [
          [0, 1 + level],
          [3, 4 + other],
        ],
        slopes,
        measured,
      );
    });
    const theta = fit(rows, settingOf([1, 1, 1, 1, 1, 1], 2, 0.01));
    const logs = new Float64Array(2);
    const expected = new Float64Array(2);
    for (const row of rows) {
      logConstantsOf(row, new Float64Array(2), theta, logs);
      logConstantsOf(row, new Float64Array(2), Float64Array.from(planted), expected);
      for (const [c, value] of logs.entries()) expect(value).toBeCloseTo(expected[c] ?? NaN, 2);
    }
  });

  it("is the ridge solution where errors are small beside their scale", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const next = numbers(seed);
        const spread = [0.5, 0.2, 0.3, 0.7];
        const slopes = Array.from({ length: 12 }, () => [0.5 + next(), 0.5 + next()]);
        const rows = slopes.map((own, i) => rowOf([[0, 1 + (i % 2)], [3]], own, 0.004 * (next() - 0.5)));
        const scale = 0.1;
        const theta = fit(rows, settingOf(spread, 2, scale));
        for (const [j, value] of ridge(rows, slopes, spread, scale).entries()) {
          expect(theta[j]).toBeCloseTo(value, 4);
        }
      }),
      { numRuns: 10 },
    );
  });

  it("shares out what several coefficients of the same rows have in common by their variances", () => {
    // One constant of a base and two offsets that every row has: 1 + 4 + 9 parts.
    const spread = [0.1, 0.2, 0.3];
    const measured = [0.01, 0.012, 0.008];
    const rows = measured.map((value) => rowOf([[0, 1, 2]], [1], value));
    const theta = fit(rows, settingOf(spread, 1, 0.1));
    // Unmerged, by hand: the sum s solves 3 w (s - mean) + s / (0.01 + 0.04 + 0.09) = 0.
    const weight = 5 / 4 / 0.1 ** 2;
    const sum = (3 * weight * 0.01) / (3 * weight + 1 / 0.14);
    for (const [j, part] of [1 / 14, 4 / 14, 9 / 14].entries()) {
      expect(theta[j]).toBeCloseTo(sum * part, 5);
    }
    const unmerged = ridge(
      rows,
      measured.map(() => [1]),
      spread,
      0.1,
    );
    for (const [j, value] of unmerged.entries()) expect(theta[j]).toBeCloseTo(value, 5);
  });

  it("leaves a coefficient at 0 that no row uses, and does not hold errors against a run without a figure", () => {
    const rows = [rowOf([[0]], [1], 0.3), rowOf([[0]], [1], NaN), rowOf([[0]], [1], 0.3)];
    const theta = fit(rows, settingOf([1, 1], 1, 0.01));
    expect(theta[0]).toBeCloseTo(0.3, 3);
    expect(theta[1]).toBe(0);
  });

  it("lets go of an outlier", () => {
    const rows = [...Array.from({ length: 20 }, () => rowOf([[0]], [1], 0.2)), rowOf([[0]], [1], 5)];
    expect(fit(rows, settingOf([1], 1, 0.05))[0]).toBeCloseTo(0.2, 1);
  });

  it("finds the constants of figures that are no lines in them", () => {
    // Log of a sum of two parts, at many shares: both parts can be told.
    const planted = [0.6, -0.4];
    const rows = Array.from({ length: 30 }, (_, i): FitRow => {
      const share = (i + 1) / 31;
      const predict = (logs: Float64Array, into: Float64Array): void => {
        into[0] = Math.log(share * Math.exp(logs[0] ?? 0) + (1 - share) * Math.exp(logs[1] ?? 0));
      };
      const measured = new Float64Array(1);
      predict(Float64Array.from(planted), measured);
      return { columns: [Int32Array.of(0), Int32Array.of(1)], measured, predict };
    });
    const theta = fit(rows, settingOf([2, 2], 2, 0.01));
    for (const [j, value] of planted.entries()) expect(theta[j]).toBeCloseTo(value, 2);
  });
});
