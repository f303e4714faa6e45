/**
 * Charges of a capacity commitment if nobody leaves: what is used, as it is used; at the end of a commitment period what was not;
 * and a prepayment, which covers what falls due first. It commits to money, and all is counted in it.
 */
import type { Charge, Priced, Service } from "./charge.ts";
import type { ContractFigures } from "./contract-figures.ts";
import { monthOf, wholeMonth } from "./months.ts";

const capacity: Service = { name: "Committed capacity", category: "Compute", subcategory: "Other (Compute)" };

/** @param currency of the deal, the unit in which all is counted */
export function commitmentCharges(figures: ContractFigures, currency: string): Charge[] {
  return Array.from({ length: figures.starts.length - 1 }, (_, month) => chargesOf(figures, month, currency)).flat();
}

/** Money that must be taken or paid, as it accrues in each month. */
export function committedMoney(figures: ContractFigures): number[] {
  return Array.from({ length: figures.starts.length - 1 }, (_, month) => figures.inMonth("committed-due", month));
}

function chargesOf(figures: ContractFigures, month: number, currency: string): Charge[] {
  const [from, until] = wholeMonth(figures.starts, month);
  const all = { month, from, until, service: capacity };
  const of = (name: string): number => figures.inMonth(name, month);
  const used = of("used");
  const shortfall = of("shortfall");
  const prepaid = paidAhead(figures, month);
  // What is paid in the month is what falls due, and a prepayment, less what an earlier prepayment covers.
  const covered = Math.max(0, used + shortfall + prepaid - of("scheduled-cash"));
  const ofUsed = Math.min(covered, used);
  const priced = (sku: string, meter: string, quantity: number): Priced => ({
    sku,
    meter,
    category: "Standard",
    quantity,
    unit: currency,
    unitPrice: 1,
  });
  const charges: (Charge | false)[] = [
    prepaid > 0 && {
      ...all,
      category: "Purchase",
      frequency: "One-Time",
      description: "Prepayment, credited against what falls due first",
      billed: prepaid,
      effective: 0,
      priced: priced("prepayment", "Prepayment", prepaid),
    },
    used > 0 && {
      ...all,
      category: "Usage",
      frequency: "Usage-Based",
      description: "Capacity used, at the contract's price",
      billed: used - ofUsed,
      effective: used,
      priced: priced("capacity", "Capacity", used),
      consumed: used,
      applied: { cost: used, quantity: used, unit: currency },
    },
    shortfall > 0 && {
      ...all,
      category: "Adjustment",
      frequency: "One-Time",
      description: "Commitment of the period that was not used",
      billed: shortfall - (covered - ofUsed),
      effective: shortfall,
      applied: { cost: shortfall, quantity: shortfall, unit: currency },
    },
  ];
  return charges.filter((charge) => charge !== false);
}

function paidAhead(figures: ContractFigures, month: number): number {
  if (!figures.has("prepaid.amount")) return 0;
  return monthOf(figures.starts, figures.one("prepaid.on")) === month ? figures.one("prepaid.amount") : 0;
}
