/** The dimension of a unit: powers of base quantities such as time, mass, USD or GPU. */

/** Power by base quantity; absent means zero. Frozen, never holds a zero. */
export type Dimension = Readonly<Record<string, number>>;

export const dimensionless: Dimension = Object.freeze({});

/** `left * right^power`. */
export function combine(left: Dimension, right: Dimension, power = 1): Dimension {
  const result: Record<string, number> = { ...left };
  for (const [base, exponent] of Object.entries(right)) {
    const sum = (result[base] ?? 0) + exponent * power;
    if (Math.abs(sum) < 1e-12) delete result[base];
    else result[base] = sum;
  }
  return Object.freeze(result);
}

export function sameDimension(left: Dimension, right: Dimension): boolean {
  const bases = Object.keys(left);
  return bases.length === Object.keys(right).length && bases.every((base) => left[base] === right[base]);
}

export function isDimensionless(dimension: Dimension): boolean {
  return Object.keys(dimension).length === 0;
}
