/**
 * Charges of a lease if nobody leaves. The take-or-pay part of each month's fee is bought, and used or left idle; use beyond it is
 * billed as it comes; a prepayment buys hours ahead. An hour of the contract is one at its price: 730 of a month's fee, and fewer
 * in a ramp in which less of it is due.
 */
import { committedUnit, type Charge, type Priced, type Service } from "./charge.ts";
import type { ContractFigures } from "./contract-figures.ts";
import { monthOf, partOfMonth, wholeMonth } from "./months.ts";

const secondsOfHour = 3600;
const hoursOfMonth = 730;

const block: Service = { name: "Accelerator lease", category: "Compute", subcategory: "Other (Compute)" };
const energy: Service = { name: "Energy passed through", category: "Other", subcategory: "Other (Other)" };

/** What is paid of a month's fee and by whom: all in hours of the contract. */
interface Bill {
  /** Part of the month in which the lease runs. */
  readonly period: readonly [from: number, until: number];
  readonly price: number;
  /** Take-or-pay: used, and idle. */
  readonly used: number;
  readonly idle: number;
  /** Beyond it: paid with the month's bill, and made up from idle hours paid earlier. */
  readonly beyond: number;
  readonly madeUp: number;
  /** Paid by the prepayment: of take-or-pay, and of what is beyond. */
  readonly prepaid: number;
  readonly prepaidBeyond: number;
  /** Service credits, in money. */
  readonly credit: number;
}

/** @param currency of the deal, the unit in which energy is counted */
export function leaseCharges(figures: ContractFigures, currency: string): Charge[] {
  const months = Array.from({ length: figures.starts.length - 1 }, (_, month) => month);
  const bills = months.map((month) => billOf(figures, month));
  const charges = bills.flatMap((bill, month) => (bill === undefined ? [] : chargesOf(bill, month)));
  const advance = figures.has("prepayment.amount") ? prepaymentCharges(figures, bills) : [];
  const passedThrough = figures.has("energy.cost")
    ? months.flatMap((month) => energyCharges(figures, month, currency))
    : [];
  // Stable: of a month, what is paid in advance comes first.
  return [...advance, ...charges, ...passedThrough].sort((left, right) => left.month - right.month);
}

function termOf(figures: ContractFigures): readonly [from: number, until: number] {
  return [figures.one("term.from"), figures.one("ends")];
}

function billOf(figures: ContractFigures, month: number): Bill | undefined {
  const of = (name: string, absent?: number): number =>
    absent !== undefined && !figures.has(name) ? absent : figures.inMonth(name, month);
  const period = partOfMonth(figures.starts, month, termOf(figures));
  const share = period === undefined ? 0 : of("fee-share");
  if (period === undefined || share <= 0) return undefined;
  const hours = of("gpus") * hoursOfMonth * share;
  const price = of("rate") * secondsOfHour * of("price-index", 1);
  const used = of("billing.used");
  const committed = of("billing.take_or_pay");
  const madeUp = of("made-up-share", 0);
  const beyond = Math.max(0, Math.max(used - committed, 0) - madeUp);
  const prepaid = price > 0 ? of("prepayment-credits", 0) / price : 0;
  const [ofCommitted, rest] = take(prepaid, committed * hours);
  const [ofBeyond] = take(rest, beyond * hours);
  return {
    period,
    price,
    used: Math.min(used, committed) * hours,
    idle: Math.max(committed - used, 0) * hours,
    beyond: beyond * hours,
    madeUp: madeUp * hours,
    prepaid: ofCommitted,
    prepaidBeyond: ofBeyond,
    credit: of("service-credits", 0),
  };
}

/** What an amount takes of another, and what is left of it; digits that only rounding leaves are nothing. */
function take(amount: number, of: number): readonly [taken: number, rest: number] {
  const dust = 1e-9 * of;
  if (amount >= of - dust) return [of, amount <= of + dust ? 0 : amount - of];
  return [amount, 0];
}

function chargesOf(bill: Bill, month: number): Charge[] {
  const { price, used, idle, beyond, madeUp, prepaid, prepaidBeyond, credit } = bill;
  const [from, until] = bill.period;
  const all = { month, from, until, service: block };
  const usage = { ...all, category: "Usage", frequency: "Usage-Based" } as const;
  const hours = (quantity: number, category: Priced["category"], unitPrice = price): Priced => ({
    sku: "gpu-hours",
    meter: "GPU hours",
    category,
    quantity,
    unit: committedUnit,
    unitPrice,
  });
  const paid = used + idle - prepaid;
  const ofCommitted = (quantity: number, status: "Used" | "Unused", description: string): Charge => {
    const effective = quantity * price;
    return {
      ...usage,
      description,
      billed: 0,
      effective,
      priced: hours(quantity, "Committed"),
      ...(status === "Used" ? { consumed: quantity } : {}),
      committed: { quantity, status },
    };
  };
  const applied = (charge: Charge): Charge => ({
    ...charge,
    applied: { cost: charge.effective, quantity: charge.committed?.quantity ?? 0, unit: committedUnit },
  });
  const charges: (Charge | false)[] = [
    paid > 0 && {
      ...all,
      category: "Purchase",
      frequency: "Recurring",
      description: `Take-or-pay part of the month's fee${prepaid > 0 ? ", less what was prepaid" : ""}`,
      billed: paid * price,
      effective: 0,
      priced: hours(paid, "Standard"),
      committed: { quantity: paid },
    },
    used > 0 && applied(ofCommitted(used, "Used", "Hours used, of those committed to")),
    idle > 0 && applied(ofCommitted(idle, "Unused", "Hours committed to and left idle")),
    prepaidBeyond > 0 && ofCommitted(prepaidBeyond, "Used", "Hours used beyond take-or-pay, prepaid"),
    beyond > prepaidBeyond && {
      ...usage,
      description: "Hours used beyond take-or-pay",
      billed: (beyond - prepaidBeyond) * price,
      effective: (beyond - prepaidBeyond) * price,
      priced: hours(beyond - prepaidBeyond, "Standard"),
      consumed: beyond - prepaidBeyond,
    },
    madeUp > 0 && {
      ...usage,
      description: "Hours used beyond take-or-pay, made up from idle ones paid earlier",
      billed: 0,
      effective: 0,
      priced: hours(madeUp, "Standard", 0),
      consumed: madeUp,
    },
    credit > 0 && {
      ...all,
      category: "Credit",
      frequency: "One-Time",
      description: "Service credits of the month",
      billed: -credit,
      effective: -credit,
    },
  ];
  return charges.filter((charge) => charge !== false);
}

/** The prepayment in the month in which it is paid, and what of it was not credited when the term ends, paid back. */
function prepaymentCharges(figures: ContractFigures, bills: readonly (Bill | undefined)[]): Charge[] {
  const { starts } = figures;
  const amount = figures.one("prepayment.amount");
  const [begins, ends] = termOf(figures);
  const paidIn = monthOf(starts, figures.has("prepayment.paid") ? figures.one("prepayment.paid") : begins);
  const endsIn = monthOf(starts, ends - 1);
  const hours = bills.reduce((sum, bill) => sum + (bill?.prepaid ?? 0) + (bill?.prepaidBeyond ?? 0), 0);
  const of = (month: number, billed: number, description: string): Charge => {
    const [from, until] = wholeMonth(starts, month);
    return {
      month,
      from,
      until,
      category: "Purchase",
      frequency: "One-Time",
      description,
      service: block,
      billed,
      effective: 0,
    };
  };
  const open = endsIn === undefined ? 0 : figures.inMonth("prepayment-open", endsIn);
  const left = endsIn === undefined ? 0 : open - figures.inMonth("prepayment-credits", endsIn);
  const back = left > 1e-9 * amount ? left : 0;
  // What is paid back in the month in which it was paid is no correction of an earlier bill.
  const paid = paidIn === endsIn ? amount - back : amount;
  const charges: Charge[] = [];
  if (paidIn !== undefined && paid > 0) {
    charges.push({
      ...of(paidIn, paid, "Prepayment of hours"),
      priced: {
        sku: "prepayment",
        meter: "Prepayment",
        category: "Standard",
        quantity: 1,
        unit: "Units",
        unitPrice: paid,
      },
      ...(hours > 0 ? { committed: { quantity: hours } } : {}),
    });
  }
  if (endsIn !== undefined && paidIn !== endsIn && back > 0) {
    charges.push({
      ...of(endsIn, -back, "Prepayment that was not credited, paid back"),
      corrects: true,
      ...(hours > 0 ? { committed: { quantity: null } } : {}),
    });
  }
  return charges;
}

/** Energy is counted in money: the contract passes on what it costs, one for one, and no meter is known. */
function energyCharges(figures: ContractFigures, month: number, currency: string): Charge[] {
  const period = partOfMonth(figures.starts, month, termOf(figures));
  if (period === undefined) return [];
  const [first, next] = wholeMonth(figures.starts, month);
  const time = (period[1] - period[0]) / (next - first);
  const share = figures.has("energy.passed_through") ? figures.inMonth("energy.passed_through", month) : 1;
  const cost = figures.inMonth("energy.cost", month) * share * time;
  if (cost <= 0) return [];
  return [
    {
      month,
      from: period[0],
      until: period[1],
      category: "Usage",
      frequency: "Usage-Based",
      description: "Energy, passed through at what it costs",
      service: energy,
      billed: cost,
      effective: cost,
      priced: { sku: "energy", meter: "Energy", category: "Other", quantity: cost, unit: currency, unitPrice: 1 },
      consumed: cost,
    },
  ];
}
