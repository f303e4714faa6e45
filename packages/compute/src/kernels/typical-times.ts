/**
 * Kernel times as well-tuned engines have them, without a table: ideal times over usual efficiencies, and a launch. They stand
 * beside measured tables because a table may have timed another kernel than an engine runs, or routing that a workload does
 * not have; how far each class is to be believed is fitted.
 */
import { log } from "@underwatt/engine";
import type { Accelerator } from "../accelerator.ts";
import type { KernelTimes } from "./kernel-times.ts";
import {
  allReduceLaw,
  decodeLaw,
  exchangeLaw,
  expertLaw,
  gemmLaw,
  latentDecodeLaw,
  latentPrefillLaw,
  linearDecodeLaw,
  linearPrefillLaw,
  prefillLaw,
  sparseDecodeLaw,
  sparsePrefillLaw,
  type CollectiveShape,
  type GemmShape,
  type Law,
} from "./laws/index.ts";

/** The kernels that a forward pass is timed by. */
export type PassKernels = Pick<
  KernelTimes,
  | "gemmOf"
  | "experts"
  | "decodeAttention"
  | "prefillAttention"
  | "latentDecode"
  | "latentPrefill"
  | "sparseDecode"
  | "sparsePrefill"
  | "linearDecode"
  | "linearPrefill"
  | "allReduce"
  | "allGather"
  | "reduceScatter"
>;

/** Usual shares of the ideal speed, and seconds to start; rounded middles of the measured tables. */
const usual = {
  gemm: { efficiency: 0.7, start: 3e-6 },
  // Routing is less even than the law's, so fewer experts are read.
  experts: { efficiency: 0.9, start: 5e-6 },
  decode: { efficiency: 0.65, start: 6e-6 },
  prefill: { efficiency: 0.5, start: 8e-6 },
  linearPrefill: { efficiency: 0.2, start: 20e-6 },
  exchange: { efficiency: 0.6, start: 4e-6 },
} as const;

export function typicalTimes(accelerator: Accelerator): PassKernels {
  const by =
    <Shape>(law: Law<Shape>, { efficiency, start }: { readonly efficiency: number; readonly start: number }) =>
    (shape: Shape): number =>
      start + law.ideal(accelerator, shape) / efficiency;
  const exchanged = (law: Law<CollectiveShape>) => (bytes: number, gpus: number) =>
    gpus < 2 || bytes <= 0
      ? 0
      : usual.exchange.start * (1 + log(gpus) / 4) +
        law.ideal(accelerator, { bytes, gpus }) / usual.exchange.efficiency;
  const product = by(gemmLaw, usual.gemm);
  const shared = exchanged(exchangeLaw);
  return {
    gemmOf(precision, n, k) {
      const shape: GemmShape = { precision, m: 1, n, k };
      return (m) => {
        shape.m = m;
        return product(shape);
      };
    },
    experts: by(expertLaw, usual.experts),
    decodeAttention: by(decodeLaw, usual.decode),
    prefillAttention: by(prefillLaw, usual.prefill),
    latentDecode: by(latentDecodeLaw, usual.decode),
    latentPrefill: by(latentPrefillLaw, usual.prefill),
    sparseDecode: by(sparseDecodeLaw, usual.decode),
    sparsePrefill: by(sparsePrefillLaw, usual.prefill),
    linearDecode: by(linearDecodeLaw, usual.decode),
    linearPrefill: by(linearPrefillLaw, usual.linearPrefill),
    allReduce: exchanged(allReduceLaw),
    allGather: shared,
    reduceScatter: shared,
  };
}
