import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalCdf, normalQuantile } from "../numeric/index.ts";
import { applyCopula, applyDriver, correlationFactor, spearmanToNormal, toUniform } from "./copula.ts";
import { coordinateOf } from "./coordinate.ts";
import { fillUniforms } from "./draws.ts";

/** Columns of independent scores. */
function columns(...names: string[]): Float64Array[] {
  return names.map((name) => {
    const out = new Float64Array(8192);
    fillUniforms({ seed: 11, samples: 8192, replicates: 1 }, coordinateOf(name), 0, out);
    return out.map(normalQuantile);
  });
}

/** Rank correlation of columns that are standard normal. */
function spearman(x: Float64Array, y: Float64Array): number {
  const [u, v] = [x.map(normalCdf), y.map(normalCdf)];
  return (12 * u.reduce((sum, p, i) => sum + (p - 0.5) * ((v[i] ?? 0) - 0.5), 0)) / x.length;
}

function product(rows: readonly Float64Array[]): number[][] {
  return rows.map((row, i) =>
    rows.map((other, j) => row.slice(0, Math.min(i, j) + 1).reduce((sum, l, k) => sum + l * (other[k] ?? 0), 0)),
  );
}

test("turns rank correlations into those of normal scores", () => {
  expect([-1, 0, 0.5, 1].map(spearmanToNormal)).toEqual([
    expect.closeTo(-1, 15),
    0,
    expect.closeTo(0.5176380902050415, 15),
    expect.closeTo(1, 15),
  ]);
});

describe("correlationFactor", () => {
  test("is the Cholesky factor of a consistent matrix", () => {
    const matrix = [
      [1, 0.6, -0.2],
      [0.6, 1, 0.3],
      [-0.2, 0.3, 1],
    ];
    const { rows, largestChange } = correlationFactor(matrix);
    expect(largestChange).toBe(0);
    product(rows).forEach((row, i) => row.forEach((value, j) => expect(value).toBeCloseTo(matrix[i]?.[j] ?? 0, 14)));
  });

  test("shrinks contradictory correlations just enough and says by how much", () => {
    // Three inputs cannot all be at -0.9: equal correlations must exceed -1/2.
    const { rows, largestChange } = correlationFactor([
      [1, -0.9, -0.9],
      [-0.9, 1, -0.9],
      [-0.9, -0.9, 1],
    ]);
    expect(product(rows)[2]?.[0]).toBeCloseTo(-0.5, 9);
    expect(largestChange).toBeCloseTo(0.4, 9);
  });

  test("takes full correlation with a change too small to see", () => {
    const { rows, largestChange } = correlationFactor([
      [1, 1],
      [1, 1],
    ]);
    expect(rows[1]?.[0]).toBeCloseTo(1, 11);
    expect(largestChange).toBeLessThan(1e-11);
  });

  test("always yields rows of length one", () => {
    const rho = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(rho, rho, rho, (a, b, c) => {
        const { rows } = correlationFactor([
          [1, a, b],
          [a, 1, c],
          [b, c, 1],
        ]);
        expect(rows.length).toBe(3);
        for (const row of rows) expect(row.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe("applyCopula", () => {
  test.for([-0.8, -0.3, 0.5, 0.95])("reaches the rank correlation %f and leaves the columns standard normal", (rho) => {
    const normalScore = spearmanToNormal(rho);
    const [x, y] = columns("price", "utilisation");
    if (!x || !y) throw new Error("two columns were asked for");
    const before = x.slice();
    applyCopula(
      correlationFactor([
        [1, normalScore],
        [normalScore, 1],
      ]),
      [x, y],
    );
    expect(x).toEqual(before);
    // Independently paired inputs reach a rank correlation to about 1 / √n.
    expect(Math.abs(spearman(x, y) - rho)).toBeLessThan(3 / Math.sqrt(x.length));
    const sorted = y.map(normalCdf).toSorted();
    for (const p of [0.05, 0.25, 0.5, 0.75, 0.95]) {
      expect(Math.abs((sorted[Math.floor(p * 8192)] ?? 0) - p)).toBeLessThan(2 / Math.sqrt(8192));
    }
  });

  test("changes nothing when nothing is correlated", () => {
    const both = columns("price", "utilisation");
    const before = both.map((column) => column.slice());
    applyCopula(
      correlationFactor([
        [1, 0],
        [0, 1],
      ]),
      both,
    );
    both.forEach((column, i) => column.forEach((u, k) => expect(u).toBeCloseTo(before[i]?.[k] ?? 0, 14)));
  });

  test("refuses columns that do not match", () => {
    expect(() => applyCopula(correlationFactor([[1]]), columns("a", "b"))).toThrow(RangeError);
  });
});

test("the uniform of a score stays strictly between 0 and 1", () => {
  expect([-50, 0, 9, 50].map(toUniform)).toEqual([Number.MIN_VALUE, 0.5, 1 - 2 ** -53, 1 - 2 ** -53]);
});

describe("applyDriver", () => {
  test("gives followers of one driver the product of their loadings as correlation", () => {
    const [demand, price, utilisation] = columns("demand", "price", "utilisation");
    if (!demand || !price || !utilisation) throw new Error("three columns were asked for");
    applyDriver([0.8], [demand], price);
    applyDriver([-0.5], [demand], utilisation);
    const rank = (r: number) => (6 / Math.PI) * Math.asin(r / 2);
    expect(spearman(demand, price)).toBeCloseTo(rank(0.8), 2);
    expect(spearman(price, utilisation)).toBeCloseTo(rank(-0.4), 1);
  });

  test("with full loading follows the driver and with none keeps its own draws", () => {
    const [demand, price] = columns("demand", "price");
    if (!demand || !price) throw new Error("two columns were asked for");
    const own = price.slice();
    applyDriver([0], [demand], own);
    own.forEach((u, k) => expect(u).toBeCloseTo(price[k] ?? 0, 14));
    applyDriver([0.6, 0.8], [demand, demand], own);
    own.forEach((u, k) => expect(u > 0).toBe((demand[k] ?? 0) > 0));
  });

  test("refuses loadings that explain more than everything or miss a driver", () => {
    expect(() => applyDriver([0.8, 0.8], columns("a", "b"), new Float64Array(1))).toThrow(RangeError);
    expect(() => applyDriver([0.8], [], new Float64Array(1))).toThrow(RangeError);
  });
});
