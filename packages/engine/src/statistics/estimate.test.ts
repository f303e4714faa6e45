import { expect, it } from "vitest";
import { estimate, studentQuantile } from "./estimate.ts";

it("Student's t is the published one", () => {
  // scipy.stats.t.ppf, 1.17.1
  const rows = [
    [1, 12.706204736174694, 3.0776835371752544],
    [3, 3.1824463052837078, 1.637744353696209],
    [7, 2.364624251592784, 1.4149239276505086],
    [15, 2.131449545559776, 1.3406056078504558],
    [31, 2.039513446396408, 1.3094635494946454],
  ] as const;
  for (const [degrees, far, near] of rows) {
    expect(studentQuantile(0.975, degrees)).toBeCloseTo(far, 9);
    expect(studentQuantile(0.9, degrees)).toBeCloseTo(near, 9);
  }
});

it("an estimate reaches t standard errors to both sides", () => {
  const { value, se, low, high } = estimate(10, [9, 11, 10, 10]);
  expect([value, se]).toEqual([10, Math.sqrt(2 / 3 / 4)]);
  expect(high - value).toBeCloseTo(3.1824463 * se, 6);
  expect(value - low).toBeCloseTo(3.1824463 * se, 6);
});

it("equal replicates are certain, a single one says nothing, undefined ones are left out", () => {
  expect(estimate(1e15, [1e15, 1e15])).toEqual({ value: 1e15, se: 0, low: 1e15, high: 1e15 });
  expect(estimate(5, [5]).se).toBeNaN();
  expect(estimate(5, [4, NaN, 6]).se).toBeCloseTo(1, 12);
});
