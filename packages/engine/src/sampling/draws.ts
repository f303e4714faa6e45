/**
 * The uniform draws behind every uncertain input: each a function of the plan, the input's name and the sample number
 * alone, so that any block of samples can be drawn anywhere in any order. This is their definition; `draw-machine.ts` makes
 * the same draws of the default method faster.
 */
import type { Coordinate } from "./coordinate.ts";
import { hash32, mix32 } from "./hash.ts";
import { permuted } from "./latin-hypercube.ts";
import { owenScramble } from "./owen.ts";
import { directionNumbers, sobolBits } from "./sobol.ts";

/**
 * `sobol`: randomised Sobol points. `latin-hypercube`: each input by itself one draw in each of n strata, n the points of a
 * replicate, so that these draws also depend on the plan's number of samples. `monte-carlo`: independent draws. The
 * last two are there to compare with, and have no use for a net.
 */
export type DrawMethod = "sobol" | "latin-hypercube" | "monte-carlo";

/**
 * How a run samples. Sample i is point ⌊i / replicates⌋ of replicate i mod replicates; the replicates are randomised
 * independently, so their spread tells the error. A power of two of samples in each keeps the points even.
 */
export interface DrawPlan {
  /** Any integer a double holds exactly. */
  readonly seed: number;
  readonly samples: number;
  readonly replicates: number;
  /** `sobol` unless said otherwise. */
  readonly method?: DrawMethod;
  /** Inputs that share one net, most important first; see `coordinatesOf`. */
  readonly net?: readonly string[];
}

/** Seeds of one replicate of an input. */
export interface Seeds {
  /** Of the order in which the points are visited. */
  readonly order: number;
  /** Of the points' digits. */
  readonly digits: number;
}

/** Chosen for no input to have it. */
const netName = "\0net";

/** The seeds of a replicate; all inputs of a net share the order. */
export function seedsOf(seed: number, { name, inNet }: Coordinate, replicate: number): Seeds {
  const own = mix32(streamSeed(seed, name), replicate);
  const order = inNet ? mix32(streamSeed(seed, netName), replicate) : own;
  return { order: mix32(order, 1), digits: mix32(own, 0) };
}

/**
 * Fills `out` with the draws of `coordinate` for the samples from number `from` on: odd multiples of 2^-33, so each
 * strictly between 0 and 1.
 *
 * @example fillUniforms({ seed: 1, samples: 4096, replicates: 8 }, coordinate, 0, new Float64Array(4096))
 */
export function fillUniforms(plan: DrawPlan, coordinate: Coordinate, from: number, out: Float64Array): void {
  const { seed, samples, replicates, method = "sobol" } = plan;
  for (let first = 0; first < Math.min(replicates, out.length); first++) {
    const replicate = (from + first) % replicates;
    // Only a net's points may come in one order: strata in one order would tie the inputs.
    const seeds = seedsOf(seed, method === "sobol" ? coordinate : { ...coordinate, inNet: false }, replicate);
    const bitsOf =
      method === "sobol"
        ? sobolDraw(coordinate, seeds)
        : method === "latin-hypercube"
          ? latinDraw(seeds, Math.max(1, Math.ceil((samples - replicate) / replicates)))
          : plainDraw(seeds);
    for (let i = first, point = Math.floor((from + first) / replicates); i < out.length; i += replicates, point++)
      out[i] = (bitsOf(point) + 0.5) / 2 ** 32;
  }
}

/** A draw of 32 bits by the number of its point. */
type Draw = (point: number) => number;

function sobolDraw({ dimension }: Coordinate, { order, digits }: Seeds): Draw {
  const directions = directionNumbers(dimension);
  return (point) => owenScramble(sobolBits(directions, owenScramble(point, order)), digits);
}

/** Points beyond the planned ones begin anew. */
function latinDraw({ order, digits }: Seeds, count: number): Draw {
  return (point) => {
    const stratum = permuted(point % count, count, order);
    // With millions of strata the last draw would round up to 1.
    return Math.min(Math.floor(((stratum + mix32(digits, point) / 2 ** 32) / count) * 2 ** 32), 2 ** 32 - 1);
  };
}

/** Two rounds, so that no structure of the sample numbers shows. */
function plainDraw({ order, digits }: Seeds): Draw {
  return (point) => mix32(mix32(digits, point), order);
}

/** A seed may need more than 32 bits; both halves count. */
function streamSeed(seed: number, name: string): number {
  return hash32(name, mix32(mix32(0, seed % 2 ** 32), Math.floor(seed / 2 ** 32)));
}
