export * from "./calibration.ts";
export * from "./constants.ts";
export * from "./job.ts";
export * from "./levels.ts";
export * from "./measured-runs.ts";
export * from "./software.ts";
export * from "./step.ts";
export * from "./utilisation.ts";
