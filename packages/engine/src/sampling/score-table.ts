/**
 * The standard normal score of a uniform draw, as a table: a polynomial for each eighth of each octave of min(u, 1 - u),
 * so that the tails are resolved down to the smallest draw. Its cell is read off the double's own bits.
 */
import { normalQuantile } from "../numeric/index.ts";
import { chebyshevPoints, interpolate } from "./interpolate.ts";

/** Coefficients of a cell, lowest power first, in the distance from its middle. */
export const scoreTerms = 8;
/** Cells of an octave are told apart by this many leading bits of the mantissa. */
export const scoreCellBits = 3;
/** Draws are odd multiples of 2^-33; the table begins with the octave of the first. */
export const leastScoreExponent = -33;
const octaves = 32;

let table: Float64Array | undefined;

/**
 * The cells from min(u, 1 - u) = 2^-33 up to one half, `scoreTerms` coefficients each; absolute error below 1e-13.
 */
export function scoreTable(): Float64Array {
  table ??= makeTable();
  return table;
}

function makeTable(): Float64Array {
  const cells = 1 << scoreCellBits;
  const points = chebyshevPoints(scoreTerms);
  const out = new Float64Array(octaves * cells * scoreTerms);
  for (let cell = 0; cell < octaves * cells; cell++) {
    const octave = 2 ** (leastScoreExponent + Math.floor(cell / cells));
    const half = octave / (2 * cells);
    const middle = octave * (1 + ((cell % cells) + 0.5) / cells);
    const scores = points.map((x) => normalQuantile(middle + half * x));
    for (const [power, coefficient] of interpolate(points, scores).entries())
      out[cell * scoreTerms + power] = coefficient / half ** power;
  }
  return out;
}
