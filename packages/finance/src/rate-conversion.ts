/** Nominal and effective yearly rates, as fractions. A nominal rate over twelve is not the monthly root of an effective one. */

/**
 * Effective yearly rate of a nominal one compounded `periods` times a year: (1 + nominal / periods)^periods - 1.
 * @example effect(0.1, 4) // 0.10381289
 */
export function effect(nominalRate: number, periods: number): number {
  return Math.expm1(periods * Math.log1p(nominalRate / periods));
}

/** Nominal yearly rate whose compounding `periods` times a year yields the effective one: the inverse of {@link effect}. */
export function nominal(effectiveRate: number, periods: number): number {
  return periods * Math.expm1(Math.log1p(effectiveRate) / periods);
}
