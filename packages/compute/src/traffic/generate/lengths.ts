/** How long requests are: tokens of the prompt and of the answer. */
import { exp, log, log1p, normalQuantile } from "@underwatt/engine";
import type { Random } from "../random.ts";
import { demand } from "../traffic-error.ts";
import type { RequestColumns } from "../requests.ts";

/** More tokens than this in one request are taken for a mistake: 2^24. */
export const mostTokens = 2 ** 24;

/** One length by its quantile function: from a number above 0 and below 1 to a whole number of tokens, 1 to {@link mostTokens}. */
export type Length = (u: number) => number;

/** Both lengths of a request. */
export interface Lengths {
  /** Draws those of request `at` into the columns. */
  draw(random: Random, input: Int32Array, output: Int32Array, at: number): void;
}

/** Always `tokens`. */
export function fixedLength(tokens: number): Length {
  demandTokens("a fixed length", tokens);
  return () => tokens;
}

/** Any whole number from `least` to `most`, both included, equally often; benchmarks take `least` = r · `most`, rounded down. */
export function uniformLength(least: number, most: number): Length {
  demandTokens("the least of a uniform length", least);
  demandTokens("the most of a uniform length", most);
  demand(least <= most, `a uniform length goes from its least to its most, got ${least} to ${most}`);
  return (u) => least + Math.floor(u * (most - least + 1));
}

/**
 * Lognormal by mean and coefficient of variation (before rounding to whole tokens): cv² = exp(sigma²) - 1.
 *
 * @param most longer draws count as this many, as a service cuts what its context does not hold
 */
export function lognormalLength(mean: number, cv: number, most = mostTokens): Length {
  demand(
    mean > 0 && mean <= mostTokens,
    `the mean length must be above 0 and at most ${mostTokens} tokens, got ${mean}`,
  );
  demand(cv > 0 && cv <= 100, `the coefficient of variation of a length must be above 0 and at most 100, got ${cv}`);
  const variance = log1p(cv * cv);
  return lognormal(log(mean) - variance / 2, Math.sqrt(variance), most);
}

/**
 * Lognormal through two quantiles, each a share of requests and the tokens that this share does not exceed.
 *
 * @example lognormalLengthThrough([0.5, 1020], [0.9, 3000])
 */
export function lognormalLengthThrough(
  lower: readonly [share: number, tokens: number],
  upper: readonly [share: number, tokens: number],
  most = mostTokens,
): Length {
  for (const [share, tokens] of [lower, upper]) {
    demand(share > 0 && share < 1, `the share of a quantile must be above 0 and below 1, got ${share}`);
    demand(
      tokens > 0 && tokens <= mostTokens,
      `a quantile must be above 0 and at most ${mostTokens} tokens, got ${tokens}`,
    );
  }
  demand(
    lower[0] < upper[0] && lower[1] < upper[1],
    `of two quantiles the second must have the greater share and more tokens, got ${lower[0]}: ${lower[1]} and ${upper[0]}: ${upper[1]}`,
  );
  const scores = [normalQuantile(lower[0]), normalQuantile(upper[0])] as const;
  const sigma = log(upper[1] / lower[1]) / (scores[1] - scores[0]);
  return lognormal(log(lower[1]) - sigma * scores[0], sigma, most);
}

function lognormal(mu: number, sigma: number, most: number): Length {
  demandTokens("the most of a length", most);
  return (u) => Math.min(Math.max(Math.round(exp(mu + sigma * normalQuantile(u))), 1), most);
}

/** Prompt and answer each from its own distribution, unrelated. */
export function independentLengths(input: Length, output: Length): Lengths {
  return {
    draw(random, inputs, outputs, at) {
      inputs[at] = input(random.uniform());
      outputs[at] = output(random.uniform());
    },
  };
}

/** Pairs of prompt and answer as they stand in a trace, drawn with replacement: the relation between the two is kept. */
export function lengthsOf({ count, input, output }: RequestColumns): Lengths {
  demand(count > 0, "lengths cannot be drawn from a trace without requests");
  return {
    draw(random, inputs, outputs, at) {
      const row = random.below(count);
      inputs[at] = input[row] ?? 1;
      outputs[at] = output[row] ?? 1;
    },
  };
}

function demandTokens(what: string, tokens: number): void {
  demand(
    Number.isInteger(tokens) && tokens >= 1 && tokens <= mostTokens,
    `${what} must be a whole number of tokens from 1 to ${mostTokens}, got ${tokens}`,
  );
}
