export {
  buildFormulaGraph,
  buildGraph,
  lookUp,
  typeName,
  type Definition,
  type Expectation,
  type FormulaGraph,
  type Graph,
} from "./graph.ts";
export { type Input, type Program, type Step } from "./program.ts";
export type { GraphProblem, Quantity } from "./quantity.ts";
export { namesIn, type MentionedName } from "./references.ts";
export { strongComponents } from "./strong-components.ts";
export type { ValueType } from "./value.ts";
