/** Two readings of the same months: weighted by chances, and along one drawn path. They share every formula, so that means agree. */
import type { Given } from "../component.ts";
import { sidesOf, survivalAfter, type Side } from "./exit.ts";
import { hasReclaim } from "./reclaim.ts";
import type { ShareUntil } from "./term.ts";

export interface Reading {
  /** Series by which a side has not left: a chance, or 0 and 1. */
  stays(side: Side): string;
  /** The same before the calendar's first month. */
  stayedBefore(given: Given, side: Side): string;
  /** Share of the block that the lessor has not taken back. */
  readonly block: string;
  /** Whether the contract is renewed at its end, if it lasts so long. */
  readonly renews: string;
  /** Whether it runs on at the end of a month. */
  readonly runs: string;
}

export const expected: Reading = {
  stays: ({ survival }) => survival,
  stayedBefore: survivalBefore,
  block: "block-left",
  renews: "renewal.chance",
  runs: "running",
};

export const drawn: Reading = {
  stays: ({ draw, survival }) => `if(${draw} < ${survival}, 1, 0)`,
  stayedBefore: (given, side) => `if(${side.draw} < ${survivalBefore(given, side)}, 1, 0)`,
  block: "drawn-block-left",
  renews: "renews",
  runs: "drawn-running",
};

function survivalBefore(given: Given, side: Side): string {
  return survivalAfter(given, side, `max(0, first(elapsed(${side.until})) / (1 month) - 1)`);
}

/**
 * A whole that grows with the day up to which it counts, such as fees: what is due whoever leaves, and the rest as far as the side
 * that could leave by then has not.
 * @param dueUntil the part that is due if a side leaves at the first chance
 */
export function weighted(given: Given, reading: Reading, whole: string, dueUntil: (side: Side) => string): string {
  const [first, second] = sidesOf(given);
  if (first === undefined) return whole;
  const [a, stays] = [dueUntil(first), reading.stays(first)];
  if (second === undefined) return `${a} + (${whole} - ${a}) * ${stays}`;
  const [b, others] = [dueUntil(second), reading.stays(second)];
  const later = `max(${a}, ${b})`;
  const between = `(${later} - ${a}) * ${stays} + (${later} - ${b}) * ${others}`;
  return `min(${a}, ${b}) + ${between} + (${whole} - ${later}) * ${stays} * ${others}`;
}

/** Such a share of each month, with the block that is left. */
export function weightedShare(given: Given, reading: Reading, until: ShareUntil): string {
  const share = weighted(given, reading, `(${until("ends")})`, (side) => `(${until(side.until)})`);
  return ofBlock(given, reading, share);
}

/** Of it, what falls to the block that is left. */
export function ofBlock(given: Given, { block }: Reading, whole: string): string {
  return hasReclaim(given) ? `(${whole}) * ${block}` : whole;
}

/** Chance that the contract runs on at the end of each month. */
export function running(given: Given, reading: Reading): string {
  const stays = sidesOf(given).map((side) => reading.stays(side));
  return [...stays, "(1 - if(step(ends - 1 day) > 0, 1, 0))"].join(" * ");
}

/** The same a month earlier. */
export function ranBefore(given: Given, reading: Reading): string {
  const before = sidesOf(given).map((side) => reading.stayedBefore(given, side));
  return `previous(${reading.runs}, ${before.length === 0 ? "1" : before.join(" * ")})`;
}
