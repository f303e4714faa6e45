/** The step-time model as the simulator takes it: seconds of an iteration by its tokens, its cached tokens and its prefilled pairs. */
import { log } from "@underwatt/engine";
import type { KernelTimes } from "../kernels/index.ts";
import type { StepCost } from "../simulator/step-cost.ts";
import type { Constants } from "./constants.ts";
import type { Deployment } from "./deployment.ts";
import { classes } from "./pass-table.ts";
import { timedTwice, timesOf } from "./pass-table.ts";
import { addedByPrompt, decodeStep, prefillPass } from "./step.ts";
import type { Pass } from "./operators.ts";

/** Below the first, the tokens of an iteration are taken to decode; above the second, to prefill; between, by the logarithm. */
const decodesBelow = 256;
const prefillsAbove = 512;
/** Contexts between which the slope of decode attention is taken, and the prompt at which that of prefill attention is. */
const shortContext = 512;
const longContext = 4096;
const prompt = 2048;
/** Sequences at which the slope is taken. */
const batch = 32;

/**
 * Costs of one worker's iterations of at most `budget` tokens, over all its attention ranks. Attention is taken as linear in cached
 * tokens and in pairs, which it is but for the smallest batches; a stretch of pure decode can then be summed at once.
 */
export function iterationCost(
  deployment: Deployment,
  kernels: KernelTimes,
  constants: Constants,
  budget: number,
): StepCost {
  const { workers } = deployment;
  const ranks = workers.layout.attentionDp;
  const operators = timedTwice(deployment, workers, kernels);
  const at = (pass: Partial<Pass>): Float64Array =>
    timesOf(operators, { decoding: 0, cached: 0, prefilling: 0, prefillingRanks: 0, ...pass });
  const step = (sequences: number, cached: number): number =>
    decodeStep(at({ decoding: sequences, cached }), constants, operators.measured, sequences);
  const attention = classes.indexOf("attention");
  const onlyAttention = (pass: Partial<Pass>): number => {
    const times = at(pass);
    for (let place = 0; place < times.length; place++) if (place % classes.length !== attention) times[place] = 0;
    return addedByPrompt(times, { ...constants, pass: 0 });
  };
  const perCachedToken =
    (step(batch, longContext) - step(batch, shortContext)) / (batch * (longContext - shortContext)) / ranks;
  const perPrefillPair = onlyAttention({ prefilling: prompt, prefillingRanks: 1 }) / (prompt * (prompt / 2)) / ranks;
  const withoutAttention = (pass: Partial<Pass>): Float64Array => {
    const times = at(pass);
    times[attention] = 0;
    times[attention + classes.length] = 0;
    return times;
  };
  const seconds = (tokens: number): number => {
    const own = tokens / ranks;
    const decode =
      decodeStep(withoutAttention({ decoding: own, cached: 1 }), constants, operators.measured, own) +
      Math.max(0, step(own, shortContext) - step(own, 1) - perCachedToken * tokens * (shortContext - 1));
    if (tokens <= decodesBelow) return decode;
    const prefill = prefillPass(
      withoutAttention({ prefilling: own, prefillingRanks: ranks }),
      constants,
      operators.measured,
    );
    if (tokens >= prefillsAbove) return prefill;
    const share = log(tokens / decodesBelow) / log(prefillsAbove / decodesBelow);
    return decode + share * (prefill - decode);
  };
  return { base: increasing(budget, seconds), perCachedToken, perPrefillPair };
}

/** A function at 1 to `budget`, computed at about a hundred places and straight between them; it never falls. */
function increasing(budget: number, of: (tokens: number) => number): Float64Array {
  const base = new Float64Array(budget + 1);
  let from = 1;
  base[1] = of(1);
  while (from < budget) {
    const to = Math.min(budget, Math.max(from + 1, Math.floor(from * 1.1)));
    const low = base[from] ?? 0;
    const high = Math.max(low, of(to));
    for (let tokens = from + 1; tokens <= to; tokens++)
      base[tokens] = low + ((high - low) * (tokens - from)) / (to - from);
    from = to;
  }
  return base;
}
