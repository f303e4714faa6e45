/**
 * The order in which a project's cash is paid out.
 *
 * CFADS -> what operations still owe -> interest -> principal -> reserve -> lock-up test -> sweep -> distributions
 *
 * In every period, to the last cent:
 *
 *   CFADS + growth of operating arrears =
 *     interest + principal + swept + distributed + growth of the reserve + growth of the trapped cash
 */

import { inPeriod, type Rates } from "./rates.ts";

/** The loan and the agreement around it. */
export interface WaterfallTerms {
  /** Owed at the start of the first period. */
  readonly debt: number;
  readonly rate: Rates;
  /** As agreed, for each period; negative where so much of the interest is added to the debt. None is due after the last. */
  readonly principal: ArrayLike<number>;
  /** Of the reserve, at the start and at the end of each period, as `dsraTarget` gives it; none unless given. */
  readonly reserveTarget?: ArrayLike<number> | undefined;
  /** Cash in the reserve at the start: the first target unless given. */
  readonly openingReserve?: number | undefined;
  /** No distributions below a cover; none unless given. */
  readonly lockUp?: LockUp | undefined;
  /** Share of the cash left for distributions that repays debt early, last instalments first; 0 unless given. */
  readonly sweep?: number | undefined;
}

/** The test that cash passes on its way to the owners. */
export interface LockUp {
  readonly dscr: number;
  /** Over how many periods, this one the last, CFADS and debt service are added up. */
  readonly periods: number;
}

/** Each period's payments and what stands at its end. All at least 0, but for `principal` and `dscr`. */
export interface Waterfall {
  /** Paid, arrears included. */
  readonly interest: Float64Array;
  /** Paid, arrears included; negative where interest was added to the debt as agreed. */
  readonly principal: Float64Array;
  readonly swept: Float64Array;
  readonly distributed: Float64Array;
  /** Cash in the reserve. */
  readonly reserve: Float64Array;
  /** Cash held back by the lock-up: pays what falls due next, or is released when the test is passed. */
  readonly trapped: Float64Array;
  /** Principal owed, its arrears included. */
  readonly balance: Float64Array;
  /** Interest due and not paid; bears interest at the debt's rate. */
  readonly interestArrears: Float64Array;
  /** Principal due and not paid. */
  readonly principalArrears: Float64Array;
  /** What a negative CFADS left unpaid to those who keep the plant running; bears no interest, is paid first. */
  readonly operatingArrears: Float64Array;
  /** CFADS over the interest and principal of the period, arrears apart; NaN without any. */
  readonly dscr: Float64Array;
  readonly lockedUp: readonly boolean[];
}

/**
 * Pays each period's CFADS out in order.
 *
 * - A shortfall of interest or principal draws the reserve, and what is still missing is carried as arrears. A negative
 *   CFADS is paid from trapped cash, then carried as arrears of operations: the reserve is for lenders only.
 * - The reserve is filled to its target from cash, and gives back what it holds above it; all of it once nothing is owed.
 * - While something is owed and the cover is below the lock-up, all cash that is left is trapped.
 *
 * @param cfads of each period; may go on after the loan's last
 */
export function waterfall(cfads: ArrayLike<number>, terms: WaterfallTerms): Waterfall {
  const { rate, reserveTarget = [], lockUp, sweep = 0 } = terms;
  if (sweep < 0 || sweep > 1) throw new RangeError(`a sweep of ${sweep}: give a share from 0 to 1`);
  const flows = empty(cfads.length);
  const service = new Float64Array(cfads.length);
  const purse: Purse = { cash: 0, reserve: terms.openingReserve ?? reserveTarget[0] ?? 0 };
  let owed = terms.debt;
  // What rounding leaves of a loan that was paid off is no debt.
  const crumb = 1e-12 * terms.debt;
  let [trapped, lateInterest, latePrincipal, lateOperations] = [0, 0, 0, 0];
  for (let t = 0; t < cfads.length; t++) {
    const accrued = inPeriod(rate, t) * (owed + lateInterest);
    const agreed = terms.principal[t] ?? 0;
    const added = Math.min(accrued, Math.max(0, -agreed));
    owed += added;
    const instalment = Math.min(owed, Math.max(0, agreed));
    service[t] = serviceOf(accrued, instalment - added);

    const left = (cfads[t] ?? NaN) + trapped - lateOperations;
    lateOperations = Math.max(0, -left);
    purse.cash = Math.max(0, left);

    const interestDue = accrued - added + lateInterest;
    const interest = pay(purse, interestDue);
    lateInterest = interestDue - interest;
    const principalDue = Math.min(owed, instalment + latePrincipal);
    const principal = pay(purse, principalDue);
    latePrincipal = principalDue - principal;
    owed -= principal;

    const isOwed = owed > crumb || lateInterest > crumb;
    fill(purse, isOwed ? (reserveTarget[t + 1] ?? 0) : 0);
    // What the reserve gives back is the project's again, and suppliers come before owners.
    const settled = Math.min(purse.cash, lateOperations);
    lateOperations -= settled;
    purse.cash -= settled;
    const locked = isOwed && lockUp !== undefined && trailingCover(cfads, service, t, lockUp.periods) < lockUp.dscr;
    trapped = locked ? purse.cash : 0;
    const free = locked ? 0 : purse.cash;
    const swept = Math.min(owed, sweep * free);
    owed -= swept;

    flows.interest[t] = interest + added;
    flows.principal[t] = principal - added;
    flows.swept[t] = swept;
    flows.distributed[t] = free - swept;
    flows.reserve[t] = purse.reserve;
    flows.trapped[t] = trapped;
    flows.balance[t] = owed;
    flows.interestArrears[t] = lateInterest;
    flows.principalArrears[t] = latePrincipal;
    flows.operatingArrears[t] = lateOperations;
    flows.dscr[t] = trailingCover(cfads, service, t, 1);
    flows.lockedUp[t] = locked;
  }
  return flows;
}

/** The period's cash, and the reserve behind it. */
interface Purse {
  cash: number;
  reserve: number;
}

/** Pays what is due from cash, then from the reserve; returns what was paid. */
function pay(purse: Purse, due: number): number {
  const fromCash = Math.min(purse.cash, due);
  const missing = due - fromCash;
  const drawn = Math.min(purse.reserve, missing);
  purse.cash -= fromCash;
  purse.reserve -= drawn;
  // The sum of the two parts may miss the whole by a rounding, which would be carried as arrears.
  return drawn === missing ? due : fromCash + drawn;
}

/** Moves cash into the reserve up to its target, or out of it down to that. */
function fill(purse: Purse, target: number): void {
  const filled = Math.min(purse.cash, target - purse.reserve);
  purse.cash -= filled;
  purse.reserve += filled;
}

function empty(periods: number): Waterfall & { lockedUp: boolean[] } {
  const series = () => new Float64Array(periods);
  return {
    interest: series(),
    principal: series(),
    swept: series(),
    distributed: series(),
    reserve: series(),
    trapped: series(),
    balance: series(),
    interestArrears: series(),
    principalArrears: series(),
    operatingArrears: series(),
    dscr: series(),
    lockedUp: Array.from({ length: periods }, () => false),
  };
}

/** Interest and principal of a period; nothing where interest is added to the debt but for rounding. */
function serviceOf(interest: number, principal: number): number {
  const sum = interest + principal;
  return sum <= 1e-12 * interest ? 0 : sum;
}

/** CFADS over debt service of the last `periods` periods, `last` included; NaN without debt service. */
function trailingCover(cfads: ArrayLike<number>, service: Float64Array, last: number, periods: number): number {
  let [cash, due] = [0, 0];
  for (let t = Math.max(0, last - periods + 1); t <= last; t++) {
    cash += cfads[t] ?? NaN;
    due += service[t] ?? NaN;
  }
  return due > 0 ? cash / due : NaN;
}
