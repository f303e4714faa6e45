/** A fact as features of a regression: hats over each of its inputs, and products of pairs of them. */

import { power } from "../numeric/elementary.ts";
/** One input of a fact: where each sample lies, and the places that the hats stand on. */
export interface FactAxis {
  /** The input's score; of tied values their mean score, since to learn the value tells no more than the value. */
  readonly position: Float64Array;
  /** Rising. */
  readonly knots: Float64Array;
  /** The values at the knots where there is one knot for each value that the input can have; undefined otherwise. */
  readonly atoms: Float64Array | undefined;
}

/** Up to so many different values an input has a knot for each, and its conditional means are plain averages. */
const mostAtoms = 32;

/** @param values and `scores` of the input, sample by sample */
export function factAxis(values: Float64Array, scores: Float64Array): FactAxis {
  const sorted = values.slice().sort();
  const atoms = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  const position = atoms.length === values.length ? scores : meanScores(values, scores);
  const places = position.slice().sort();
  if (atoms.length <= mostAtoms) return { position, knots: distinct(places), atoms };
  // Enough to bend with what is learnt, few enough that each rests on many samples.
  const pieces = Math.min(16, Math.max(4, Math.round(power(values.length, 1 / 3))));
  const knots = Float64Array.from({ length: pieces + 1 }, (_, k) => {
    return places[Math.round((k / pieces) * (places.length - 1))] ?? Number.NaN;
  });
  return { position, knots: distinct(knots), atoms: undefined };
}

function distinct(sorted: Float64Array): Float64Array {
  return sorted.filter((place, i) => i === 0 || place !== sorted[i - 1]);
}

function meanScores(values: Float64Array, scores: Float64Array): Float64Array {
  const groups = new Map<number, { sum: number; count: number }>();
  for (const [i, value] of values.entries()) {
    const group = groups.get(value) ?? { sum: 0, count: 0 };
    group.sum += scores[i] ?? Number.NaN;
    group.count++;
    groups.set(value, group);
  }
  return values.map((value) => {
    const { sum, count } = groups.get(value) ?? { sum: Number.NaN, count: 1 };
    return sum / count;
  });
}

/**
 * Columns of features, the first of them constant: for each axis the hats (1 at their own knot, 0 at the neighbours, linear
 * between) but the first, then the products of positions of every two axes.
 */
export function factFeatures(axes: readonly FactAxis[], count: number): Float64Array[] {
  const columns = [new Float64Array(count).fill(1)];
  for (const { position, knots } of axes) {
    const hats = Array.from(knots.subarray(1), () => new Float64Array(count));
    for (let i = 0; i < count; i++) {
      const x = position[i] ?? Number.NaN;
      const piece = pieceOf(knots, x);
      const [from, to] = [knots[piece] ?? Number.NaN, knots[piece + 1] ?? Number.NaN];
      const share = to > from ? (x - from) / (to - from) : 0;
      const [left, right] = [hats[piece - 1], hats[piece]];
      if (left !== undefined) left[i] = 1 - share;
      if (right !== undefined) right[i] = share;
    }
    columns.push(...hats);
  }
  for (const [k, { position }] of axes.entries())
    for (const other of axes.slice(k + 1)) columns.push(position.map((x, i) => x * (other.position[i] ?? Number.NaN)));
  return columns;
}

/** The piece between knots in which `x` lies; the last one at and beyond the end. */
function pieceOf(knots: Float64Array, x: number): number {
  let [low, high] = [0, Math.max(0, knots.length - 2)];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((knots[middle] ?? Number.NaN) <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}
