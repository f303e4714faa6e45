/** The debt service reserve account: cash for a few months of debt service, kept for when revenue fails. */

/** How much is to be held. */
export interface DsraTerms {
  /** Months of debt service. */
  readonly months: number;
  /** The debt service of the coming months themselves, or so many twelfths of the coming year's. */
  readonly basis: "next-months" | "share-of-next-year";
  /** 12 for monthly debt service, 4 for quarterly, 1 for yearly; 12 unless given. */
  readonly periodsPerYear?: number | undefined;
}

/**
 * The target at each time from the drawing (index 0) to the end of the last period, where it is 0: one more than there
 * are periods. Part of a period counts as that part of its debt service. After the last period no debt service comes.
 *
 * @param debtService at the end of each period
 * @example dsraTarget([6, 6, 6, 6], { months: 2, basis: "next-months" }) // [12, 12, 12, 6, 0]
 */
export function dsraTarget(debtService: ArrayLike<number>, terms: DsraTerms): number[] {
  const { months, basis, periodsPerYear = 12 } = terms;
  const periods = basis === "next-months" ? (months * periodsPerYear) / 12 : periodsPerYear;
  const share = basis === "next-months" ? 1 : months / 12;
  return Array.from({ length: debtService.length + 1 }, (_, from) => {
    let sum = 0;
    for (let t = from; t < Math.min(from + periods, debtService.length); t++)
      sum += (debtService[t] ?? NaN) * Math.min(1, from + periods - t);
    return share * sum;
  });
}
