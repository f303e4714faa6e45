/**
 * Debt as a share of what a project costs, where what it costs includes what the debt costs: fees, interest before
 * there is revenue, a reserve. All three are proportional to the debt, so nothing goes round in circles.
 */

import { inPeriod, type Rates } from "./rates.ts";

/** What is to be paid for, and the most of it that may be borrowed. */
export interface GearingTerms {
  /** Everything but the three below. */
  readonly cost: number;
  /** Debt over all uses, 0..1. */
  readonly gearing: number;
  /** Upfront fees as a share of the debt; 0 unless given. */
  readonly fees?: number | undefined;
  /** Interest before revenue as a share of the debt, see {@link interestDuringConstruction}; 0 unless given. */
  readonly interestDuringConstruction?: number | undefined;
  /** Reserve filled at the start as a share of the debt: the first target of `dsraTarget` over the debt; 0 unless given. */
  readonly reserve?: number | undefined;
  /** Debt that the cash flow carries; no limit unless given. */
  readonly capacity?: number | undefined;
}

/** Sources and uses: debt and equity pay for cost, fees, interest and reserve. */
export interface GearedDebt {
  readonly debt: number;
  readonly equity: number;
  readonly fees: number;
  readonly interestDuringConstruction: number;
  readonly reserve: number;
  /** All uses. */
  readonly uses: number;
  /** Debt over uses as it came out: at most what was allowed. */
  readonly gearing: number;
  /** What holds the debt down: the gearing, or the cover that sized the capacity. */
  readonly binding: "gearing" | "cover";
}

/**
 * The lower of the debt that the gearing allows, g C / (1 - g (f + i + r)), and of the capacity. With g (f + i + r) at 1 or
 * above every loan pays for itself and the gearing holds nothing down; without a capacity either the debt is NaN.
 *
 * Source: D = g (C + (f + i + r) D), solved for D.
 */
export function capByGearing(terms: GearingTerms): GearedDebt {
  const { cost, gearing, capacity = Infinity } = terms;
  const { fees = 0, interestDuringConstruction = 0, reserve = 0 } = terms;
  const share = fees + interestDuringConstruction + reserve;
  const left = 1 - gearing * share;
  const allowed = left > 0 ? (gearing * cost) / left : left <= 0 ? Infinity : NaN;
  const least = Math.min(allowed, capacity);
  const debt = least === Infinity ? NaN : least;
  const uses = cost + share * debt;
  return {
    debt,
    equity: uses - debt,
    fees: fees * debt,
    interestDuringConstruction: interestDuringConstruction * debt,
    reserve: reserve * debt,
    uses,
    gearing: uses > 0 ? debt / uses : NaN,
    binding: capacity < allowed ? "cover" : "gearing",
  };
}

/**
 * Interest paid while building, as a share of the debt drawn in all. Each draw is made at the start of its period, and
 * each period's interest on all drawn so far is paid at its end, out of the project's sources like any other cost.
 *
 * @param draws shares of the debt drawn in each period, 1 in sum
 * @example interestDuringConstruction([0.5, 0.5], 0.01) // 0.015
 */
export function interestDuringConstruction(draws: ArrayLike<number>, rate: Rates): number {
  let [drawn, interest] = [0, 0];
  for (let t = 0; t < draws.length; t++) {
    drawn += draws[t] ?? NaN;
    interest += drawn * inPeriod(rate, t);
  }
  if (Math.abs(drawn - 1) > 1e-9) throw new RangeError(`draws come to ${drawn} of the debt: they are to come to 1`);
  return interest;
}
