/** Models with known answers, for the tests of the analyses. */
import { lognormal, normal, type Distribution } from "../distributions/index.ts";
import { independent, type Dependence } from "../evaluate/index.ts";
import type { Model } from "./model.ts";

/** A model from a function of one point, and a count of the points it was asked for. */
export function modelOf(
  distributions: Readonly<Record<string, Distribution>>,
  outputs: (...values: number[]) => readonly number[],
  dependence: Dependence = independent,
): Model & { readonly asked: { points: number; most: number } } {
  const inputs = Object.entries(distributions).map(([name, distribution]) => ({ name, distribution, unit: "" }));
  const asked = { points: 0, most: 0 };
  return {
    inputs,
    dependence,
    asked,
    async evaluate(values) {
      const count = values[0]?.length ?? 1;
      asked.points += count;
      asked.most = Math.max(asked.most, count);
      const rows = Array.from({ length: count }, (_, at) => outputs(...values.map((column) => column[at] ?? NaN)));
      return (rows[0] ?? []).map((_, output) => Float64Array.from(rows, (row) => row[output] ?? NaN));
    },
  };
}

/** The same for a margin: its test, and itself. */
export function testOf(
  distributions: Readonly<Record<string, Distribution>>,
  margin: (...values: number[]) => number,
  dependence: Dependence = independent,
): ReturnType<typeof modelOf> {
  const outputs = (...values: number[]): number[] => {
    const size = margin(...values);
    return [Number.isNaN(size) ? NaN : size > 0 ? 1 : 0, size];
  };
  return modelOf(distributions, outputs, dependence);
}

/** Independent standard-normal inputs named a, b, c and so on. */
export function normals(count: number): Record<string, Distribution> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [String.fromCharCode(97 + at), normal(0, 1)]));
}

/** The rank correlation that gives standard-normal scores a correlation. */
export function spearmanFor(correlation: number): number {
  return (6 / Math.PI) * Math.asin(correlation / 2);
}

export { lognormal, normal };
