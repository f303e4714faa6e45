/** The serving simulator: what requests meet at a fleet, iteration by iteration. */
export { SimulationError } from "./simulation-error.ts";
export * from "./report/serving-report.ts";
export * from "./scenario.ts";
export { simulate, type Progress, type Simulation } from "./simulation.ts";
export { affineStepCost, type StepCost } from "./step-cost.ts";
