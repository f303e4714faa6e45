export { evaluateAt, interpret } from "./interpret.ts";
export {
  independent,
  Sampler,
  type CorrelatedPair,
  type Dependence,
  type DependenceRepair,
  type Driver,
} from "./sampler.ts";
export { evaluateInputs, simulate, Simulation, type SampleRange } from "./simulation.ts";
