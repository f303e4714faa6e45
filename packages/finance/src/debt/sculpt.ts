/** Sculpted debt: repaid as the cash comes, so that its cover is what the lender asks for in every period. */

import { inPeriod, valueAt, type Rates } from "./rates.ts";
import { repay, type DebtSchedule } from "./schedule.ts";

/** What a lender lends against. */
export interface SculptingTerms {
  /** Of each period of the loan, at its end. */
  readonly cfads: ArrayLike<number>;
  readonly rate: Rates;
  /** Cover to keep, above 0: one for all periods, or each period's own. */
  readonly dscr: number | ArrayLike<number>;
}

/** The loan, and its cover at the start. */
export interface SculptedDebt extends DebtSchedule {
  /**
   * Loan life cover when it is drawn, over all CFADS. Equal to a constant DSCR where no CFADS is negative; NaN without debt.
   */
  readonly llcr: number;
}

/**
 * Debt service is CFADS / DSCR in every period, and the debt its present value. **Nothing is lent against a negative CFADS:**
 * such a period has no debt service. Interest that falls due before the cash does is added to the debt (a negative
 * principal); whether the lender allows that is for the reader of `principal` to see.
 *
 * Source: E. Bodmer, debt sculpting: debt = Σ (CFADS_t / DSCR_t) / (1 + i)^t, principal_t = CFADS_t / DSCR_t - interest_t.
 */
export function sculptDebt({ cfads, rate, dscr }: SculptingTerms): SculptedDebt {
  const service = serviceable(cfads, dscr);
  const debt = valueAt(0, service.length, service, rate);
  const schedule = repay(debt, rate, service.length, (t, interest) => (service[t] ?? NaN) - interest);
  return { ...schedule, llcr: debt === 0 ? NaN : valueAt(0, cfads.length, cfads, rate) / debt };
}

/** The debt service that leaves the cover asked for: nothing where CFADS is negative, NaN for a cover that is not positive. */
export function serviceable(cfads: ArrayLike<number>, dscr: number | ArrayLike<number>): number[] {
  return Array.from(cfads, (cash, t) => {
    const cover = inPeriod(dscr, t);
    return cover > 0 ? Math.max(0, cash) / cover : NaN;
  });
}
