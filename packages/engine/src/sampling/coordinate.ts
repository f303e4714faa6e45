/**
 * Where an uncertain input's draws come from: a Sobol dimension, and an order of its points.
 *
 * By default both depend on the input's name and nothing else in the deal, so adding, removing or reordering inputs leaves
 * the draws of all others as they were. The order of its own is what makes that possible: two names may hash to one
 * dimension, and even two dimensions may begin with the same digits, yet inputs that visit their points in unrelated
 * orders are paired independently. The price is that only each input by itself is evenly spread, as in a Latin hypercube.
 *
 * Inputs listed as a net own the first dimensions in the order of the list and visit their points in one common order, so
 * that together they are evenly spread too; docs/decisions/004 has both measured.
 */
import { hash32 } from "./hash.ts";
import { DIMENSIONS } from "./joe-kuo.ts";

export interface Coordinate {
  readonly name: string;
  /** Sobol dimension, 0 to 1023. */
  readonly dimension: number;
  /** Whether its points come in the order that all of a net share. */
  readonly inNet: boolean;
}

const DIMENSION_SALT = 0x536f626f;

/** The most inputs one net can hold. */
export const largestNet = DIMENSIONS;

/** The coordinate of an input that is in no net. */
export function coordinateOf(name: string): Coordinate {
  return { name, dimension: hash32(name, DIMENSION_SALT) % DIMENSIONS, inNet: false };
}

/**
 * The coordinates of inputs, those listed in `net` on its dimensions.
 *
 * @param net names, most important first; those of no input leave their dimension unused
 * @throws RangeError if the net is larger than `largestNet` or names an input twice
 */
export function coordinatesOf(names: readonly string[], net: readonly string[] = []): Coordinate[] {
  if (net.length > largestNet) throw new RangeError(`a net holds at most ${largestNet} inputs, got ${net.length}`);
  const dimensions = new Map(net.map((name, dimension) => [name, dimension]));
  if (dimensions.size < net.length) throw new RangeError("a net names an input twice");
  return names.map((name) => {
    const dimension = dimensions.get(name);
    return dimension === undefined ? coordinateOf(name) : { name, dimension, inNet: true };
  });
}
