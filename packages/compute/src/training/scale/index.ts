/** What a large synchronous training job loses to its size. SI units. */
export * from "./checkpoints.ts";
export * from "./critical-batch.ts";
export * from "./fabric.ts";
export * from "./failures.ts";
export * from "./goodput.ts";
export * from "./recovery.ts";
export { ScaleError } from "./scale-error.ts";
export * from "./stragglers.ts";
