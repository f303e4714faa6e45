/** One synchronous training job on pools of unlike accelerators. SI units. */
export * from "./cluster.ts";
export * from "./data-parallel.ts";
export * from "./exclude.ts";
export { replicasIn, type Pool, type ReplicaPipeline } from "./pools.ts";
export * from "./uneven-pipeline.ts";
