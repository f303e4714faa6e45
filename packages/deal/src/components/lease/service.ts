/** Service credits: what the lessor gives back of a month's fee when it falls short of the uptime that it promised. */
import type { Component } from "../component.ts";
import { grossBill, hasCredits } from "./bill.ts";
import { orElse, type Clause } from "./clause.ts";

/** A step of the service level. */
export const tier: Component = {
  kind: "tier",
  meaning: "A tier of service credits",
  parameters: [
    {
      name: "below",
      unit: "%",
      required: true,
      least: 0,
      most: 100,
      meaning: "Uptime of a month below which it applies",
      evidence: "contract or published service level",
    },
    {
      name: "credit",
      unit: "%",
      required: true,
      least: 0,
      most: 100,
      meaning: "Share of the month's fee that is credited",
      evidence: "contract or published service level",
    },
  ],
  expand: () => [],
  limits: [],
};

export const service: Clause = {
  parameters: [
    {
      name: "service.uptime",
      unit: "%",
      series: true,
      least: 0,
      most: 100,
      meaning: "Uptime of a month, as the contract counts it; `tiers` say what it costs",
      evidence: "status page or operations",
    },
    {
      name: "service.claimed",
      unit: "%",
      least: 0,
      most: 100,
      meaning: "Share of the credits that the lessee claims in time; all unless given",
      evidence: "judgement",
    },
    {
      name: "service.cap",
      unit: "%",
      least: 0,
      most: 100,
      meaning: "Most that is credited of a month's fee",
      evidence: "contract or published service level",
    },
  ],
  outputs(given, tiers) {
    if (!hasCredits(tiers)) return [];
    const credits = tiers.map((name) => `if(service.uptime < tiers.${name}.below, tiers.${name}.credit, 0 %)`);
    const largest = `max(${["0 %", ...credits].join(", ")})`;
    const capped = given.has("service.cap") ? `min(${largest}, service.cap)` : largest;
    return [
      {
        name: "credit-share",
        formula: `${capped} * ${orElse(given, "service.claimed", "100 %")}`,
        meaning: "Share of a month's fee that is credited: of the tiers that apply, the largest credit",
      },
      {
        name: "service-credits",
        formula: `${grossBill(given, "fee-share")} * credit-share in $`,
        meaning: "Credits of each month if nobody leaves; fees are what is left",
      },
    ];
  },
};
