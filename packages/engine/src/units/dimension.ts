/** The dimension of a unit: powers of base quantities such as time, mass, USD or GPU. */

/** Power by base quantity; absent means zero. Frozen, never holds a zero. */
export type Dimension = Readonly<Record<string, number>>;

export const dimensionless: Dimension = Object.freeze({});

/** `left * right^power`. */
export function combine(left: Dimension, right: Dimension, power = 1): Dimension {
  const powers = new Map(Object.entries(left));
  for (const [base, exponent] of Object.entries(right)) {
    const sum = tidyPower((powers.get(base) ?? 0) + exponent * power);
    if (sum === 0) powers.delete(base);
    else powers.set(base, sum);
  }
  return Object.freeze(Object.fromEntries(powers));
}

export function sameDimension(left: Dimension, right: Dimension): boolean {
  if (left === right) return true;
  const bases = Object.keys(left);
  return bases.length === Object.keys(right).length && bases.every((base) => left[base] === right[base]);
}

export function isDimensionless(dimension: Dimension): boolean {
  return Object.keys(dimension).length === 0;
}

/** A power free of rounding, so that 0.1 + 0.2 is 0.3 and three cube roots make the whole: fractions over 5040 = 7!. */
export function tidyPower(power: number): number {
  const tidy = Math.round(power * 5040) / 5040;
  return Math.abs(tidy - power) < 1e-9 ? tidy : power;
}
