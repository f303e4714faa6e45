/** How a metalog with bounds maps its values to the whole line and back (Keelin 2016, section 4). */
import { exp, log } from "../numeric/elementary.ts";
import { demand } from "./distribution.ts";

/** Where values must stay; a missing bound is none. */
export interface MetalogBounds {
  readonly low?: number;
  readonly high?: number;
}

/** An increasing map between the values and the line, and what it does to the tails' moments. */
export interface MetalogScale {
  readonly support: readonly [number, number];
  toLine(value: number): number;
  fromLine(position: number): number;
  /** Moments of order k are infinite once k times the tail's slope reaches this; infinite for a harmless tail. */
  readonly lowerTailLimit: number;
  readonly upperTailLimit: number;
  /** What the mean is when it has no finite value. */
  readonly infiniteMean: number;
}

/** The scale for the given bounds: identity, log from one bound, or logit between two. */
export function metalogScale({ low, high }: MetalogBounds): MetalogScale {
  const harmless = { lowerTailLimit: Infinity, upperTailLimit: Infinity, infiniteMean: Number.NaN };
  for (const bound of [low ?? 0, high ?? 0])
    demand(Number.isFinite(bound), `metalog: a bound must be a finite number, got ${bound}`);
  if (low !== undefined && high !== undefined) {
    demand(low < high, `metalog: the lower bound must be below the upper, got ${low} and ${high}`);
    return {
      ...harmless,
      support: [low, high],
      toLine: (value) => log((value - low) / (high - value)),
      fromLine: (position) =>
        position < 0
          ? low + ((high - low) * exp(position)) / (1 + exp(position))
          : high - ((high - low) * exp(-position)) / (1 + exp(-position)),
    };
  }
  if (low !== undefined) {
    return {
      ...harmless,
      support: [low, Infinity],
      toLine: (value) => log(value - low),
      fromLine: (position) => low + exp(position),
      upperTailLimit: 1,
      infiniteMean: Infinity,
    };
  }
  if (high !== undefined) {
    return {
      ...harmless,
      support: [-Infinity, high],
      toLine: (value) => -log(high - value),
      fromLine: (position) => high - exp(-position),
      lowerTailLimit: 1,
      infiniteMean: -Infinity,
    };
  }
  return { ...harmless, support: [-Infinity, Infinity], toLine: (value) => value, fromLine: (position) => position };
}
