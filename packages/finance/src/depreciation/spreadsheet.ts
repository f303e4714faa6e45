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

/**
 * Sum of the years' digits: falls by the same amount each period, in proportion to the periods left.
 * NaN for a period outside 1 to `life`. Source: Microsoft Excel documentation, SYD.
 * @example syd(30_000, 7500, 10, 1) // 4090.91
 */
export function syd(cost: number, salvage: number, life: number, period: number): number {
  if (!(period >= 1 && period <= life)) return NaN;
  return ((cost - salvage) * (life - period + 1) * 2) / (life * (life + 1));
}

/**
 * Declining balance at `factor` times the straight-line rate (2: double), never below the salvage value.
 * NaN for a period outside 1 to `life`. Source: Microsoft Excel documentation, DDB.
 * @example ddb(2400, 300, 10, 1) // 480
 */
export function ddb(cost: number, salvage: number, life: number, period: number, factor = 2): number {
  if (!(period >= 1 && period <= life)) return NaN;
  const before = Math.max(salvage, cost * keptShare(life, factor) ** (period - 1));
  return Math.max(0, Math.min(before * Math.min(1, factor / life), before - salvage));
}

/**
 * Declining balance from time `from` to time `to`, changing to straight line over what is left of the life as soon as that
 * is more (`change`, unless declined). A part of a period takes that part of its depreciation.
 * NaN unless 0 <= from <= to <= life. Source: Microsoft Excel documentation, VDB.
 * @example vdb(2400, 300, 10, 0, 1) // 480
 */
export function vdb(
  cost: number,
  salvage: number,
  life: number,
  from: number,
  to: number,
  factor = 2,
  change = true,
): number {
  if (!(from >= 0 && from <= to && to <= life)) return NaN;
  let [book, total] = [cost, 0];
  for (let period = 1; period - 1 < to; period++) {
    const declining = Math.min(book * Math.min(1, factor / life), Math.max(0, book - salvage));
    const level = Math.max(0, book - salvage) / Math.max(1, life - period + 1);
    const amount = change ? Math.max(declining, level) : declining;
    total += amount * Math.max(0, Math.min(to, period) - Math.max(from, period - 1));
    book -= amount;
  }
  return total;
}

function keptShare(life: number, factor: number): number {
  return Math.max(0, 1 - factor / life);
}
