export {
  independent,
  Sampler,
  type CorrelatedPair,
  type Dependence,
  type DependenceRepair,
  type Driver,
} from "./sampler.ts";
export { evaluateAt, simulate, type SampleRange } from "./simulate.ts";
