/** The internal rates of return of a series, all of them, and the one we quote with the reason. */

import { log1p } from "../numeric/elementary.ts";
import { rateRoots } from "./rate-roots.ts";
import { cumulativeSignChanges, signChanges } from "./sign-changes.ts";
import { sum } from "./sum.ts";

/**
 * Which of several roots to quote.
 *
 * - `economic` (default): if the flows in sum repay the first one (the total has the other sign), the smallest positive
 *   root. There always is one, and from a rate of zero up to it the present value keeps its sign, which is what a reader
 *   takes an internal rate of return to promise. Otherwise the root nearest zero. Lender and borrower get the same rate.
 * - `nearest`: the root nearest `guess`, which is zero unless given.
 *
 * Nearness is measured in ln(1 + rate), where halving is as far as doubling: a root at -99.98 % is far from zero, one at
 * 100 % is not.
 */
export interface RootChoice {
  readonly policy?: "economic" | "nearest" | undefined;
  /** Rate per period, above -1; read by `nearest` only. */
  readonly guess?: number | undefined;
}

/** How to read the series, besides the choice of root. */
export interface IrrRootsOptions extends RootChoice {
  /** Times of the flows, strictly increasing, in the unit the rate is per: 0, 1, 2, ... unless given. */
  readonly times?: ArrayLike<number> | undefined;
}

/** Every internal rate of return of a series, and the one to quote. */
export interface IrrRoots {
  /** Rates per period, as fractions above -1, ascending. A double root stands once. */
  readonly roots: number[];
  /** Changes of sign of the flows: no more roots than that (Descartes). */
  readonly signChanges: number;
  /** The running total changes sign once and does not end at zero: then exactly one root is positive (Norstrom 1972). */
  readonly norstrom: boolean;
  /** The root to quote; undefined where there is none. */
  readonly chosen: number | undefined;
  /** Why this root, or why none: a clause for a note. */
  readonly why: string;
}

/**
 * All real roots of the present value of `flows`, by the method and within the limits that `rate-roots.ts` states.
 *
 * @param flows in one currency, received positive
 * @example irrRoots([-100, 100, 0, -7]).roots // [-0.677, -0.0833]
 */
export function irrRoots(flows: ArrayLike<number>, options: IrrRootsOptions = {}): IrrRoots {
  const times = options.times ?? Array.from(flows, (_, t) => t);
  const broken = brokenInput(flows, times);
  if (broken !== undefined) return { roots: [], signChanges: 0, norstrom: false, chosen: undefined, why: broken };
  const total = sum(flows);
  const roots = rateRoots(flows, times);
  return {
    roots,
    signChanges: signChanges(flows),
    norstrom: total !== 0 && cumulativeSignChanges(flows, false, false) === 1,
    ...choose(roots, flows, total, options),
  };
}

function choose(
  roots: readonly number[],
  flows: ArrayLike<number>,
  total: number,
  { policy = "economic", guess = 0 }: RootChoice,
): { chosen: number | undefined; why: string } {
  if (roots.length === 0) {
    const why = signChanges(flows) === 0 ? "the flows never change sign" : "no rate makes the present value zero";
    return { chosen: undefined, why };
  }
  if (roots.length === 1) return { chosen: roots[0], why: "the only root" };
  const several = `${String(roots.length)} roots; `;
  if (policy === "nearest") return { chosen: nearest(roots, guess), why: `${several}the one nearest ${String(guess)}` };
  const first = Array.from(flows).find((flow) => flow !== 0) ?? NaN;
  const smallestPositive = roots.find((root) => root > 0);
  if (first * total < 0 && smallestPositive !== undefined) {
    return { chosen: smallestPositive, why: `${several}from zero up to this one the present value keeps its sign` };
  }
  return { chosen: nearest(roots, 0), why: `${several}the flows do not repay the first one: the root nearest zero` };
}

function nearest(roots: readonly number[], guess: number): number | undefined {
  const distance = (root: number) => Math.abs(log1p(root) - log1p(guess));
  return roots.reduce<number | undefined>(
    (best, root) => (best === undefined || distance(root) < distance(best) ? root : best),
    undefined,
  );
}

function brokenInput(flows: ArrayLike<number>, times: ArrayLike<number>): string | undefined {
  if (times.length !== flows.length) return "there are not as many times as flows";
  for (let i = 0; i < flows.length; i++) {
    if (!Number.isFinite(flows[i])) return "a flow is not a finite number";
    if (!Number.isFinite(times[i]) || (i > 0 && !((times[i - 1] ?? NaN) < (times[i] ?? NaN)))) {
      return "the times do not increase";
    }
  }
  return undefined;
}
