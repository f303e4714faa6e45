/** How much can be lent, where more than one test has to be met. */

import { valueAt, type Rates } from "./rates.ts";
import { annuityValue } from "./schedule.ts";
import { serviceable, type SculptingTerms } from "./sculpt.ts";

/** A view of the future with the cover asked for in it: P50 at 1.30 and P99 at 1.00, say. */
export type SizingCase = Pick<SculptingTerms, "cfads" | "dscr">;

/** The debt that passes every case. */
export interface DualSizing {
  readonly debt: number;
  /** Index of the case that allows least, the first of equals; undefined where a capacity is undefined. */
  readonly binding: number | undefined;
  /** What each case alone would allow. */
  readonly capacities: readonly number[];
}

/**
 * The least of the debts that the cases allow, each sculpted for itself.
 *
 * Source: the sizing rule of renewable lenders, as Pivotal180 and the Renewables Valuation Institute give it: the lower
 * of the P50 and the P99 debt.
 */
export function sizeDebtDual({ cases, rate }: { cases: readonly SizingCase[]; rate: Rates }): DualSizing {
  if (cases.length === 0) throw new RangeError("no case to size the debt by: give one or more");
  const capacities = cases.map(({ cfads, dscr }) => valueAt(0, cfads.length, serviceable(cfads, dscr), rate));
  const debt = Math.min(...capacities);
  const binding = capacities.indexOf(debt);
  return { debt, binding: binding < 0 ? undefined : binding, capacities };
}

/**
 * The debt of level payments that keeps the cover in the worst period: nothing if one has no CFADS.
 * @param rate one for all periods
 */
export function sizeLevelDebt({ cfads, rate, dscr }: SculptingTerms & { readonly rate: number }): number {
  return Math.min(...serviceable(cfads, dscr)) * annuityValue(rate, cfads.length);
}
