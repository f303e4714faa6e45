/** Columns of numbers: the values of one step. */

/**
 * Values of one step: `data[month * samples + sample]`. A scalar has one month, a certain value one sample; both
 * broadcast. A boolean is 1, 0, or NaN when undefined; a date is days since 1970-01-01.
 */
export interface Column {
  readonly data: Float64Array;
  readonly months: number;
  readonly samples: number;
}
