/** Internal rates of return over many samples, with those that have none. */

import { irr, type RootChoice } from "@underwatt/engine";
import { paidInAndOut } from "../returns/multiples.ts";
import { shareOf } from "./exceedance.ts";
import { figureOfEach, type SampledSeries } from "./sampled-series.ts";

/** What an investor's flows come to. A mean of rates is not among it: it is not the rate of the mean flows. */
export interface SampledReturns {
  /** Per month, for each sample; NaN where there is none. Rank them with `exceedance`. */
  readonly irr: Float64Array;
  /** Share of the samples without a rate, total losses among them. */
  readonly noIrr: number;
  /** Share of the samples that pay in and get nothing back. */
  readonly totalLoss: number;
}

/** The returns of each sample's flows, received positive. */
export function sampledReturns(flows: SampledSeries, choice: RootChoice = {}): SampledReturns {
  const rates = figureOfEach([flows], ([path = []]) => irr(path, choice));
  const lost = figureOfEach([flows], ([path = []]) => {
    const { paidIn, distributed } = paidInAndOut(path);
    return paidIn > 0 && distributed === 0 ? 1 : 0;
  });
  return { irr: rates, noIrr: shareOf(rates, Number.isNaN), totalLoss: shareOf(lost, (value) => value === 1) };
}
