/**
 * How a table from draws to values is laid out: a polynomial for each sixteenth of each octave of min(u, 1 - u), first
 * those of the lower half, then those of the upper. The cell is read off the double's own bits.
 */

/** Coefficients of a cell, lowest power first, in the distance from its lower edge. */
export const drawTerms = 6;
/** Cells of an octave are told apart by this many leading bits of the mantissa. */
export const drawCellBits = 4;
/** The exponent of the outermost octave; one draw in 65,536 lies beyond, in an undefined cell before all others. */
export const leastDrawExponent = -17;
/** From there up to one half, and the undefined one. */
export const cellsPerSide = (-leastDrawExponent - 1) * 2 ** drawCellBits + 1;

/** A distribution as such a table. */
export interface DrawTable {
  /** `drawTerms` coefficients for each cell; undefined (NaN) where the quantile is left to be computed. */
  readonly cells: Float64Array;
  readonly support: readonly [number, number];
  /** Largest error measured in any cell against the two tables, relative as those of `quantileTable`. */
  readonly error: number;
  /** The probability of draws whose quantile has to be computed. */
  readonly exactShare: number;
}
