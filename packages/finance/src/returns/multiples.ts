/** What money in came back as, blind to time. All amounts in one currency and positive. */

/** What went in and what came or would come out. */
export interface Investment {
  readonly invested: number;
  readonly realised: number;
  /** Value still held. */
  readonly unrealised: number;
}

/**
 * Multiple on invested capital, (realised + unrealised) / invested: of a deal. NaN if nothing was invested.
 * @example moic({ invested: 100, realised: 60, unrealised: 90 }) // 1.5
 */
export function moic({ invested, realised, unrealised }: Investment): number {
  return multiple(realised + unrealised, invested);
}

/** Distributions to paid-in capital: of an investor, what has come back already. NaN if nothing was paid in. */
export function dpi(paidIn: number, distributed: number): number {
  return multiple(distributed, paidIn);
}

/** Residual value to paid-in capital: what is still held. NaN if nothing was paid in. */
export function rvpi(paidIn: number, residual: number): number {
  return multiple(residual, paidIn);
}

/** Total value to paid-in capital: distributions and residual, so {@link dpi} and {@link rvpi} added up. */
export function tvpi(paidIn: number, distributed: number, residual: number): number {
  return multiple(distributed + residual, paidIn);
}

/** What was paid into and out of a series of flows, received positive. */
export function paidInAndOut(flows: ArrayLike<number>): { readonly paidIn: number; readonly distributed: number } {
  let [paidIn, distributed] = [0, 0];
  for (let t = 0; t < flows.length; t++) {
    const flow = flows[t] ?? NaN;
    paidIn += Math.max(0, -flow);
    distributed += Math.max(0, flow);
  }
  return { paidIn, distributed };
}

function multiple(out: number, paidIn: number): number {
  return paidIn > 0 ? out / paidIn : NaN;
}
