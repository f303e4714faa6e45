/** Depreciation of one asset for one period, in the currency of its cost. */

/** Straight line: the same every period, (cost - salvage) / life. */
export function sln(cost: number, salvage: number, life: number): number {
  return (cost - salvage) / life;
}

/**
 * Fixed declining balance as spreadsheets have it: a constant rate on the book value, 1 - (salvage / cost)^(1/life),
 * rounded to three decimals, whence the salvage value is only nearly reached. With less than twelve months in the first
 * year the rest falls in a period after the last.
 *
 * @param life whole years
 * @param period year, from 1; NaN beyond the life
 * @param firstYearMonths months of use in the first year, 1 to 12
 * Source: Microsoft Excel documentation, DB.
 * @example db(1_000_000, 100_000, 6, 3) // 147939.759
 */
export function db(cost: number, salvage: number, life: number, period: number, firstYearMonths = 12): number {
  const periods = firstYearMonths < 12 ? life + 1 : life;
  if (!(Number.isInteger(period) && period >= 1 && period <= periods)) return NaN;
  const rate = Math.round((1 - (salvage / cost) ** (1 / life)) * 1000) / 1000;
  const first = (cost * rate * firstYearMonths) / 12;
  if (period === 1) return first;
  const bookValue = (cost - first) * (1 - rate) ** (period - 2);
  return period === life + 1 ? (bookValue * rate * (12 - firstYearMonths)) / 12 : bookValue * rate;
}
