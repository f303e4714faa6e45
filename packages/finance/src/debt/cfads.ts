/** Cash flow available for debt service: what a period leaves to pay lenders with. */

/** What comes in and goes out in a period, each positive in its usual direction. */
export type OperatingAmount =
  | "revenue"
  /** Service credits, off the revenue. */
  | "credits"
  | "opex"
  | "energy"
  /** Growth of working capital; negative if it is released. */
  | "workingCapital"
  /** What keeps the plant as it is. */
  | "capex"
  /** No cash: only its tax counts. */
  | "depreciation"
  /** Paid out of the result: only its tax counts. */
  | "interest";

/** Tax on the revenue less some of the amounts. A loss pays none, and is not carried to another period. */
export interface TaxTerms {
  readonly rate: number;
  /** What is taken off the revenue before tax. */
  readonly deductions: readonly Exclude<OperatingAmount, "revenue">[];
}

const paid = ["credits", "opex", "energy", "workingCapital", "capex"] as const;

/**
 * Revenue - credits - opex - energy - working capital - capex - tax, of one period. Amounts not given are 0.
 * Negative in a period that costs more than it earns: it is not cut off at 0.
 *
 * @example cfads({ revenue: 73265, opex: 26468, capex: 12500 }, { rate: 0.2, deductions: ["opex", "capex"] }) // 27437.6
 */
export function cfads(amounts: Readonly<Partial<Record<OperatingAmount, number>>>, tax?: TaxTerms): number {
  const revenue = amounts.revenue ?? 0;
  const less = (names: readonly OperatingAmount[]) =>
    names.reduce((left, name) => left - (amounts[name] ?? 0), revenue);
  return less(paid) - (tax === undefined ? 0 : tax.rate * Math.max(0, less(tax.deductions)));
}

/** {@link cfads} of each period. Series that are given have the length of the longest, or throw. */
export function cfadsSeries(
  amounts: Readonly<Partial<Record<OperatingAmount, ArrayLike<number>>>>,
  tax?: TaxTerms,
): number[] {
  const series = Object.entries(amounts);
  const periods = Math.max(0, ...series.map(([, values]) => values.length));
  for (const [name, values] of series) {
    if (values.length !== periods)
      throw new RangeError(`${name} has ${values.length} periods where another amount has ${periods}`);
  }
  return Array.from({ length: periods }, (_, t) =>
    cfads(Object.fromEntries(series.map(([name, values]) => [name, values[t] ?? NaN])), tax),
  );
}
