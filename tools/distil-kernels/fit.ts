/** Fits the nodes of a grid to many measured points: least absolute error of the logarithm, and smooth where nothing was measured. */
import { Grid } from "@underwatt/compute";

/** Measured points: `coordinates` holds `axes.length` numbers a point. */
export interface Points {
  readonly coordinates: Float64Array;
  readonly logRatios: Float64Array;
}

/** Weight of a difference between neighbours, and of a change of slope, against one measured point. */
const flat = 0.01;
const straight = 0.05;
/** Residuals below this count by their square, above by their size. */
const small = 0.02;
const reweightings = 6;
const conjugateSteps = 60;

/** Logarithms at the nodes. */
export function fitGrid(axes: readonly (readonly number[])[], { coordinates, logRatios }: Points): Float64Array {
  const nodes = axes.reduce((product, axis) => product * axis.length, 1);
  const corners = 2 ** axes.length;
  const points = logRatios.length;
  const offsets = new Int32Array(points * corners);
  const shares = new Float64Array(points * corners);
  const grid = new Grid(axes, new Float64Array(nodes));
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < points; i++) {
    grid.cornersOf(coordinates.subarray(i * axes.length, (i + 1) * axes.length));
    for (let corner = 0; corner < corners; corner++) {
      offsets[i * corners + corner] = grid.offset(corner);
      shares[i * corners + corner] = grid.share(corner);
    }
    low = Math.min(low, logRatios[i] ?? low);
    high = Math.max(high, logRatios[i] ?? high);
  }
  const chains = neighbours(axes.map((axis) => axis.length));
  const predicted = new Float64Array(points);
  const predict = (values: Float64Array): void => {
    for (let i = 0; i < points; i++) {
      let sum = 0;
      for (let c = i * corners; c < (i + 1) * corners; c++) sum += (shares[c] ?? 0) * (values[offsets[c] ?? 0] ?? 0);
      predicted[i] = sum;
    }
  };
  const weights = new Float64Array(points).fill(1);
  const spread = (values: Float64Array, into: Float64Array): void => {
    for (let i = 0; i < points; i++) {
      const value = (values[i] ?? 0) * (weights[i] ?? 0);
      for (let c = i * corners; c < (i + 1) * corners; c++) {
        const node = offsets[c] ?? 0;
        into[node] = (into[node] ?? 0) + (shares[c] ?? 0) * value;
      }
    }
  };
  const apply = (values: Float64Array, into: Float64Array): void => {
    into.fill(0);
    predict(values);
    spread(predicted, into);
    smooth(chains, values, into);
  };
  const start = logRatios.reduce((sum, value) => sum + value, 0) / Math.max(points, 1);
  const fitted = new Float64Array(nodes).fill(start);
  const target = new Float64Array(nodes);
  for (let round = 0; round < reweightings; round++) {
    target.fill(0);
    spread(logRatios, target);
    conjugateGradient(apply, target, fitted, conjugateSteps);
    predict(fitted);
    for (let i = 0; i < points; i++)
      weights[i] = small / Math.max(Math.abs((logRatios[i] ?? 0) - (predicted[i] ?? 0)), small);
  }
  return fitted.map((value) => Math.min(Math.max(value, low), high));
}

/** Triples of neighbours along each axis; the third is -1 where the axis ends. */
function neighbours(lengths: readonly number[]): Int32Array {
  const nodes = lengths.reduce((product, length) => product * length, 1);
  const found: number[] = [];
  let stride = nodes;
  for (const length of lengths) {
    stride /= length;
    for (let node = 0; node < nodes; node++) {
      const place = Math.floor(node / stride) % length;
      if (place + 1 < length) found.push(node, node + stride, place + 2 < length ? node + 2 * stride : -1);
    }
  }
  return Int32Array.from(found);
}

function smooth(chains: Int32Array, values: Float64Array, into: Float64Array): void {
  const add = (node: number, amount: number): void => {
    into[node] = (into[node] ?? 0) + amount;
  };
  for (let i = 0; i < chains.length; i += 3) {
    const [a, b, c] = [chains[i] ?? 0, chains[i + 1] ?? 0, chains[i + 2] ?? -1];
    const step = flat * ((values[a] ?? 0) - (values[b] ?? 0));
    add(a, step);
    add(b, -step);
    if (c < 0) continue;
    const bend = straight * ((values[a] ?? 0) - 2 * (values[b] ?? 0) + (values[c] ?? 0));
    add(a, bend);
    add(b, -2 * bend);
    add(c, bend);
  }
}

/** Improves `x` towards the solution of A x = b, A symmetric and positive. */
function conjugateGradient(
  apply: (values: Float64Array, into: Float64Array) => void,
  b: Float64Array,
  x: Float64Array,
  steps: number,
): void {
  const product = new Float64Array(b.length);
  apply(x, product);
  const residual = b.map((value, i) => value - (product[i] ?? 0));
  const direction = residual.slice();
  let square = dot(residual, residual);
  for (let step = 0; step < steps && square > 1e-12; step++) {
    apply(direction, product);
    const length = square / dot(direction, product);
    for (let i = 0; i < x.length; i++) {
      x[i] = (x[i] ?? 0) + length * (direction[i] ?? 0);
      residual[i] = (residual[i] ?? 0) - length * (product[i] ?? 0);
    }
    const next = dot(residual, residual);
    for (let i = 0; i < x.length; i++) direction[i] = (residual[i] ?? 0) + (next / square) * (direction[i] ?? 0);
    square = next;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
