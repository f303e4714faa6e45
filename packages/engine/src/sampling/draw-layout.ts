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
