/** Keep or lease: what an accelerator-hour of a fleet earns in its owner's training, in its owner's serving, and let to somebody. */
import type { Component, Given, Output } from "./component.ts";

/** Ways to use a fleet, of which at least two are given. */
const uses = [
  ["training", "train on it"],
  ["serving", "serve on it"],
  ["lease", "let it"],
] as const;

export const keepOrLease: Component = {
  kind: "keep-or-lease",
  meaning: "The best use of a fleet: the owner's training, the owner's serving, or a lease",
  parameters: [
    { name: "fleet", unit: "text", names: "fleets", required: true, meaning: "Fleet to be used" },
    {
      name: "training",
      unit: "$/GPU/h",
      meaning: "Worth of an accelerator-hour in the owner's training, such as `workloads.NAME.value-per-gpu-hour`",
    },
    {
      name: "serving",
      unit: "$/GPU/h",
      meaning: "What an accelerator-hour earns in the owner's serving, such as `workloads.NAME.revenue-per-gpu-hour`",
    },
    { name: "lease", unit: "$/GPU/h", meaning: "Rent of an accelerator-hour, such as `contracts.NAME.rate`" },
    {
      name: "only.training",
      unit: "$/GPU/h",
      default: "0 $/GPU/h",
      meaning: "Cost of an accelerator-hour that only training bears; what all uses bear is left out",
    },
    {
      name: "only.serving",
      unit: "$/GPU/h",
      default: "0 $/GPU/h",
      meaning: "Cost of an accelerator-hour that only serving bears",
    },
    {
      name: "only.lease",
      unit: "$/GPU/h",
      default: "0 $/GPU/h",
      meaning: "Cost of an accelerator-hour that only the lease bears, such as what the lessor provides",
    },
    {
      name: "migration.cost",
      unit: "$/GPU",
      default: "0 $/GPU",
      least: 0,
      meaning: "Cost of moving the owner's work off the fleet, per accelerator: copying, idle weeks, delay",
    },
    {
      name: "migration.over",
      unit: "month",
      default: "36 month",
      least: 1,
      meaning: "Time over which a move must earn its cost, such as the firm term of the lease",
    },
  ],
  check(given) {
    if (usesIn(given).length >= 2) return undefined;
    return {
      message: "there is nothing to choose between",
      expected: "at least two of `training:`, `serving:` and `lease:`",
    };
  },
  expand(given) {
    const named = usesIn(given);
    const own = named.filter((use) => use !== "lease");
    return [
      {
        name: "migration-per-hour",
        formula: "migration.cost / migration.over in $/GPU/h",
        meaning: "Cost of moving out, per accelerator-hour",
      },
      ...named.map((use): Output => ({
        name: `net.${use}`,
        formula: `${use} - only.${use}${use === "lease" ? " - migration-per-hour" : ""} in $/GPU/h`,
        meaning: `Net worth of an accelerator-hour, to ${uses.find(([name]) => name === use)?.[1] ?? use}`,
      })),
      { name: "best", formula: greatest(named), meaning: "Net worth of an accelerator-hour in its best use" },
      // Of equals the first is best, so that the chances add up to 1.
      ...named.map((use, index): Output => ({
        name: `is-best.${use}`,
        formula: named
          .filter((other) => other !== use)
          .map((other) => `net.${use} ${named.indexOf(other) < index ? ">" : ">="} net.${other}`)
          .join(" and "),
        meaning: `Whether it is best to ${uses.find(([name]) => name === use)?.[1] ?? use}`,
      })),
      ...(named.includes("lease")
        ? [
            {
              name: "break-even-rent",
              formula: `${greatest(own)} + only.lease + migration-per-hour in $/GPU/h`,
              meaning: "Rent from which on letting is best",
            },
            { name: "margin", formula: "lease - break-even-rent in $/GPU/h", meaning: "Rent above that" },
            {
              name: "gain",
              formula: `margin * fleets.${given.get("fleet")}.gpus in $/yr`,
              meaning: "What letting the whole fleet earns over its owner's best use, in a year",
            },
          ]
        : []),
    ];
  },
  limits: [
    "An accelerator-hour has one worth in each use, whatever share of the fleet it is: no decreasing returns, no mix of uses.",
    "What an owner gives up in time to market is not counted, unless the worth of training or the cost of moving says so.",
  ],
};

function usesIn(given: Given): string[] {
  return uses.map(([name]) => name).filter((name) => given.has(name));
}

function greatest(named: readonly string[]): string {
  const nets = named.map((use) => `net.${use}`);
  return nets.length === 1 ? (nets[0] ?? "") : `max(${nets.join(", ")})`;
}
