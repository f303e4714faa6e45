/** Accelerators, model architectures, and what they can do together: step times, serving, its simulation. SI units throughout. */
export * from "./accelerator.ts";
export * from "./architecture.ts";
