/** Shares that add up to one, as they are printed. */

/**
 * Tenths of per cent that add up to 100 exactly, none more than a tenth from its share: those cut off most are rounded up first
 * (largest remainder).
 * @param shares of a whole, at least 0, their sum 1
 */
export function percentagesOf(shares: readonly number[]): number[] {
  const tenths = shares.map((share) => Math.floor(1000 * share));
  const missing = 1000 - tenths.reduce((sum, value) => sum + value, 0);
  const cut = (i: number): number => 1000 * (shares[i] ?? 0) - (tenths[i] ?? 0);
  const up = new Set([...shares.keys()].sort((a, b) => cut(b) - cut(a)).slice(0, missing));
  return tenths.map((value, i) => (value + (up.has(i) ? 1 : 0)) / 10);
}
