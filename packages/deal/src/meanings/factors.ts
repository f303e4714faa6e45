/** The algebra of meanings: each is a product of basic ones, as a unit is of base units, so that a conversion needs every factor. */
import { aspectOf, type PriceFactor } from "./price-kind.ts";
import { meaningIds, meanings, type MeaningId } from "./table.ts";

/** Exponents of basic meanings and of what makes a price, none of them 0; empty for a plain number. */
export type Factors = ReadonlyMap<MeaningId | PriceFactor, number>;

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

/** The quotient of two. Two prices cancel where nothing that both state differs. */
export function divide(left: Factors, right: Factors): Factors {
  const quotient = multiply(left, right, -1);
  if (!isPrice(left) || !isPrice(right) || priceFactors(left).some((factor) => contradicts(right, factor)))
    return quotient;
  return new Map([...quotient].filter(([id]) => aspectOf(id) === undefined));
}

export function same(left: Factors, right: Factors): boolean {
  return divide(left, right).size === 0;
}

export function isPrice(given: Factors): boolean {
  return priceFactors(given).length > 0;
}

/** What is stated of the price in it. */
export function priceFactors(given: Factors): string[] {
  return [...given.keys()].filter((id) => aspectOf(id) !== undefined);
}

/** Whether the other states something else in the place of this part of a price. */
export function contradicts(other: Factors, factor: string): boolean {
  return priceFactors(other).some((its) => its !== factor && aspectOf(its) === aspectOf(factor));
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
