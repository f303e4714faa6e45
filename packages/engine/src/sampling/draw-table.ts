/**
 * A distribution's quantile as a table over the draw itself, for draws that nothing ties: one step instead of two by way
 * of the score. Made from the tables of the scores and of the quantile, which cost far less than the quantile itself.
 */
import type { Distribution } from "../distributions/index.ts";
import { Memory } from "../wasm/index.ts";
import { cellsPerSide, drawCellBits, drawTerms, leastDrawExponent, type DrawTable } from "./draw-layout.ts";
import { DrawMachine } from "./draw-machine.ts";
import { chebyshevPoints, interpolate } from "./interpolate.ts";
import { errorScale, quantileTable, type QuantileTable } from "./quantile-table.ts";

/** A cell this bad is left to be computed; with the errors of the tables it is made from a value stays below 1e-10. */
const worstError = 3e-11;
/** A quantile costs some two hundred times what the way by the score does; so much more left to it is not worth a table. */
const worthComputing = 1 / 256;
/** Where a cell is measured: at its ends, which the points leave out, and between points. */
const probes = [0, 0.06, 0.5, 0.93, 1];
/** In a cell, from 0 to 1. */
const points = chebyshevPoints(drawTerms).map((x) => (1 + x) / 2);
const samples = [...points, ...probes];
const smooth = cellsPerSide - 1;
/** Of each cell the lower edge and the width. */
const widths = Float64Array.from(
  { length: smooth },
  (_, cell) => 2 ** (leastDrawExponent + (cell >> drawCellBits) - drawCellBits),
);
const edges = widths.map((width, cell) => width * ((1 << drawCellBits) + (cell % (1 << drawCellBits))));
const cache = new WeakMap<QuantileTable, DrawTable | undefined>();

/**
 * The table of a distribution, or undefined where `quantileTable` has none or follows the quantile much farther: its
 * pieces can be narrower at a kink, and over the score the quantiles of wide distributions are smoother.
 */
export function drawTable(distribution: Distribution): DrawTable | undefined {
  const table = quantileTable(distribution);
  if (table === undefined) return undefined;
  if (!cache.has(table)) {
    const made = makeTable(distribution, table);
    cache.set(table, made.exactShare - table.exactShare < worthComputing ? made : undefined);
  }
  return cache.get(table);
}

/** What making a table needs and no distribution changes. */
interface Bench {
  readonly memory: Memory;
  readonly machine: DrawMachine;
  /** Addresses: of the scores of the samples of all cells of a side, and of their values. */
  readonly scores: readonly [number, number];
  readonly values: number;
  /** Coefficients times this, by coefficient and point, are those of the polynomial through the points' values. */
  readonly weights: Float64Array;
  /** Tables made; it keeps them. */
  made: number;
}

/** After so many tables their memory is given back. */
const mostMade = 1024;
let bench: Bench | undefined;

function makeBench(): Bench {
  const memory = new Memory();
  const machine = new DrawMachine(memory);
  const count = smooth * samples.length;
  const column = (): number => machine.column(count);
  const [tails, lower, upper, values] = [column(), column(), column(), column()];
  const places = memory.doubles(tails, count);
  for (const [cell, width] of widths.entries()) {
    for (const [i, place] of samples.entries()) {
      // One half would be taken for a cell of its own.
      places[cell * samples.length + i] = Math.min((edges[cell] ?? NaN) + place * width, 0.5 - 2 ** -54);
    }
  }
  machine.scores(tails, lower, count);
  const scores = memory.doubles(lower, count);
  memory.doubles(upper, count).set(scores.map((score) => -score));
  const weights = new Float64Array(drawTerms * drawTerms);
  for (const [i] of points.entries()) {
    const unit = points.map((_, j) => (i === j ? 1 : 0));
    for (const [power, weight] of interpolate(points, unit).entries()) weights[power * drawTerms + i] = weight;
  }
  return { memory, machine, scores: [lower, upper], values, weights, made: 0 };
}

function makeTable(distribution: Distribution, table: QuantileTable): DrawTable {
  if (bench === undefined || bench.made >= mostMade) bench = makeBench();
  bench.made++;
  const { memory, machine, scores, values, weights } = bench;
  const placed = machine.place(table);
  const cells = new Float64Array(2 * cellsPerSide * drawTerms);
  const scaleOf = errorScale(distribution);
  let [error, exactShare] = [0, 2 * 2 ** leastDrawExponent];
  for (const [side, address] of scores.entries()) {
    machine.values(address, values, smooth * samples.length, placed);
    const found = memory.doubles(values, smooth * samples.length);
    cells.fill(NaN, side * cellsPerSide * drawTerms, (side * cellsPerSide + 1) * drawTerms);
    for (let cell = 0; cell < smooth; cell++) {
      const out = (side * cellsPerSide + 1 + cell) * drawTerms;
      const width = widths[cell] ?? NaN;
      interpolateCell(weights, found, cell * samples.length, cells, out);
      const miss = measure(cells, out, found, cell * samples.length + drawTerms, scaleOf);
      // What is no number must count as a miss.
      if (miss <= worstError) {
        error = Math.max(error, miss);
        let factor = 1;
        for (let power = 0; power < drawTerms; power++, factor /= width)
          cells[out + power] = (cells[out + power] ?? NaN) * factor;
      } else {
        cells.fill(NaN, out, out + drawTerms);
        exactShare += width;
      }
    }
  }
  return { cells, support: distribution.support, error, exactShare };
}

/** Coefficients at `out`, for places from 0 to 1, of the polynomial through the values from `at` on. */
function interpolateCell(
  weights: Float64Array,
  found: Float64Array,
  at: number,
  cells: Float64Array,
  out: number,
): void {
  // Differences, so that what is common to the values loses no digits.
  const first = found[at] ?? NaN;
  for (let power = 0; power < drawTerms; power++) {
    let sum = power === 0 ? first : 0;
    for (let i = 1; i < drawTerms; i++)
      sum += (weights[power * drawTerms + i] ?? NaN) * ((found[at + i] ?? NaN) - first);
    cells[out + power] = sum;
  }
}

/** The largest miss at the probes, whose values are those from `at` on. */
function measure(
  cells: Float64Array,
  out: number,
  found: Float64Array,
  at: number,
  scaleOf: (value: number) => number,
): number {
  let worst = 0;
  for (let probe = 0; probe < probes.length; probe++) {
    const place = probes[probe] ?? NaN;
    let sum = 0;
    for (let power = drawTerms - 1; power >= 0; power--) sum = sum * place + (cells[out + power] ?? NaN);
    const value = found[at + probe] ?? NaN;
    const miss = Math.abs(sum - value);
    if (miss !== 0) worst = Math.max(worst, miss / scaleOf(value));
  }
  return worst;
}
