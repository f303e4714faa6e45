/** Simulating a workload: from the deal's words to requests, replicas and results that the deal uses. */
export { simulationAnswerSchema, simulationVersion, type SimulationAnswer } from "./answer.ts";
export { assembleAnswer, type AnswerHead } from "./assemble-answer.ts";
export { simulatedSchema, withResult, type SimulatedBook, type SimulatedResults } from "./book.ts";
export {
  planSimulation,
  servedPools,
  SimulationFault,
  type PlannedPool,
  type ServedPool,
  type SimulationPlan,
} from "./plan.ts";
export { simulationKey, type SimulationQuestion } from "./question.ts";
export { runPlan, type Simulated, type SimulationPorts } from "./run-plan.ts";
export type { SimulationSettings } from "./settings.ts";
export { drawnRequests, TraceCutter } from "./traffic.ts";
export { simulatedWorkload, type SimulationChanges, type SimulatedWorkload } from "./workload.ts";
export { simulationOf } from "./written.ts";
