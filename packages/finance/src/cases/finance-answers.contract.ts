/** Which functions of this package a case can name, and how their inputs are written there. */

import * as finance from "../index.ts";
import type { Inputs } from "./case.contract.ts";
import type { Answer, Answers } from "./check.contract.ts";
import { debtAnswers } from "./debt-answers.contract.ts";

/** The functions of this package that a case can name. */
export const financeAnswers: Answers = {
  irr: (given) => finance.irr(flows(given), rootChoice(given)),
  xirr: (given) => finance.xirr(datedFlows(given), { ...rootChoice(given), dayCount: given.dayCount() }),
  npv: (given) => finance.npv(given.number("rate"), flows(given), firstPeriod(given)),
  xnpv: (given) => finance.xnpv(given.number("rate"), datedFlows(given), given.dayCount()),
  mirr: (given) =>
    finance.mirr(flows(given), given.number("financeRate"), given.number("reinvestRate|reinvestmentRate")),
  irrRoots: (given) => rootsOf(finance.irrRoots(flows(given), rootChoice(given))),
  xirrRoots: (given) =>
    rootsOf(finance.xirrRoots(datedFlows(given), { ...rootChoice(given), dayCount: given.dayCount() })),
  payback: (given) => finite(finance.payback(flows(given))),
  discountedPayback: (given) => finite(finance.discountedPayback(given.number("rate"), flows(given))),
  pmt: (given) => finance.pmt(given.number("rate"), given.number("nper"), given.number("pv"), ...futureValue(given)),
  ipmt: (given) => finance.ipmt(...split(given), ...futureValue(given)),
  ppmt: (given) => finance.ppmt(...split(given), ...futureValue(given)),
  cumipmt: (given) => finance.cumipmt(...span(given), timing(given)),
  cumprinc: (given) => finance.cumprinc(...span(given), timing(given)),
  fv: (given) =>
    finance.fv(given.number("rate"), given.number("nper"), given.number("pmt"), given.number("pv", 0), timing(given)),
  pv: (given) => finance.pv(given.number("rate"), given.number("nper"), given.number("pmt"), ...futureValue(given)),
  rate: (given) => finance.rate(given.number("nper"), given.number("pmt"), given.number("pv"), ...futureValue(given)),
  nper: (given) => finance.nper(given.number("rate"), given.number("pmt"), given.number("pv"), ...futureValue(given)),
  effect: (given) => finance.effect(given.number("nominal"), given.number("periods")),
  nominal: (given) => finance.nominal(given.number("effective"), given.number("periods")),
  sln: (given) => finance.sln(given.number("cost"), given.number("salvage"), given.number("life")),
  db: (given) =>
    finance.db(
      given.number("cost"),
      given.number("salvage"),
      given.number("life"),
      given.number("period"),
      given.number("month", 12),
    ),
  syd: (given) => finance.syd(...asset(given), given.number("period|per")),
  ddb: (given) => finance.ddb(...asset(given), given.number("period|per"), given.number("factor", 2)),
  vdb: (given) =>
    finance.vdb(
      ...asset(given),
      given.number("start|startPeriod|from"),
      given.number("end|endPeriod|to"),
      given.number("factor", 2),
    ),
  macrs: (given) => {
    const years = given.number("recoveryYears|years|class|life", 5);
    if (years !== 3 && years !== 5 && years !== 7 && years !== 15)
      throw new TypeError(`no MACRS class of ${years} years`);
    const percents = Array.from({ length: years + 1 }, (_, i) => finance.macrs(given.number("cost", 1), years, i + 1));
    return given.has("year|period") ? percents[given.number("year|period") - 1] : percents;
  },
  moic: (given) => {
    if (given.has(flowNames)) return multiples(given).tvpi;
    const [realised, unrealised] = [given.total("realized|realised"), given.total("unrealized|unrealised")];
    return finance.moic({ invested: given.total("invested"), realised, unrealised });
  },
  dpi: (given) => multiples(given).dpi,
  rvpi: (given) => multiples(given).rvpi,
  tvpi: (given) => multiples(given).tvpi,
  yearFraction: (given) => {
    const [from = NaN, to = NaN] = given.has("dates")
      ? given.days("dates")
      : [given.day("start|from"), given.day("end|to")];
    return given.dayCount().yearFraction(from, to);
  },
  exceedance: (given) =>
    finance.exceedance(Float64Array.from(given.numbers("values|samples")), given.number("p|percent"), better(given))
      .value,
  ...debtAnswers,
  grossLeaseRevenue: (given) =>
    finance.grossLeaseRevenue({
      gpus: given.number("gpus"),
      pricePerGpuHour: given.number("pricePerGpuHour"),
      hoursPerYear: given.number("hoursPerYear"),
      occupancyFraction: given.number("occupancy"),
    }),
  impliedGpuHourPrice: (given) =>
    finance.impliedGpuHourPrice({
      monthlyFee: given.number("monthlyFee"),
      gpus: given.number("gpus"),
      hoursPerMonth: given.number("hoursPerMonth"),
    }),
};

function rootChoice(given: Inputs): finance.RootChoice {
  const policy = given.text("rootPolicy", "economic");
  switch (policy) {
    case "economic":
      return { policy };
    case "nearest-zero":
      return { policy: "nearest", guess: 0 };
    case "nearest-guess":
      return { policy: "nearest", guess: given.number("guess") };
    default:
      throw new TypeError(`no root policy ${policy}`);
  }
}

function datedFlows(given: Inputs): finance.DatedFlow[] {
  const [amounts, days] = [flows(given), given.days("dates")];
  if (amounts.length !== days.length) throw new TypeError(`${amounts.length} values on ${days.length} dates`);
  return days.map((day, i) => ({ day, amount: amounts[i] ?? NaN }));
}

function firstPeriod(given: Inputs): 0 | 1 {
  return given.number("firstPeriod", 0) === 1 ? 1 : 0;
}

function timing(given: Inputs): finance.Timing {
  const written = given.has("when|timing|type")
    ? String(given.all["when"] ?? given.all["timing"] ?? given.all["type"])
    : "end";
  if (written === "begin" || written === "1") return "begin";
  if (written === "end" || written === "0") return "end";
  throw new TypeError(`payments fall at the begin or the end of a period, not at ${written}`);
}

function futureValue(given: Inputs): [number, finance.Timing] {
  return [given.number("fv", 0), timing(given)];
}

function split(given: Inputs): [number, number, number, number] {
  return [given.number("rate"), given.number("per"), given.number("nper"), given.number("pv")];
}

function span(given: Inputs): [number, number, number, number, number] {
  return [given.number("rate"), given.number("nper"), given.number("pv"), given.number("start"), given.number("end")];
}

const flowNames = "values|amounts|flows|cashFlows|cashflows|cash";

function flows(given: Inputs): number[] {
  return given.numbers(flowNames);
}

function rootsOf({ roots, signChanges, norstrom, chosen }: finance.IrrRoots): Answer {
  return { roots, signChanges, norstrom, chosen };
}

/** Money that never comes back has no time to: JSON knows no infinity. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}

function asset(given: Inputs): [number, number, number] {
  return [given.number("cost"), given.number("salvage", 0), given.number("life")];
}

function multiples(given: Inputs): Record<"dpi" | "rvpi" | "tvpi", number> {
  const { paidIn, distributed } = given.has(flowNames)
    ? finance.paidInAndOut(flows(given))
    : {
        paidIn: Math.abs(given.total("paidIn|contributions|invested|calls")),
        distributed: given.has(distributionNames) ? given.total(distributionNames) : 0,
      };
  const residual = given.number("residual|nav|residualValue|unrealized|unrealised", 0);
  return {
    dpi: finance.dpi(paidIn, distributed),
    rvpi: finance.rvpi(paidIn, residual),
    tvpi: finance.tvpi(paidIn, distributed, residual),
  };
}

const distributionNames = "distributions|distributed|realized|realised";

function better(given: Inputs): finance.Better {
  return given.text("better", "higher") === "lower" ? "lower" : "higher";
}
