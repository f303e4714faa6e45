/** Products of activations (m x k) and weights (k x n). */
import { bytesPerWeight, peakOf, type Precision } from "../../accelerator.ts";
import { overlapped, type Law } from "./law.ts";

export interface GemmShape {
  precision: Precision;
  m: number;
  n: number;
  k: number;
}

export const gemmLaw: Law<GemmShape> = {
  axes: ["m", "n", "k"],
  place({ m, n, k }, point) {
    point[0] = m;
    point[1] = n;
    point[2] = k;
  },
  ideal(accelerator, { precision, m, n, k }) {
    return overlapped(
      (2 * m * n * k) / peakOf(accelerator, precision),
      (n * k * bytesPerWeight[precision] + m * k * bytesPerActivation(precision) + 2 * m * n) /
        accelerator.memoryBandwidth,
    );
  },
};

/** Bytes of an activation that enters a product; what leaves has 16 bit. */
export function bytesPerActivation(precision: Precision): number {
  switch (precision) {
    case "fp8":
    case "fp8-block":
      return 1;
    case "nvfp4":
      return bytesPerWeight.nvfp4;
    case "mxfp4":
    case "int4":
    case "bf16":
      return 2;
  }
}
