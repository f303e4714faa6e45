export {
  independent,
  Sampler,
  type CorrelatedPair,
  type Dependence,
  type DependenceRepair,
  type Driver,
} from "./sampler.ts";
export { evaluateAt, evaluateInputs, simulate, type SampleRange } from "./simulate.ts";
