/** A drawn path: on which day the contract ends, and what the lessor gets until then. */
import type { Given, Output, PartNames } from "../component.ts";
import { paidOutputs } from "./cash.ts";
import { hasHazard, sidesOf } from "./exit.ts";
import { drawnBlock, hasReclaim } from "./reclaim.ts";
import { drawnRenewal, hasRenewal } from "./renewal.ts";

/** Nothing unless something in the lease is left to chance. */
export function drawnOutputs(given: Given, tiers: PartNames): Output[] {
  if (!hasHazard(given) && !hasReclaim(given) && !hasRenewal(given)) return [];
  return [
    ...drawnSides(given),
    ...drawnBlock(given),
    ...drawnRenewal(given),
    ends(given),
    ...paidOutputs(given, tiers),
  ];
}

/** Each side leaves in the month in which its chance of staying falls to the number drawn: by the same survival as fees are weighted. */
function drawnSides(given: Given): Output[] {
  return sidesOf(given).map(({ draw }) => ({
    name: draw,
    formula: "uniform(0, 1)",
    meaning: "Chance that decides when the contract is left: in the first month in which the survival is no more",
  }));
}

/** On the first day of the month in which a side has left, or on the first day on which it could. */
function ends(given: Given): Output {
  const last = hasRenewal(given) ? "if(renews > 0, ends + renewal.months, ends)" : "ends";
  const left = sidesOf(given).map(({ draw, survival, until }) => {
    const day = `max(date-when(${survival} <= ${draw}), ${until})`;
    return `if(min(${survival}) <= ${draw} and ${day} < ends, ${day}, ${last})`;
  });
  return {
    name: "exits",
    formula: left.length === 0 ? last : `min(${[...left, last].join(", ")})`,
    meaning: "Day on which the contract ends, on a drawn path",
  };
}
