/** The bill of a month: what all clauses that turn time into money have in common. */
import type { Given, PartNames } from "../component.ts";
import { escalates } from "./price.ts";

/** Dollars of a share of a month's fee, by billing and at the price of the month, before service credits. */
export function grossBill(given: Given, share: string): string {
  return `monthly-fee * (1 month) * ${share} * billed-share${escalates(given) ? " * price-index" : ""}`;
}

/** The same after service credits. */
export function bill(given: Given, tiers: PartNames, share: string): string {
  return `${grossBill(given, share)}${hasCredits(tiers) ? " * (1 - credit-share)" : ""} in $`;
}

/** Whether service credits reduce bills. Tiers without an uptime are a mistake, said by the formula that lacks it. */
export function hasCredits(tiers: PartNames): boolean {
  return tiers.length > 0;
}
