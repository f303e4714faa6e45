/** American tax depreciation, MACRS, general system with the half-year convention. */

/** Years over which an asset is written off: 5 for computers, 15 for land improvements and much of a site's power. */
export type RecoveryYears = 3 | 5 | 7 | 15;

/**
 * Percent of the cost in each tax year; half a year in the first, whence one year more than the recovery period.
 * Source: IRS Publication 946 (2024), appendix A, table A-1.
 */
const percents: Readonly<Record<RecoveryYears, readonly number[]>> = {
  3: [33.33, 44.45, 14.81, 7.41],
  5: [20, 32, 19.2, 11.52, 11.52, 5.76],
  7: [14.29, 24.49, 17.49, 12.49, 8.93, 8.92, 8.93, 4.46],
  15: [5, 9.5, 8.55, 7.7, 6.93, 6.23, 5.9, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 2.95],
};

/**
 * The deduction of one tax year, counted from 1, in the currency of the cost; 0 after the last. Without bonus depreciation
 * (section 168(k)): take that off the cost first. NaN for a year that is not whole and positive.
 *
 * @example macrs(1_000_000, 5, 2) // 320000
 */
export function macrs(cost: number, recoveryYears: RecoveryYears, year: number): number {
  if (!(Number.isInteger(year) && year >= 1)) return NaN;
  return (cost * (percents[recoveryYears][year - 1] ?? 0)) / 100;
}
