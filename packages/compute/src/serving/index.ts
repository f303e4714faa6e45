/** Serving: what a model on accelerators gives, and at what latency. */
export * from "./calibration.ts";
export * from "./checkpoint.ts";
export { ClosedLoop, type SteadyState } from "./closed-loop.ts";
export { constantNames, constantTable, type ConstantName, type Constants } from "./constants.ts";
export * from "./deployment.ts";
export * from "./estimate.ts";
export * from "./frontier.ts";
export * from "./iteration-cost.ts";
export * from "./layouts.ts";
export { levelFamilies, levelsOf, type Circumstances, type LevelFamily } from "./levels.ts";
export * from "./measured-runs.ts";
export { cacheBytes, cacheRoomOf, sequencesHeld, weightBytes } from "./memory.ts";
export { timedTwice, timesOf, type TwiceTimed } from "./pass-table.ts";
export { decodeStep } from "./step.ts";
export { unservedPart } from "./unserved.ts";
