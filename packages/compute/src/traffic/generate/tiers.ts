/** Which tier a request belongs to, by shares. */
import type { Random } from "../random.ts";
import { demand } from "../traffic-error.ts";

/** Draws tiers 0, 1, ... in the given shares of requests, which add up to 1. */
export function tierDraw(shares: readonly number[]): (random: Random) => number {
  demand(shares.length >= 1 && shares.length <= 256, `there are 1 to 256 tiers, got ${shares.length} shares`);
  let total = 0;
  const limits = shares.map((share) => {
    demand(share >= 0 && share <= 1, `the share of a tier must be from 0 to 1, got ${share}`);
    return (total += share);
  });
  demand(Math.abs(total - 1) <= 1e-9, `the shares of the tiers must add up to 1, got ${total}`);
  const last = shares.findLastIndex((share) => share > 0);
  return (random) => {
    const u = random.uniform();
    const tier = limits.findIndex((limit) => u < limit);
    return tier === -1 ? last : tier;
  };
}
