/** The algebra of meanings: each is a product of basic ones, as a unit is of base units, so that a conversion needs every factor. */
import { meaningIds, meanings, type MeaningId } from "./table.ts";

/** Exponents of basic meanings, none of them 0; empty for a plain number. */
export type Factors = ReadonlyMap<MeaningId, number>;

export const plain: Factors = new Map();

/** The product of two, or with `sign` -1 the quotient. */
export function multiply(left: Factors, right: Factors, sign: 1 | -1 = 1): Factors {
  const product = new Map(left);
  for (const [id, exponent] of right) {
    const total = (product.get(id) ?? 0) + sign * exponent;
    if (total === 0) product.delete(id);
    else product.set(id, total);
  }
  return product;
}

export function same(left: Factors, right: Factors): boolean {
  return multiply(left, right, -1).size === 0;
}

const isMeaning = (id: string): id is MeaningId => id in meanings;

function basic(id: MeaningId): Factors {
  const parts = (meanings[id].factors ?? []).filter(isMeaning);
  if (parts.length === 0) return new Map([[id, 1]]);
  return parts.map(basic).reduce((product, part) => multiply(product, part), plain);
}

const factors: ReadonlyMap<MeaningId, Factors> = new Map(meaningIds.map((id) => [id, basic(id)]));

export function factorsOf(id: MeaningId): Factors {
  return factors.get(id) ?? plain;
}

/** The meaning that is exactly this product. */
export function named(wanted: Factors): MeaningId | undefined {
  return meaningIds.find((id) => same(factorsOf(id), wanted));
}

/** Whether it is a quantity that has a name, or several multiplied: an inverse or a plain number is none. */
export function isQuantity(given: Factors): boolean {
  return given.size > 0 && isProduct(given);
}

function isProduct(given: Factors): boolean {
  return [...given.values()].every((exponent) => exponent > 0);
}

/** A quantity as the fewest meanings that multiply to it, the most composed first. */
export function spelled(quantity: Factors): MeaningId[] {
  const byDepth = [...meaningIds].sort((left, right) => factorsOf(right).size - factorsOf(left).size);
  const found: MeaningId[] = [];
  let rest = quantity;
  while (isQuantity(rest)) {
    const next = byDepth.find((id) => isProduct(multiply(rest, factorsOf(id), -1)));
    if (next === undefined) break;
    found.push(next);
    rest = multiply(rest, factorsOf(next), -1);
  }
  return found;
}

/** What the one must be multiplied by to be the other; undefined when no product of meanings does. */
export function conversionOf(from: Factors, to: Factors): MeaningId[] | undefined {
  const missing = multiply(to, from, -1);
  return isQuantity(missing) ? spelled(missing) : undefined;
}
