export {
  buildGraph,
  typeName,
  type Definition,
  type Expectation,
  type Graph,
  type GraphProblem,
  type Quantity,
} from "./graph.ts";
export { type Input, type Program, type Step } from "./program.ts";
export { namesIn, type MentionedName } from "./references.ts";
export { strongComponents } from "./strong-components.ts";
export type { ValueType } from "./value.ts";
