/** Energy that the lessee pays beside the fee. */
import type { Given } from "../component.ts";
import { hasClause, needs, orElse, type Clause } from "./clause.ts";
import { weightedShare, type Reading } from "./reading.ts";
import { timeUntil } from "./term.ts";

export const energy: Clause = {
  parameters: [
    {
      name: "energy.cost",
      unit: "$",
      series: true,
      least: 0,
      meaning: "What the energy of the block costs in each month, such as `contracts.NAME.bill`",
      evidence: "tariff or power purchase",
    },
    {
      name: "energy.passed_through",
      unit: "%",
      least: 0,
      most: 100,
      meaning: "Share of it that the lessee pays; all unless given. No value of the contract counts it",
      evidence: "contract",
    },
  ],
  check: needs("energy", ["cost"], "cost: contracts.power.bill, passed_through: 100 %"),
  outputs: () => [],
};

export function hasEnergy(given: Given): boolean {
  return hasClause(given, "energy");
}

/** What the lessee pays of it in each month in which the contract runs. */
export function energyCharge(given: Given, reading: Reading): string {
  const share = orElse(given, "energy.passed_through", "100 %");
  return `energy.cost * ${share} * (${weightedShare(given, reading, timeUntil)})`;
}
