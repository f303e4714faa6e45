/**
 * Where an uncertain input's draws come from: a Sobol dimension, and an order of its points, both by its name.
 *
 * They depend on nothing else in the deal, so adding, removing or reordering inputs leaves the draws of all others as they
 * were. The order of its own is what makes that possible: two names may hash to one dimension, and even two dimensions may
 * begin with the same digits, yet inputs that visit their points in unrelated orders are paired independently. The price
 * is that only each input by itself is evenly spread, as in a Latin hypercube; docs/decisions/004 has it measured.
 */
import { hash32 } from "./hash.ts";
import { DIMENSIONS } from "./joe-kuo.ts";

export interface Coordinate {
  readonly name: string;
  /** Sobol dimension, 0 to 1023. */
  readonly dimension: number;
}

const DIMENSION_SALT = 0x536f626f;

export function coordinateOf(name: string): Coordinate {
  return { name, dimension: hash32(name, DIMENSION_SALT) % DIMENSIONS };
}
