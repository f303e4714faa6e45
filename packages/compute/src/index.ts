/** Accelerators, model architectures, and what they can do together: step times, serving, its simulation. SI units throughout. */
export * from "./accelerator.ts";
export * from "./architecture.ts";
export * from "./cache.ts";
export * from "./flops.ts";
export * from "./weights.ts";
export * from "./kernels/index.ts";
export * from "./traffic/index.ts";
export * from "./simulator/index.ts";
export * from "./serving/index.ts";
export * from "./training/index.ts";
