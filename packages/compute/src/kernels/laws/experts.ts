/** The grouped products of an expert layer (gate, up and down) on the GPU whose experts are asked the most. */
import { power } from "@underwatt/engine";
import { bytesPerWeight, peakOf, type Precision } from "../../accelerator.ts";
import { bytesPerActivation } from "./gemm.ts";
import { overlapped, type Law } from "./law.ts";

export interface ExpertShape {
  precision: Precision;
  /** Tokens that enter the layer, those of all data-parallel ranks together. */
  tokens: number;
  hidden: number;
  /** Width of one expert, before it is cut by `tp`. */
  intermediate: number;
  /** Experts a token is sent to. */
  active: number;
  /** Experts of the layer. */
  count: number;
  /** GPUs that share each expert. */
  tp: number;
  /** Groups of GPUs that the experts are dealt to. */
  ep: number;
}

export const expertLaw: Law<ExpertShape> = {
  axes: ["tokensPerExpert", "expertsPerGpu", "weightsPerExpert", "ep"],
  place({ tokens, hidden, intermediate, active, count, tp, ep }, point) {
    point[0] = (tokens * active) / count;
    point[1] = count / ep;
    point[2] = (hidden * intermediate) / tp;
    point[3] = ep;
  },
  ideal(accelerator, { precision, tokens, hidden, intermediate, active, count, tp, ep }) {
    const weights = (3 * hidden * intermediate) / tp;
    // Routed evenly, as if each token drew its experts at random.
    const asked = (count / ep) * (1 - power(1 - active / count, tokens));
    const visits = (tokens * active) / ep;
    const activation = hidden * (bytesPerActivation(precision) + 2) + (intermediate / tp) * (2 + 2);
    return overlapped(
      (2 * visits * weights) / peakOf(accelerator, precision),
      (asked * weights * bytesPerWeight[precision] + visits * activation) / accelerator.memoryBandwidth,
    );
  },
};
