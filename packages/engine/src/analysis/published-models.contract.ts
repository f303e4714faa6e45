/** Models whose variance can be shared out on paper, to test analyses against. */
import { normal, uniform } from "../distributions/index.ts";
import { independent, type Dependence } from "../evaluate/index.ts";
import type { InputGroup } from "./input-groups.ts";
import type { Model } from "./model.ts";

interface Truth {
  readonly variance: number;
  readonly first: readonly number[];
  readonly total: readonly number[];
}

/** A model with one output, from a function of one point. */
export function modelOf(inputs: Model["inputs"], f: (x: readonly number[]) => number, dependence = independent): Model {
  return {
    inputs,
    dependence,
    evaluate: (values) => {
      const count = values[0]?.length ?? 0;
      return Promise.resolve([
        Float64Array.from({ length: count }, (_, point) => f(values.map((column) => column[point] ?? NaN))),
      ]);
    },
  };
}

/** sin x1 + a sin² x2 + b x3⁴ sin x1 on (-π, π)³. Source: T. Ishigami, T. Homma, 1990. */
export function ishigami(a: number, b: number): { model: Model; truth: Truth } {
  const inputs = ["x1", "x2", "x3"].map((name) => ({ name, distribution: uniform(-Math.PI, Math.PI), unit: "" }));
  const v1 = (1 + (b * Math.PI ** 4) / 5) ** 2 / 2;
  const v2 = a ** 2 / 8;
  const v13 = (8 * b ** 2 * Math.PI ** 8) / 225;
  const variance = v1 + v2 + v13;
  return {
    model: modelOf(inputs, ([x1 = 0, x2 = 0, x3 = 0]) => Math.sin(x1) * (1 + b * x3 ** 4) + a * Math.sin(x2) ** 2),
    truth: {
      variance,
      first: [v1 / variance, v2 / variance, 0],
      total: [(v1 + v13) / variance, v2 / variance, v13 / variance],
    },
  };
}

/** Π (|4 x - 2| + a) / (1 + a) on the unit cube. Source: A. Saltelli, I. M. Sobol, 1995. */
export function sobolG(a: readonly number[]): { model: Model; truth: Truth } {
  const inputs = a.map((_, i) => ({ name: `x${i + 1}`, distribution: uniform(0, 1), unit: "" }));
  const parts = a.map((each) => 1 / (3 * (1 + each) ** 2));
  const whole = parts.reduce((product, part) => product * (1 + part), 1);
  const variance = whole - 1;
  return {
    model: modelOf(inputs, (x) =>
      a.reduce((product, each, i) => (product * (Math.abs(4 * (x[i] ?? NaN) - 2) + each)) / (1 + each), 1),
    ),
    truth: {
      variance,
      first: parts.map((part) => part / variance),
      total: parts.map((part) => (part * whole) / (1 + part) / variance),
    },
  };
}

/**
 * Σ β x with normal x of standard deviations σ and correlations `corr`.
 * Its Shapley effects are exact: c(S) = Cov(Y, X_S) Cov(X_S)⁻¹ Cov(X_S, Y), summed over all orders of the groups.
 */
export function linearGaussian(
  beta: readonly number[],
  sigma: readonly number[],
  corr: readonly (readonly number[])[],
  groups: readonly InputGroup[] = beta.map((_, i) => ({ name: `x${i + 1}`, inputs: [i] })),
): { model: Model; groups: readonly InputGroup[]; truth: { variance: number; shapley: readonly number[] } } {
  const names = beta.map((_, i) => `x${i + 1}`);
  const at = (i: number, j: number): number => (corr[i]?.[j] ?? NaN) * (sigma[i] ?? NaN) * (sigma[j] ?? NaN);
  const withY = beta.map((_, i) => beta.reduce((sum, b, j) => sum + b * at(i, j), 0));
  const variance = beta.reduce((sum, b, i) => sum + b * (withY[i] ?? NaN), 0);
  const explained = (known: readonly number[]): number => {
    const inputs = known.flatMap((group) => groups[group]?.inputs ?? []);
    const right = inputs.map((i) => withY[i] ?? NaN);
    const weights = solve(
      inputs.map((i) => inputs.map((j) => at(i, j))),
      right,
    );
    return weights.reduce((sum, weight, k) => sum + weight * (right[k] ?? NaN), 0);
  };
  const shapley = groups.map(() => 0);
  const orders = ordersOf(groups.map((_, group) => group));
  for (const order of orders)
    for (const [place, group] of order.entries()) {
      const gain = explained(order.slice(0, place + 1)) - explained(order.slice(0, place));
      shapley[group] = (shapley[group] ?? 0) + gain / variance / orders.length;
    }
  const pairs: Dependence["pairs"] = names.flatMap((left, i) =>
    names.slice(i + 1).flatMap((right, k) => {
      const r = corr[i]?.[i + 1 + k] ?? NaN;
      return r === 0 ? [] : [{ between: [left, right] as const, spearman: (6 / Math.PI) * Math.asin(r / 2) }];
    }),
  );
  const inputs = names.map((name, i) => ({ name, distribution: normal(0, sigma[i] ?? NaN), unit: "" }));
  const f = (x: readonly number[]): number => beta.reduce((sum, b, i) => sum + b * (x[i] ?? NaN), 0);
  return { model: modelOf(inputs, f, { pairs, drivers: [] }), groups, truth: { variance, shapley } };
}

/** Six correlated inputs in four groups, two of which are tied across. */
export function sixInputs(): ReturnType<typeof linearGaussian> {
  const corr = [
    [1, 0.5, 0.3, 0, 0, 0],
    [0.5, 1, 0, 0, 0, 0],
    [0.3, 0, 1, 0.4, 0, 0],
    [0, 0, 0.4, 1, 0, 0],
    [0, 0, 0, 0, 1, -0.6],
    [0, 0, 0, 0, -0.6, 1],
  ];
  const groups = [
    { name: "demand", inputs: [0, 1] },
    { name: "price", inputs: [2] },
    { name: "power", inputs: [3] },
    { name: "build", inputs: [4, 5] },
  ];
  return linearGaussian([1, 0.5, 2, -1, 1.5, 1], [1, 2, 1, 0.5, 1, 1.2], corr, groups);
}

function ordersOf(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => ordersOf(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

/** Gauss's elimination; covariances are positive definite, so no pivot is lost. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? NaN]);
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows[k] ?? [];
    for (const [i, row] of rows.entries()) {
      if (i === k) continue;
      const factor = (row[k] ?? NaN) / (pivot[k] ?? NaN);
      for (let j = k; j < row.length; j++) row[j] = (row[j] ?? NaN) - factor * (pivot[j] ?? NaN);
    }
  }
  return rows.map((row, k) => (row.at(-1) ?? NaN) / (row[k] ?? NaN));
}
