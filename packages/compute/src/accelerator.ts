/** An accelerator as the performance models see it: SI numbers of one device. The catalogue's files are its source. */

/** Formats of weights and arithmetic. `fp8-block`: one scale a 128 x 128 block; `int4` and `mxfp4` multiply in 16 bit on chips without them. */
export const precisions = ["bf16", "fp8", "fp8-block", "nvfp4", "mxfp4", "int4"] as const;
export type Precision = (typeof precisions)[number];

/** Bytes of one weight, scales included: NVFP4 one 8-bit scale per 16, MXFP4 one per 32, INT4 one 16-bit per 32 or more. */
export const bytesPerWeight: Readonly<Record<Precision, number>> = {
  bf16: 2,
  fp8: 1,
  "fp8-block": 1,
  nvfp4: 0.5625,
  mxfp4: 0.53125,
  int4: 0.53125,
};

export interface Accelerator {
  /** Name in the catalogue, such as nvidia-h100-sxm. */
  readonly name: string;
  /** Bytes. */
  readonly memory: number;
  /** Bytes a second. */
  readonly memoryBandwidth: number;
  /** Dense peak, FLOP/s. Without a figure the format runs at the next wider one's rate. */
  readonly peak: { readonly bf16: number; readonly fp8?: number | undefined; readonly fp4?: number | undefined };
  readonly scaleUp: {
    /** Accelerators that share the fast fabric. */
    readonly domain: number;
    /** Bytes a second in each direction, per accelerator. */
    readonly bandwidth: number;
  };
  /** The network between domains. Without it workers stay within one domain. */
  readonly scaleOut?:
    | {
        /** Bytes a second in each direction, per accelerator. */
        readonly bandwidth: number;
      }
    | undefined;
  /** Board power, watts, where it is published. It limits what long matrix products sustain. */
  readonly power?: number | undefined;
}

/** Dense peak of arithmetic with weights of a format, FLOP/s. */
export function peakOf({ peak }: Accelerator, precision: Precision): number {
  const fp8 = peak.fp8 ?? peak.bf16;
  switch (precision) {
    case "bf16":
    case "int4":
      return peak.bf16;
    case "fp8":
    case "fp8-block":
      return fp8;
    case "nvfp4":
      return peak.fp4 ?? peak.bf16;
    // 4-bit weights, 8-bit activations where the tensor cores take them; elsewhere both are widened to 16 bit.
    case "mxfp4":
      return peak.fp4 === undefined ? peak.bf16 : fp8;
  }
}

/** Vendors' gigabytes of HBM are 2^30 bytes: an "80 GB" H100 reports 81,559 MiB, a "141 GB" H200 143,771 MiB. */
const bytesPerQuotedByte = 2 ** 30 / 1e9;

/** Bytes that an accelerator really has, for the memory that is printed. */
export function realMemory({ memory }: Pick<Accelerator, "memory">): number {
  return memory * bytesPerQuotedByte;
}
