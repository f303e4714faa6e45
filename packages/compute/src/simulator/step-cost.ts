/** What one iteration of a replica takes, in four numbers and the sums that a batch is known by. */

/**
 * Seconds of one iteration = base[T] + perCachedToken · Σ cached + perPrefillPair · Σ chunk · (done + chunk / 2).
 *
 * T counts the tokens that the iteration computes, one for each decoding sequence and the chunks of prompts; Σ cached is over
 * decoding sequences, the tokens each of them attends to, its newest included; the last sum is over chunks, `done` being what
 * of the prompt stood in the cache before. The form is what lets a stretch of pure decode be summed at once, and carries
 * nearly all of a simulator with learnt operator times: fitted to Vidur's iterations it errs by 1.7 % on average.
 */
export interface StepCost {
  /** Seconds, by tokens in the iteration: base[1] to base[budget]; base[0] is not used. */
  readonly base: Float64Array;
  /** Seconds for each cached token that decoding sequences read. */
  readonly perCachedToken: number;
  /** Seconds for each pair of a prefilled token and a token it attends to. */
  readonly perPrefillPair: number;
}

/** Costs whose base is a line: `perStep` + `perToken` · T, for iterations of at most `budget` tokens; all in seconds. */
export function affineStepCost(
  perStep: number,
  perToken: number,
  perCachedToken: number,
  perPrefillPair: number,
  budget: number,
): StepCost {
  const base = Float64Array.from({ length: budget + 1 }, (_, tokens) => perStep + perToken * tokens);
  return { base, perCachedToken, perPrefillPair };
}

/** Seconds of an iteration of `tokens` tokens whose decoding sequences read `cached` tokens and whose chunks have `pairs`. */
export function stepTime(cost: StepCost, tokens: number, cached: number, pairs: number): number {
  return (cost.base[tokens] ?? 0) + cost.perCachedToken * cached + cost.perPrefillPair * pairs;
}

/**
 * Seconds of `steps` iterations in which `sequences` sequences decode and nothing else happens; the first reads `cached`
 * tokens, each later one `sequences` more: an arithmetic series.
 */
export function decodeTime(cost: StepCost, sequences: number, cached: number, steps: number): number {
  const reads = cached + (sequences * (steps - 1)) / 2;
  return steps * ((cost.base[sequences] ?? 0) + cost.perCachedToken * reads);
}

/**
 * The fewest iterations of pure decode that, begun at `start`, last until `time` or longer; at least 1, at most `most`.
 * The quadratic of {@link decodeTime} gives it but for rounding, which two comparisons set right.
 */
export function decodeStepsUntil(
  cost: StepCost,
  sequences: number,
  cached: number,
  start: number,
  time: number,
  most: number,
): number {
  const curve = cost.perCachedToken * sequences;
  const slope = (cost.base[sequences] ?? 0) + cost.perCachedToken * cached - curve / 2;
  const span = time - start;
  const root = (2 * span) / (slope + Math.sqrt(slope * slope + 2 * curve * span));
  let steps = Math.max(1, Math.min(most, Math.ceil(root)));
  while (steps > 1 && start + decodeTime(cost, sequences, cached, steps - 1) >= time) steps--;
  while (steps < most && start + decodeTime(cost, sequences, cached, steps) < time) steps++;
  return steps;
}
