/** What a request may expect of a replica, and what it costs there: rough sums that a router can do for each request. */
import type { Replica } from "../replica.ts";
import type { ReplicaPool } from "../scenario.ts";
import type { Sequence } from "../sequence.ts";
import { stepTime } from "../step-cost.ts";

/**
 * Seconds to the first token: all prompts in line before its own, in full iterations beside the decodes of now. Infinite
 * where the batch has no place, since nobody knows when one falls free.
 */
export function expectedFirstToken(replica: Replica, { input }: Sequence): number {
  const { budget, batchCap, cost, decodes, partial } = replica;
  const room = budget - decodes.count;
  if (replica.outstanding >= batchCap || room <= 0) return Infinity;
  const begun = partial === undefined ? 0 : partial.context - partial.prefilled;
  const iterations = (replica.waitingTokens + begun + input) / room;
  return iterations * stepTime(cost, budget, decodes.cached, 0) + (cost.perPrefillPair * input * input) / 2;
}

/** Seconds for each token after the first, beside the decodes of now and no prompts. */
export function expectedTokenTime({ cost, decodes }: Replica, { input, output }: Sequence): number {
  return stepTime(cost, decodes.count + 1, decodes.cached + input + output / 2, 0);
}

/**
 * The part of a replica's time that a request takes when its batch is full, in replica-hours times the price of one: a share
 * of full iterations for each of its tokens, and its own attention.
 */
export function costOf({ cost, budget, batchCap, price = 1 }: ReplicaPool, { input, output }: Sequence): number {
  const prefill = (input * stepTime(cost, budget, 0, 0)) / budget + (cost.perPrefillPair * input * input) / 2;
  const decode = (output * stepTime(cost, batchCap, 0, 0)) / batchCap;
  const reads = cost.perCachedToken * output * (input + output / 2);
  return (price * (prefill + decode + reads)) / 3600;
}
