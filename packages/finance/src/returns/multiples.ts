/** Multiple on invested capital. */

/** What went in and what came or would come out, in one currency, all positive. */
export interface Investment {
  readonly invested: number;
  readonly realised: number;
  /** Value still held. */
  readonly unrealised: number;
}

/**
 * (realised + unrealised) / invested: a multiple, blind to time. NaN if nothing was invested.
 * @example moic({ invested: 100, realised: 60, unrealised: 90 }) // 1.5
 */
export function moic({ invested, realised, unrealised }: Investment): number {
  return invested > 0 ? (realised + unrealised) / invested : NaN;
}
