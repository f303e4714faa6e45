/** Cases of debt, and how their inputs are written there. */

import * as finance from "../index.ts";
import type { Inputs } from "./case.contract.ts";
import type { Answer, Answers } from "./check.contract.ts";

/** The debt functions that a case can name. */
export const debtAnswers: Answers = {
  cfads(given) {
    const tax = { rate: given.number("taxRate", 0), deductions: deductionsOf(given) };
    const named = amountNames.filter((name) => given.has(name)).map((name) => [name, given.figures(name)] as const);
    if (!named.some(([, amount]) => Array.isArray(amount)))
      return finance.cfads(Object.fromEntries(named.map(([name, amount]) => [name, Number(amount)])), tax);
    const periods = Math.max(...named.map(([, amount]) => (Array.isArray(amount) ? amount.length : 1)));
    const series = named.map(([name, amount]) => [name, Array.isArray(amount) ? amount : constant(amount, periods)]);
    return finance.cfadsSeries(Object.fromEntries(series), tax);
  },
  dscr(given) {
    const [cash, due] = [
      given.figures("cfads"),
      given.has("debtService|debt_service") ? undefined : serviceParts(given),
    ];
    const service = due ?? given.figures("debtService|debt_service");
    if (Array.isArray(cash)) return finance.dscr(cash, service);
    return finance.dscr([cash], Array.isArray(service) ? service : [service])[0];
  },
  llcr: (given) => lifeCover(given, finance.llcr),
  plcr: (given) => lifeCover(given, finance.plcr),
  sculptDebt(given) {
    const found = finance.sculptDebt(sculptingTerms(given));
    return { ...scheduleAnswer(found), llcr: found.llcr };
  },
  levelDebt(given) {
    const rate = given.number("rate");
    const periods = given.number("periods|nper|tenor|years", given.has("cfads") ? given.numbers("cfads").length : 0);
    const debt = given.has("cfads")
      ? finance.sizeLevelDebt({ ...sculptingTerms(given), rate })
      : given.number(debtNames);
    const schedule = finance.levelDebt(debt, rate, periods);
    return { ...scheduleAnswer(schedule), payment: schedule.debtService[0], pmt: schedule.debtService[0] };
  },
  equalPrincipalDebt: (given) =>
    scheduleAnswer(
      finance.equalPrincipalDebt(given.number(debtNames), given.figures("rate"), given.number("periods|nper|tenor")),
    ),
  sizeDebtDual(given) {
    const cases = given.inner("cases").map((one) => ({ cfads: one.numbers("cfads"), dscr: one.figures("dscr") }));
    const { debt, binding, capacities } = finance.sizeDebtDual({ cases, rate: given.figures("rate") });
    return { debt, binding, capacities };
  },
  capByGearing: gearing,
  gearing,
  dsraTarget: reserve,
  dsra: reserve,
  waterfall(given) {
    const flows = finance.waterfall(given.numbers("cfads"), {
      debt: given.number(debtNames),
      rate: given.figures("rate"),
      principal: given.numbers("principal"),
      reserveTarget: given.has("reserveTarget") ? given.numbers("reserveTarget") : undefined,
      openingReserve: given.has("openingReserve|reserve") ? given.number("openingReserve|reserve") : undefined,
      lockUp: given.has("lockUp|lockUpDscr")
        ? { dscr: given.number("lockUp|lockUpDscr"), periods: given.number("lockUpPeriods", 1) }
        : undefined,
      sweep: given.number("sweep", 0),
    });
    const { lockedUp, ...amounts } = flows;
    const listed = Object.entries(amounts).map(([name, series]) => [name, [...series]] as const);
    return { ...Object.fromEntries(listed), lockedUp, distributions: [...flows.distributed] };
  },
};

const debtNames = "debt|principal|pv|amount";
const amountNames = [
  "revenue",
  "credits",
  "opex",
  "energy",
  "workingCapital",
  "capex",
  "depreciation",
  "interest",
] as const;

/** A tax base is written as a difference: "revenue-opex-capex". */
function deductionsOf(given: Inputs): finance.TaxTerms["deductions"] {
  const [from, ...less] = given.text("taxBase", "revenue-opex").split("-");
  if (from !== "revenue") throw new TypeError(`a tax base starts from revenue, not from ${String(from)}`);
  return less.map((name) => {
    const found = amountNames.find((one) => one === name);
    if (found === undefined || found === "revenue") throw new TypeError(`no amount ${name} to take off the tax base`);
    return found;
  });
}

function sculptingTerms(given: Inputs): finance.SculptingTerms {
  return { cfads: given.numbers("cfads"), rate: given.figures("rate"), dscr: given.figures("dscr|targetDscr") };
}

function scheduleAnswer({ debt, interest, principal, debtService, balance }: finance.DebtSchedule) {
  return { debt, interest, principal, debtService, balance };
}

/** Debt service given as its parts. */
function serviceParts(given: Inputs): number | number[] {
  const [interest, principal] = [given.figures("interest"), given.figures("principal")];
  if (Array.isArray(interest) && Array.isArray(principal))
    return interest.map((each, i) => each + (principal[i] ?? NaN));
  return Number(interest) + Number(principal);
}

/** At the start, where the debt is one number; at the start of each period, where it is a list of balances then. */
function lifeCover(given: Inputs, cover: typeof finance.llcr): Answer {
  const [cfads, rate] = [given.numbers("cfads"), given.figures("rate")];
  const owed = given.figures("openingBalance|balance|debt");
  const reserve = given.has("reserve|dsra") ? given.figures("reserve|dsra") : undefined;
  if (Array.isArray(owed)) {
    const [debt = NaN, ...after] = owed;
    const reserves = typeof reserve === "number" ? constant(reserve, owed.length) : reserve;
    return cover(cfads, { debt, balance: [...after, 0] }, rate, reserves);
  }
  const periods = given.number("tenor|maturity|periods", cfads.length);
  const reserves = reserve === undefined ? undefined : constant([reserve].flat()[0] ?? NaN, periods);
  return cover(cfads, { debt: owed, balance: constant(owed, periods) }, rate, reserves)[0];
}

function gearing(given: Inputs): Answer {
  const found = finance.capByGearing({
    cost: given.number("cost|costs|uses|capex"),
    gearing: given.number("gearing|maxGearing"),
    fees: given.number("fees|fee|upfrontFee", 0),
    interestDuringConstruction: given.number("interestDuringConstruction|idc", 0),
    reserve: given.number("reserve|dsra", 0),
    capacity: given.has("capacity|debtCapacity") ? given.number("capacity|debtCapacity") : undefined,
  });
  return { ...found };
}

/** At the end of each period. */
function reserve(given: Inputs): Answer {
  const targets = finance.dsraTarget(given.numbers("debtService"), {
    months: given.number("months", 6),
    basis: given.text("basis", "next-months") === "share-of-next-year" ? "share-of-next-year" : "next-months",
    periodsPerYear: given.number("periodsPerYear", 12),
  });
  return targets.slice(1);
}

function constant(value: number, periods: number): number[] {
  return Array.from({ length: periods }, () => value);
}
